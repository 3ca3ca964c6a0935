// What was found, in words for a reader: the sentences of `competition-audit`, and those for one ticket.

export const PROVES = [
  'Nobody chose the winners: they follow from the published list and the random value.',
  'The draw was not made twice in secret: a second one has another number in the signed log.',
  'Every ticket that was issued is on the list, or left out with a reason.',
  'Reserves were used strictly in order.',
];
export const PROVES_NOT = [
  'That every entrant is a real person.',
  'That the makers of the random value did not collude.',
  'That a prize was handed over. The log says what the promoter and the winners said.',
];
export const LEVELS = {
  rehearsal: 'The server made the value itself: this shows the mechanism and proves nothing.',
  'self-consistent': "That the list was fixed before the value existed rests on the organiser's word alone.",
  held: 'Your own copy of the freeze note is the published one: the list was fixed when you received it.',
  witnessed: 'Outside witnesses signed the frozen list before the value existed.',
};
export const REASONS = {
  duplicate: 'More than one entry from one person.',
  ineligible: 'The terms do not allow this entry.',
  withdrawn: 'Withdrawn by the entrant.',
  wrong_answer: 'The answer to the question was not right.',
};

export const number = (count) => count.toLocaleString('en-GB');
export const plural = (count, word) => `${number(count)} ${word}${count === 1 ? '' : 's'}`;
export const short = (ticket) => ticket.slice(0, 12).match(/.{4}/g).join('-');
export const sentence = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** With a full stop behind it, and only one. */
export const ended = (text) => (text.endsWith('.') ? text : `${text}.`);

/** `132nd` */
export function ordinal(count) {
  const teens = count % 100 > 10 && count % 100 < 14;
  return number(count) + ((teens ? null : { 1: 'st', 2: 'nd', 3: 'rd' }[count % 10]) ?? 'th');
}

/** The reason on the public list, as a sentence; one of the promoter's own codes is shown as it is. */
export const reasonOf = (code) =>
  REASONS[code] ?? `Reason given by the promoter: ${code.replaceAll('_', ' ')}.`;

/** The title of a prize unit. @param {{title: string, quantity: number}[]} prizes in the manifest's order */
export function prizeOf(unit, prizes) {
  let last = 0;
  return prizes.find(({ quantity }) => unit <= (last += quantity))?.title ?? '';
}

/** The verdict in one or two sentences: of what is wrong the step, the file and the line. */
export function verdictOf(report) {
  const wanted = report.verdict === 'verified' ? null : report.verdict;
  const reason = report.steps.find((step) => step.state === wanted);
  if (!reason) return `Verified. ${VERIFIED[report.outcome] ?? VERIFIED.drawn}`;
  const where = reason.step === null ? 'your receipt' : `step ${reason.step}`;
  if (reason.code === 'not_drawn') return 'Could not check all of it: the draw has not been made yet.';
  return ended(`${sentence(report.verdict)}, ${where}: ${reason.note}`);
}

const VERIFIED = {
  drawn: 'Every step comes out as it was published.',
  voided: 'The organiser voided this draw, and the record of it is whole.',
};

/** What an audit leaves open, a sentence each. */
export function unchecked(report) {
  const open = report.steps.filter((step) => ['could not check', 'nothing to check'].includes(step.state));
  return open.map((step) => ended(`${sentence(step.title)}: ${step.note}`));
}

/** Who won at the draw, and where a prize went since. */
export function winnersOf(report, prizes) {
  return Object.entries(report.winners_at_the_draw).map(([unit, ticket]) => {
    const holder = report.holders_now[unit];
    const gone = report.log_size && holder !== ticket;
    return { unit: Number(unit), ticket, prize: prizeOf(Number(unit), prizes), gone: Boolean(gone), holder };
  });
}
