// The draw page: verify the draw, and check one's own ticket, in the reader's own browser.
import { connectForm, recordFound } from './claim_form.js';
import { ownWorker } from './own_worker.js';
import { panelOf } from './panel.js';

const how = { worker: ownWorker };

const proof = document.querySelector('[data-proof]');
if (proof) {
  const panel = panelOf(proof, how);
  const button = proof.querySelector('[data-start]');
  const order = { base: proof.dataset.proof, bundle: null, held: null, receipt: null };
  button.addEventListener('click', () => panel.check(order, recordFound));
  button.hidden = false;
  // Not a <noscript>: it has to stand there as well where scripts are on and this one did not arrive.
  proof.querySelector('[data-unscripted]').hidden = true;
}

const claim = document.querySelector('[data-claim]');
if (claim) {
  const form = claim.querySelector('form');
  connectForm(form, panelOf(claim, how), { base: claim.dataset.claim });
  claim.hidden = false;
}
