"""The promoter's desk, one file per noun. Importing a file puts its routes into `desk`."""

from competition.web.admin import (
    account,
    activity,
    approvals,
    conflicts,
    drawing,
    entries,
    exporting,
    home,
    joining,
    people,
    signing_in,
    voiding,
)
from competition.web.admin.blueprint import desk

__all__ = [
    "account",
    "activity",
    "approvals",
    "conflicts",
    "desk",
    "drawing",
    "entries",
    "exporting",
    "home",
    "joining",
    "people",
    "signing_in",
    "voiding",
]
