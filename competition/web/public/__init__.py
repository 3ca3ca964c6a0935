"""The pages of readers and sceptics, one file per noun. Importing a file puts its routes into `pages`."""

from competition.web.public import appeal, competition, confirm, draw, enter, entry, health, index
from competition.web.public.blueprint import pages

__all__ = ["appeal", "competition", "confirm", "draw", "enter", "entry", "health", "index", "pages"]
