// The reader's own ticket in the picture of all scores, where this browser has worked out its score.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 480;

/** Mark a score as the server marks one that was looked up. @param {string} score hex */
export function markOwn(score) {
  const picture = document.querySelector('[data-scores]');
  if (!picture) return;
  picture.querySelectorAll('.you').forEach((old) => old.remove());
  const [base, x] = [Number(picture.dataset.scores), (WIDTH * parseInt(score.slice(0, 13), 16)) / 16 ** 13];
  const arrow = drawn('path', { class: 'you', d: `M${x.toFixed(1)} ${(base + 6).toFixed(1)}l-6 10h12Z` });
  const end = x < 20 ? 'first' : x > WIDTH - 20 ? 'last' : '';
  const word = drawn('text', { class: `you ${end}`, x: x.toFixed(1), y: (base + 29).toFixed(1) });
  word.textContent = 'you';
  picture.append(arrow, word);
}

function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
