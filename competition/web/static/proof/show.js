// Putting what was found on the page. Texts go in as texts: nothing in a record can become markup.
import { ended, LEVELS, number, PROVES, PROVES_NOT, sentence, short, unchecked, verdictOf, winnersOf } from './words.js';

/** As many winners as a page lists; the rest is in result.txt. */
const LISTED = 50;
const SHAPES = { passed: 'done', failed: 'bad', 'could not check': 'bad' };

/** An element with a class, and in it texts and elements. */
export function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

const list = (sentences) => element('ul', '', ...sentences.map((one) => element('li', '', one)));
const part = (title, ...inside) => element('div', 'part', element('h3', '', title), ...inside);

/** @param {import('./work.js').Answer} answer @returns {HTMLElement[]} the whole report */
export function reportParts({ report, prizes }) {
  const open = unchecked(report);
  return [
    ...aboutPart(report),
    element('ol', 'checks', ...report.steps.map(stepLine)),
    ...(report.level ? [part(`Evidence: ${report.level}`, element('p', '', LEVELS[report.level]))] : []),
    ...winnersPart(report, prizes),
    ...(report.remarks.length ? [part('Remarks', list(report.remarks.map((one) => ended(sentence(one)))))] : []),
    ...(open.length ? [part('Not checked', list(open))] : []),
    ...provesParts(report),
  ];
}

function stepLine(step) {
  const line = element('li', step.state === 'not reached' ? '' : 'done');
  if (step.step !== null) line.value = step.step;
  const said = element('span', '', `${sentence(step.title)} `, element('small', '', step.section));
  if (step.note) said.append(element('span', step.state === 'failed' ? 'wrong note' : 'note', ...hashesIn(sentence(step.note))));
  line.append(said, element('span', `state ${SHAPES[step.state] ?? ''}`, sentence(step.state)));
  if (step.step === null) line.classList.add('unnumbered');
  return line;
}

/** Hashes stand as code, so that they can be told and copied whole. */
export const hashesIn = (text) =>
  text.split(/([0-9a-f]{64})/).map((piece, place) => (place % 2 ? element('code', 'hash', piece) : piece));

function aboutPart({ title, competition, draw }) {
  return title ? [element('p', 'hint', `${title}. ${competition}, draw ${draw}.`)] : [];
}

function winnersPart(report, prizes) {
  const winners = winnersOf(report, prizes);
  if (!winners.length) return [];
  const lines = winners.slice(0, LISTED).map((winner) => element('li', '', ...winnerLine(winner)));
  const more = winners.length - LISTED;
  const rest = more > 0 ? [element('p', '', `And ${number(more)} more, in result.txt.`)] : [];
  return [part('Winners', element('ul', '', ...lines), ...rest)];
}

function winnerLine({ unit, ticket, prize, gone, holder }) {
  const since = holder ? ['. Passed on since to ', code(holder)] : ['. Given up since'];
  return [`Prize ${unit}, ${prize}: ticket `, code(ticket), ...(gone ? since : []), '.'];
}

function code(ticket) {
  const made = element('code', 'mono', short(ticket));
  made.title = ticket;
  return made;
}

function provesParts(report) {
  if (report.verdict !== 'verified' || report.level === 'rehearsal') return [];
  const both = [part('This proves', list(PROVES)), part('This does not prove', list(PROVES_NOT))];
  return [element('div', 'split', ...both)];
}

/** The verdict, as something to see from afar. */
export function verdictParts({ report, problem, failed }) {
  // What cannot be opened as a bundle has failed at the files, the first of the steps.
  if (failed) return [element('strong', 'late', 'Failed,'), ` step 1: ${problem}`];
  if (problem) return [element('strong', '', 'Could not check.'), ` ${problem}`];
  const [word, ...rest] = verdictOf(report).split(/(?<=[.,]) /);
  return [element('strong', report.verdict === 'failed' ? 'late' : '', word), ` ${rest.join(' ')}`];
}
