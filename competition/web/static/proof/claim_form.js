// The form for what a reader holds: never sent, its fields have no names.
import { claimOf, sorted } from './claim.js';
import { markOwn } from './picture.js';
import { element, hashesIn, reportParts, verdictParts } from './show.js';
import { ticketSentences } from './ticket_words.js';

/**
 * Make a check whenever the form is sent off.
 * @param {HTMLFormElement} form
 * @param {ReturnType<import('./panel.js').panelOf>} panel
 * @param {{base: string|null}} where the record is; null: in a bundle among the files
 */
export function connectForm(form, panel, { base }) {
  const field = (name) => form.querySelector(`[data-${name}]`);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const given = await sorted([...field('files').files]);
    const [pasted, salt, email] = ['pasted', 'salt', 'email'].map((name) => field(name).value);
    const { held, receipt, missing } = claimOf(given, { pasted, salt, email });
    const wanted = missing || (base === null ? withoutBundle(given) : withoutAny({ held, receipt }));
    if (wanted) return panel.say(wanted);
    const order = { base, bundle: base === null ? given.bundle : null, held, receipt };
    const show = receipt ? ticketFound : recordFound;
    return panel.check(order, (answer) => withAside(show(answer), given.aside));
  });
  form.hidden = false;
}

const withoutBundle = ({ bundle }) => (bundle ? '' : 'Choose the bundle first. It is a zip, from the page of the draw.');
const withoutAny = ({ held, receipt }) =>
  held || receipt ? '' : 'Choose the files that came with your receipt, or paste the receipt.';

/** Nothing that was given is passed over in silence. */
function withAside({ line, below }, names) {
  const said = `Left aside, being no part of a check: ${names.join(', ')}.`;
  return { line, below: names.length ? [...below, element('p', 'hint', said)] : below };
}

/** What to say and show of a record. @param {import('./work.js').Answer} answer */
export const recordFound = (answer) => ({
  line: verdictParts(answer),
  below: answer.report ? reportParts(answer) : [],
});

/** The same for a ticket: its own answer first, the steps behind it folded away. */
export function ticketFound(answer) {
  if (answer.problem) return recordFound(answer);
  if (answer.ticket?.score) markOwn(answer.ticket.score);
  const [first, ...rest] = ticketSentences(answer);
  const steps = element('details', '', element('summary', '', 'Every step of this check'));
  steps.append(element('p', '', ...verdictParts(answer)), ...reportParts(answer));
  return { line: [element('strong', '', first)], below: [...rest.map((one) => element('p', '', ...hashesIn(one))), steps] };
}
