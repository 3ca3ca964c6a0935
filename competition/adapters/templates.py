"""Where the templates of pages and mails lie, and how those are filled that no web page shows."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import competition
from competition.rules import excluding, vacating, wording


def folder() -> Path:
    """Inside the package when installed from a wheel, beside it in a source tree."""
    package = Path(competition.__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


@cache
def environment() -> Environment:
    """For letters and files; pages have that of the web. One for the process: each is compiled once."""
    made = Environment(
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
    for filter_ in (
        wording.moment,
        wording.exact_moment,
        wording.machine,
        wording.day,
        wording.plural,
        wording.number,
    ):
        made.filters[filter_.__name__] = filter_
    made.filters["reason"] = excluding.in_words
    made.filters["vacancy"] = vacating.in_words
    return made
