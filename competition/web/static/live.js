// The live view: a clock until the number, then the winners one by one, by the keyboard.
"use strict";

const clock = document.querySelector("[data-clock]");
if (clock) {
  // Counted from the server's clock: this machine's own may be wrong.
  const left = Date.parse(clock.dataset.clock) - Date.parse(clock.dataset.now);
  const started = performance.now();
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    const seconds = Math.ceil((left - (performance.now() - started)) / 1000);
    if (seconds <= 0) return;
    const hours = Math.floor(seconds / 3600);
    clock.textContent = `${hours ? `${two(hours)}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  tick();
  setInterval(tick, 250);
  // Ask for the result a moment after it can be there, and then again.
  setTimeout(() => location.reload(), Math.max(left + 3000, 10_000));
}

const list = document.querySelector("[data-reveal]");
if (list) {
  const winners = [...list.children];
  let shown = Number(sessionStorage.getItem(location.pathname)) || 0;
  const show = (count) => {
    shown = Math.min(Math.max(count, 0), winners.length);
    sessionStorage.setItem(location.pathname, shown);
    winners.forEach((winner, place) => {
      winner.hidden = place >= shown;
      winner.classList.toggle("now", place === shown - 1);
    });
    winners[shown - 1]?.scrollIntoView({ block: "nearest" });
  };
  const keys = {
    " ": () => show(shown + 1),
    Enter: () => show(shown + 1),
    ArrowRight: () => show(shown + 1),
    ArrowLeft: () => show(shown - 1),
    a: () => show(winners.length),
  };
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("a")) show(shown + 1);
  });
  document.querySelector("[data-keys]").hidden = false;
  show(shown);
}
