// My entry: the page holds receipt, salt and address already.
import { ticketFound } from './claim_form.js';
import { ownWorker } from './own_worker.js';
import { panelOf } from './panel.js';

const mine = document.querySelector('[data-mine]');
if (mine) {
  const panel = panelOf(mine, { worker: ownWorker });
  const { mine: base, receipt, salt, email } = mine.dataset;
  const claim = { note: new TextEncoder().encode(receipt), salt, email };
  const button = mine.querySelector('[data-start]');
  button.addEventListener('click', () => panel.check({ base, bundle: null, held: null, receipt: claim }, ticketFound));
  mine.hidden = false;
}
