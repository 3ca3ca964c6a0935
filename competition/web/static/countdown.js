// Keeps the words of [data-countdown] running. The server wrote them, and they stay true enough without this.
const MINUTE = 60_000;

function words(milliseconds) {
  if (milliseconds <= 0) return "now: load this page again";
  const minutes = Math.floor(milliseconds / MINUTE);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const units = days ? [[days, "day"], [hours, "hour"]] : [[hours, "hour"], [rest, "minute"]];
  const said = units.filter(([count]) => count).map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`);
  return `${said.join(" and ") || "less than a minute"} left`;
}

for (const element of document.querySelectorAll("[data-countdown]")) {
  // Counted from the server's clock: the reader's own may be wrong.
  const left = Date.parse(element.dataset.countdown) - Date.parse(element.dataset.now);
  const started = performance.now();
  setInterval(() => {
    element.textContent = words(left - (performance.now() - started));
  }, MINUTE / 4);
}
