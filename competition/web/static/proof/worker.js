// Beside the page: the check takes as long as it takes, and the page stays free.
import { work } from './work.js';

addEventListener('message', async ({ data: order }) => {
  const tell = (done, total, words) => postMessage({ progress: [done, total, words] });
  postMessage({ answer: await work(order, tell) });
});
