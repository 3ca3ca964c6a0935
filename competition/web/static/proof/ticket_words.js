// Where the reader's own ticket stands, in plain sentences.
import { ended, number, ordinal, reasonOf } from './words.js';

const EVIDENCE = 'Keep the receipt and the record: together they are evidence.';

/**
 * What to say of a ticket, a sentence each; the first one is the answer.
 * @param {import('./work.js').Answer} answer of a check with a receipt
 * @returns {string[]}
 */
export function ticketSentences({ report, ticket }) {
  const step = report.steps.find((made) => made.step === null);
  if (step.code === 'receipt_missing') return missing();
  if (step.state === 'not reached') {
    return ['The record itself does not pass, so nothing can be said of your ticket.', EVIDENCE];
  }
  if (step.state === 'could not check') return [ended(`Your receipt could not be checked: ${step.note}`)];
  if (step.state !== 'passed') return [ended(`Your receipt does not pass: ${step.note}`), EVIDENCE];
  if (report.verdict === 'failed') {
    return [
      'Your receipt passes, but the record itself does not: a rank in it would mean nothing.',
      EVIDENCE,
    ];
  }
  return [standingSentence(ticket, report), ...behind(ticket, report)];
}

function missing() {
  return [
    'Your ticket is in neither list, though the organiser signed your receipt.',
    'An entry was dropped. Keep the receipt, the salt and the record: anybody can check that they do not fit.',
    'Show them to the promoter first, then to whoever supervises prize draws where you live.',
  ];
}

function standingSentence({ of, rank, outcome }, report) {
  if (outcome.as === 'excluded') return `Your ticket was left out of the draw. ${reasonOf(outcome.reason)}`;
  if (rank === null) {
    return `Your ticket is on the frozen list of ${number(of)}. The draw has not been made yet.`;
  }
  return `You came ${ordinal(rank)} of ${number(of)}${OUTCOMES[outcome.as](outcome, report)}`;
}

const OUTCOMES = {
  prize: ({ number: unit, prize, holds }, report) =>
    ` and won prize ${unit}, ${prize}.${holds === unit || report.outcome === 'voided' ? '' : ' It was given up since.'}`,
  reserve: ({ number: place, holds, title }) =>
    holds
      ? `: a reserve, to whom prize ${holds}, ${title}, has passed.`
      : `: reserve ${place}. If a winner cannot take a prize, it passes on in this order.`,
  skip: () => ', but another ticket of your group holds a prize already, and there is one for each.',
  none: (_outcome, report) => `. ${cutOff(report)}`,
};

function cutOff({ walk, holders_now: holders }) {
  const last = walk.findLastIndex((place) => place.as === 'prize') + 1;
  const now = walk.findLastIndex((place) => place.ticket && Object.values(holders).includes(place.ticket)) + 1;
  if (!last) return 'No prize was given.';
  const since = now > last ? ` One has passed on since, to rank ${number(now)}.` : '';
  return `The last prize went to rank ${number(last)}.${since}`;
}

/** What stands behind the answer. */
function behind({ short, line, of, proof, score, cutoff, outcome }, report) {
  const list = outcome.as === 'excluded' ? 'the public list of tickets left out' : `line ${number(line)} of the list`;
  const open = report.verdict === 'verified' ? [] : ['Not every step of the check could be made: see below.'];
  const voided = report.outcome === 'voided' ? ['The organiser has voided this draw since.'] : [];
  return [
    ...voided,
    `Your address and salt open ticket ${short}, which is ${list}.`,
    ...(proof ? [`It was under the seal before the draw: its proof leads to the published root of ${number(of)} tickets.`] : []),
    ...(score ? [`Your score is ${score}. The lowest win.${cutoff ? ` That of the last prize is ${cutoff}.` : ''}`] : []),
    ...open,
  ];
}
