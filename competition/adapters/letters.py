"""Rendering letters: templates/mail/<kind>/{subject.txt, body.txt, body.html}, styles become attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

import css_inline
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from competition.adapters.templates import folder
from competition.rules import excluding, wording


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it goes out: subject on one line, and the same words as text and as HTML."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter; `type` is a media type such as text/plain."""

    name: str
    type: str
    content: bytes


class Letters:
    """The mail templates, compiled once."""

    def __init__(self) -> None:
        self._environment = _environment()
        # The dark block is an at-rule, which no attribute can hold: it stays in the head.
        self._inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def render(self, kind: str, facts: Mapping[str, object]) -> Letter:
        """Write the letter of this kind. A fact that a template misses is a bug, and raises."""
        subject, text, html = (
            self._environment.get_template(f"mail/{kind}/{part}").render(facts)
            for part in ("subject.txt", "body.txt", "body.html")
        )
        return Letter(" ".join(subject.split()), text.strip() + "\n", self._inliner.inline(html))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder()),
        # Text is not HTML; every other name is escaped.
        autoescape=lambda name: not (name or "").endswith(".txt"),  # noqa: S701
        undefined=StrictUndefined,
        # They do not change while we run, and looking after each of them costs as much as one letter.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    for filter_ in (wording.moment, wording.machine, wording.day, wording.plural, wording.number):
        environment.filters[filter_.__name__] = filter_
    environment.filters["reason"] = excluding.in_words
    return environment
