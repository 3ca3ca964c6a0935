// Starting a check, beside the page where the browser can, and stopping it.

/**
 * @param {import('./work.js').Order} order
 * @param {{worker: () => Worker, tell: (done: number, total: number, words: string) => void,
 *   inPage?: (order: object, tell: Function) => Promise<object>}} how
 *   `inPage` does the same work in the page itself, where no worker can be had
 * @returns {{answer: Promise<import('./work.js').Answer|null>, stop: () => void}} null if it was stopped
 */
export function start(order, { worker, tell, inPage }) {
  let stop = () => {};
  const answer = new Promise((resolve) => {
    const instead = () => resolve(inPage ? inPage(order, tell) : { problem: NO_WORKER });
    let made;
    try {
      made = worker();
    } catch {
      stop = () => resolve(null);
      instead();
      return;
    }
    const end = (found) => {
      made.terminate();
      resolve(found);
    };
    stop = () => end(null);
    made.onmessage = ({ data }) => (data.progress ? tell(...data.progress) : end(data.answer));
    made.onerror = (event) => {
      event.preventDefault();
      made.terminate();
      instead();
    };
    made.postMessage(order);
  });
  return { answer, stop: () => stop() };
}

const NO_WORKER =
  'This browser cannot run the check. Try another one, or use the commands on this page: they make the same steps.';
