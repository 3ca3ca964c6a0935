"""The whole check as a reader meets it: the file off the disk, its worker, a bundle, a press of the button.

Seconds run from the press to the verdict on the page, and are held against the limits of 3 s and 20 s.
The yardstick hashes three short texts an entry with the same library, in the same browser. A page is
responsive as long as it paints: the longest gap is that between two animation frames during the check.

    python bench/verify_page.py [number of entries ...]
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench._record_of import write_record
from bench.browser_verifier import HASHING, LENGTHS, LIMITS
from competition.adapters import verifier_file
from tests.fixtures.browser import FLAGS
from tests.fixtures.verifier_file import opened
from tests.fixtures.verifier_page import verifier_page

PRESS = """() => {
  const seen = { start: performance.now(), gap: 0, end: 0 };
  const running = document.querySelector('[data-running]');
  const begun = () => !running.hidden || document.querySelector('[data-said]').textContent;
  let last = seen.start;
  function frame(now) {
    seen.gap = Math.max(seen.gap, now - last);
    last = now;
    if (begun() && running.hidden) seen.end = now;
    else requestAnimationFrame(frame);
  }
  globalThis.seen = seen;
  requestAnimationFrame(frame);
  document.querySelector('form').requestSubmit();
}"""


def checked(browser: Browser, file: Path, bundle: Path) -> tuple[float, float]:
    """Seconds to the verdict, and milliseconds of the longest gap between two frames."""
    with opened(browser, file) as desk:
        desk.page.get_by_label("Files", exact=True).set_input_files(bundle)
        desk.page.evaluate(PRESS)
        expect(desk.page.locator(".checks")).to_be_visible(timeout=300_000)
        assert desk.said().startswith("Verified.")
        desk.page.wait_for_timeout(100)
        seen = desk.page.evaluate("globalThis.seen")
        return (seen["end"] - seen["start"]) / 1000, seen["gap"]


def hashed(browser: Browser, count: int) -> float:
    with verifier_page(browser) as verifier:
        seconds: float = verifier.page.evaluate(HASHING, count)
        return seconds


def main() -> None:
    lengths = [int(text) for text in sys.argv[1:]] or LENGTHS
    print("| entries | plain hashing, s | press to verdict, s | ratio | aim, s | longest gap, ms |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: |")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        file, bundle = Path(folder) / verifier_file.NAME, Path(folder) / "record.zip"
        file.write_bytes(verifier_file.build())
        for count in lengths:
            write_record(bundle, count)
            bare, (seconds, gap) = hashed(browser, count), checked(browser, file, bundle)
            aim = LIMITS.get(count, "")
            print(f"| {count:,} | {bare:.2f} | {seconds:.2f} | {seconds / bare:.2f} | {aim} | {gap:.0f} |")
        browser.close()


if __name__ == "__main__":
    main()
