"""The pages of readers and sceptics, one file per noun. Importing a file puts its routes into `pages`."""

from competition.web.public import (
    appeal,
    competition,
    complaints,
    confirm,
    draw,
    enter,
    entry,
    health,
    index,
    marketing,
    my_data,
)
from competition.web.public.blueprint import pages

__all__ = [
    "appeal",
    "competition",
    "complaints",
    "confirm",
    "draw",
    "enter",
    "entry",
    "health",
    "index",
    "marketing",
    "my_data",
    "pages",
]
