"""Somebody without a mouse: Tab, Enter, Space, arrows, letters, and a focus that is seen at every stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import ElementHandle, Locator, Page, expect

MOST_STOPS = 150
# What is wrong with the stop that the focus is at; empty for one that shows itself, in the window.
_STOP = """
wanted => {
  const here = document.activeElement, box = here.getBoundingClientRect(), style = getComputedStyle(here);
  if (here === document.body) return ["", false];
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  // The calendar button inside a field of dates has a ring of the browser's own.
  if (here.matches("input:focus-within:not(:focus)")) return ["", false];
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const seen = inside && outlined && here.matches(":focus-visible") && box.width > 4 && box.height > 4;
  return [seen ? "" : here.outerHTML.slice(0, 200), here === wanted];
}
"""


@dataclass(frozen=True, slots=True)
class Keyboard:
    """One page, and ten fingers."""

    page: Page

    def reach(self, wanted: Locator, key: str = "Tab") -> None:
        """Go on with a key until this has the focus; nothing on the way may hide that it has it."""
        target = wanted.element_handle()
        for _ in range(MOST_STOPS):
            if self._at(target):
                return
            self.page.keyboard.press(key)
        pytest.fail(f"the {key} key does not lead to {wanted}")

    def _at(self, target: ElementHandle) -> bool:
        hidden, there = self.page.evaluate(_STOP, target)
        assert not hidden, f"the focus is not to be seen on {hidden}"
        return bool(there)

    def press(self, words: str, *, to: str) -> None:
        """Press a button, which leads to the page of this heading."""
        self._enter(self.page.get_by_role("button", name=words, exact=True), to)

    def follow(self, words: str, *, to: str) -> None:
        self._enter(self.page.get_by_role("link", name=words, exact=True), to)

    def _enter(self, wanted: Locator, to: str) -> None:
        self.reach(wanted.first)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        expect(self.page.locator("h1")).to_have_text(to)

    def write(self, label: str, text: str, *, group: str = "") -> None:
        """Type into a field, over what stands in it; `group` where a label comes several times."""
        place = self.page.get_by_role("group", name=group, exact=True) if group else self.page
        self.reach(place.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        box = self.page.get_by_role("checkbox", name=label)
        self.reach(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, label: str) -> None:
        """Take one of several: Tab leads to the first, or to the one that is chosen, and an arrow goes on."""
        wanted = self.page.get_by_role("radio", name=label)
        group = self.page.locator(f"input[name='{wanted.get_attribute('name')}']")
        chosen = [each for each in group.all() if each.is_checked()]
        self.reach(chosen[0] if chosen else group.first)
        self.page.keyboard.press("Space")
        self.reach(wanted, "ArrowDown")
        expect(wanted).to_be_checked()

    def set_instant(self, name: str, at: datetime) -> None:
        """Type a date and a time, whatever order and half of the day this browser's fields have."""
        self._typed_in(f"#{name}-date", at.date().isoformat(), at, ("%d%m%Y", "%m%d%Y"))
        self._typed_in(f"#{name}-time", f"{at:%H:%M}", at, ("%H%M", "%I%M%p"))

    def _typed_in(self, field: str, value: str, at: datetime, orders: tuple[str, ...]) -> None:
        wanted = self.page.locator(field)
        for order in orders:
            self.reach(wanted)
            self.page.keyboard.type(f"{at:{order}}".lower())
            if wanted.input_value() == value:
                return
            while self._at(wanted.element_handle()):
                self.page.keyboard.press("Shift+Tab")
        pytest.fail(f"{value} cannot be typed into {field}")

    def upload(self, label: str, file: Path) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.reach(self.page.get_by_label(label, exact=True))
            self.page.keyboard.press("Space")
        chooser.value.set_files(file)

    def download(self, words: str, to: Path) -> Path:
        """Follow a link to a file, and keep it."""
        self.reach(self.page.get_by_role("link", name=words, exact=True))
        return self.kept(to, lambda: self.page.keyboard.press("Enter"))

    def kept(self, to: Path, begin: Callable[[], None]) -> Path:
        with self.page.expect_download() as expected:
            begin()
        expected.value.save_as(to)
        return to
