"""Competitions: made as drafts, published with a manifest, shown to readers."""

from competition.services.competitions.making import create
from competition.services.competitions.pages import Picture, index, page, picture, terms
from competition.services.competitions.publishing import publish

__all__ = ["Picture", "create", "index", "page", "picture", "publish", "terms"]
