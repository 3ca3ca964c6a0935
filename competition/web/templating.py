"""What templates may compute themselves: words for instants, spans and numbers."""

from flask import Flask
from jinja2 import StrictUndefined

from competition.adapters import verifier_file
from competition.rules import wording
from competition.rules.permissions import May


def prepare(app: Flask) -> None:
    environment = app.jinja_env
    # Every name is escaped, whatever a template file is called; a misspelt name is our bug and says so.
    environment.autoescape = True
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.globals.update(May=May, verifier_digest=verifier_file.digest)
    environment.filters.update(
        binding_moment=wording.binding_moment,
        binding_utc=wording.binding_utc,
        clock_left=wording.clock_left,
        day=wording.day,
        exact_moment=wording.exact_moment,
        machine=wording.machine,
        moment=wording.moment,
        number=wording.number,
        number_word=wording.number_word,
        plural=wording.plural,
        short_moment=wording.short_moment,
        size=wording.size,
        time_left=wording.time_left,
        utc_clock=wording.utc_clock,
    )
