"""The pages of readers and sceptics, one file per noun. Importing a file puts its routes into `pages`."""

from competition.web.public import (
    appeal,
    chance,
    claim,
    competition,
    complaints,
    confirm,
    draw,
    embed,
    enter,
    entry,
    handover,
    health,
    index,
    log,
    marketing,
    my_data,
    real,
)
from competition.web.public.blueprint import pages

__all__ = [
    "appeal",
    "chance",
    "claim",
    "competition",
    "complaints",
    "confirm",
    "draw",
    "embed",
    "enter",
    "entry",
    "handover",
    "health",
    "index",
    "log",
    "marketing",
    "my_data",
    "pages",
    "real",
]
