// Long work gives way now and then, so that a page stays responsive even without a worker.

/** Let everything else that waits have its turn. A timer would cost 4 ms each time, a message costs none. */
export function breath() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/**
 * Do something for each of many, with a breath between every few thousand.
 * @template T, R
 * @param {T[]} many
 * @param {(one: T, place: number) => R} work
 * @param {number} [some] how many in one go
 * @returns {Promise<R[]>}
 */
export async function pacedMap(many, work, some = 4096) {
  const done = [];
  for (let start = 0; start < many.length; start += some) {
    for (let place = start; place < Math.min(start + some, many.length); place += 1) {
      done.push(work(many[place], place));
    }
    await breath();
  }
  return done;
}
