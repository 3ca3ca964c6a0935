"""Drafts of competitions: begun, saved step by step, marked, illustrated, published or thrown away."""

from competition.services.drafts import previewing
from competition.services.drafts.beginning import begin, duplicate
from competition.services.drafts.discarding import discard
from competition.services.drafts.illustrating import illustrate, picture
from competition.services.drafts.listing import listing
from competition.services.drafts.looking import editor
from competition.services.drafts.marking import mark
from competition.services.drafts.publishing import publish, publish_called
from competition.services.drafts.saving import StaleError, save

__all__ = [
    "StaleError",
    "begin",
    "discard",
    "duplicate",
    "editor",
    "illustrate",
    "listing",
    "mark",
    "picture",
    "previewing",
    "publish",
    "publish_called",
    "save",
]
