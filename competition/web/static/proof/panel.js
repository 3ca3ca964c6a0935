// A part of a page in which a check is started, watched, stopped and read.
import { start } from './run.js';
import { sentence, number } from './words.js';

/**
 * @param {HTMLElement} root has parts marked data-said (a status), data-running (hidden while nothing runs, with
 *   a progress and a button to stop) and data-found
 * @param {{worker: () => Worker, inPage?: Function}} how
 */
export function panelOf(root, how) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const [said, running, found] = ['said', 'running', 'found'].map(part);
  const [bar, count] = [running.querySelector('progress'), running.querySelector('[data-count]')];
  let current = null;
  let phase = '';

  const say = (...inside) => said.replaceChildren(...inside);

  function tell(done, total, words) {
    // What is read aloud changes with the phase only; the figures beside the bar run.
    const [now] = words.split(' ');
    if (now !== phase) say(`${sentence(PHASES[now] ?? words)}.`);
    phase = now;
    [bar.max, bar.value] = [total, done];
    count.textContent = `${sentence(words)}: ${number(done)} of ${number(total)}`;
  }

  running.querySelector('button').addEventListener('click', () => current?.stop());

  /** Make a check and hand what it found to `show`, which returns what to say and what to put below. */
  async function check(order, show) {
    current?.stop();
    const mine = start(order, { ...how, tell });
    [current, phase] = [mine, ''];
    found.replaceChildren();
    bar.removeAttribute('value');
    count.textContent = '';
    running.hidden = false;
    say('Checking.');
    const answer = await mine.answer;
    if (current !== mine) return;
    current = null;
    running.hidden = true;
    if (!answer) return say('Stopped. Nothing was found out.');
    const { line, below } = show(answer);
    say(...line);
    found.replaceChildren(...below);
  }

  return { check, say };
}

const PHASES = { fetching: 'fetching the published files', entries: 'reading the list and scoring every ticket' };
