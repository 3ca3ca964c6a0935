"""Rendering letters: templates/mail/<kind>/{subject.txt, body.txt, body.html}, styles become attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

import css_inline

from competition.adapters.templates import environment


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
        self._environment = environment()
        # The dark block is an at-rule, which no attribute can hold: it stays in the head.
        self._inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def render(self, kind: str, facts: Mapping[str, object]) -> Letter:
        """Write the letter of this kind. A fact that a template misses is a bug, and raises."""
        subject, text, html = (
            self._environment.get_template(f"mail/{kind}/{part}").render(facts)
            for part in ("subject.txt", "body.txt", "body.html")
        )
        return Letter(" ".join(subject.split()), text.strip() + "\n", self._inliner.inline(html))
