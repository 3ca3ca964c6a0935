"""The verifier in a real browser on long lists, against plain hashing of the same count in the same page.

For each length the page fetches the bundle, unpacks it and audits it on its main thread, while a clock ticks
beside: its longest silence is how long the page did not answer. The yardstick hashes three short texts an
entry (what a leaf, a node and a score cost at least) with the same library. Beside the seconds on the clock
stand those of the processors, over all of the browser: on a machine that others use as well they say more.

    python bench/browser_verifier.py [number of entries ...]
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import write_record
from tests.fixtures.browser import FLAGS
from tests.fixtures.verifier_page import Verifier, verifier_page

LENGTHS = (10_000, 100_000, 1_000_000)
COLUMNS = (
    *("entries", "plain hashing, s", "unpack, s", "audit, s", "ratio", "aim, s", "processor, s"),
    *("longest silence, ms", "own ticket, s"),
)
LIMITS = {100_000: 3.0, 1_000_000: 20.0}

HASHING = """async (count) => {
  const { sha256 } = await import('/static/vendor/noble.js');
  const line = new Uint8Array(65).fill(97);
  const start = performance.now();
  for (let number = 0; number < 3 * count; number += 1) sha256(line);
  return (performance.now() - start) / 1000;
}"""
AUDIT = """async () => {
  const { readBundle } = await import('/static/verifier/bundle.js');
  const { audit } = await import('/static/verifier/verify.js');
  const bytes = new Uint8Array(await (await fetch('/record.zip')).arrayBuffer());
  const seconds = (start) => (performance.now() - start) / 1000;
  let [last, silence] = [performance.now(), 0];
  const clock = setInterval(() => {
    silence = Math.max(silence, performance.now() - last);
    last = performance.now();
  }, 5);
  let start = performance.now();
  const files = await readBundle(bytes);
  const unpacked = seconds(start);
  start = performance.now();
  const report = await audit(files);
  const audited = seconds(start);
  clearInterval(clock);
  Object.assign(window, { files, report });
  return { verdict: report.verdict, unpacked, audited, silence };
}"""
STANDING = """async () => {
  const { standingOf } = await import('/static/verifier/ticket.js');
  const start = performance.now();
  const { rank } = await standingOf(window.files, window.report, window.report.walk[0].ticket);
  return { rank, standing: (performance.now() - start) / 1000 };
}"""


def measured(verifier: Verifier, count: int) -> tuple[float, dict[str, Any]]:
    hashing: float = verifier.page.evaluate(HASHING, count)
    before = spent(os.getpid())
    found: dict[str, Any] = verifier.page.evaluate(AUDIT)
    found["processor"] = spent(os.getpid()) - before
    found |= verifier.page.evaluate(STANDING)
    assert (found["verdict"], found["rank"]) == ("verified", 1)
    return hashing, found


def spent(process: int) -> float:
    """Processor seconds of all processes that a process has started."""
    seconds = 0.0
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + spent(int(child))
    return seconds


def main() -> None:
    lengths = [int(text) for text in sys.argv[1:]] or LENGTHS
    print(f"| {' | '.join(COLUMNS)} |")
    print(f"|{' ---: |' * len(COLUMNS)}")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for count in lengths:
            bundle = Path(folder) / "record.zip"
            write_record(bundle, count)
            with verifier_page(browser, files={"/record.zip": bundle}) as verifier:
                hashing, found = measured(verifier, count)
            whole = found["unpacked"] + found["audited"]
            print(
                f"| {count:,} | {hashing:.2f} | {found['unpacked']:.2f} | {found['audited']:.2f} "
                f"| {whole / hashing:.2f} | {LIMITS.get(count, '')} | {found['processor']:.2f} "
                f"| {found['silence']:.0f} | {found['standing']:.2f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()
