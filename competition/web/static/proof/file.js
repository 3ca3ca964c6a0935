// The verifier as one file: the bundle comes from the disk, the worker from this file itself.
import { connectForm } from './claim_form.js';
import { panelOf } from './panel.js';
import { work } from './work.js';

function worker() {
  const program = document.getElementById('program').textContent;
  const address = URL.createObjectURL(new Blob([program], { type: 'text/javascript' }));
  const made = new Worker(address);
  URL.revokeObjectURL(address);
  return made;
}

const page = document.querySelector('[data-file]');
const form = page.querySelector('form');
connectForm(form, panelOf(page, { worker, inPage: work }), { base: null });
page.querySelector('[data-needs]').hidden = true;

// Files may be dropped anywhere on the page.
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  form.querySelector('[data-files]').files = event.dataTransfer.files;
  form.requestSubmit();
});
