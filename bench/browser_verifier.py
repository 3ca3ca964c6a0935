"""The verifier in a real browser on long lists, against plain hashing of the same count in the same page.

For each length the page fetches the bundle, unpacks it and audits it on its main thread, while a clock ticks
beside: its longest silence is how long the page did not answer. The yardstick hashes three short texts an
entry (what a leaf, a node and a score cost at least) with the same library.

    python bench/browser_verifier.py [number of entries ...]
"""

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
    *("entries", "plain hashing, s", "unpack, s", "audit, s", "ratio", "aim, s"),
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
  const { standingOf } = await import('/static/verifier/ticket.js');
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
  start = performance.now();
  const standing = await standingOf(files, report, report.walk[0].ticket);
  const [verdict, rank] = [report.verdict, standing.rank];
  return { verdict, rank, unpacked, audited, silence, standing: seconds(start) };
}"""


def measured(verifier: Verifier, count: int) -> tuple[float, dict[str, Any]]:
    hashing: float = verifier.page.evaluate(HASHING, count)
    found: dict[str, Any] = verifier.page.evaluate(AUDIT)
    assert (found["verdict"], found["rank"]) == ("verified", 1)
    return hashing, found


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
                f"| {whole / hashing:.2f} | {LIMITS.get(count, '')} | {found['silence']:.0f} "
                f"| {found['standing']:.2f} |"
            )
        browser.close()


if __name__ == "__main__":
    main()
