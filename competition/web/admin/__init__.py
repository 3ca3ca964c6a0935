"""The promoter's desk, one file per noun. Importing a file puts its routes into `desk`."""

from competition.web.admin import (
    account,
    activity,
    approvals,
    beginning,
    complaints,
    dates,
    drafts,
    drawing,
    home,
    joining,
    people,
    picturing,
    previewing,
    publishing,
    retention,
    signing_in,
    voiding,
)
from competition.web.admin.blueprint import desk

__all__ = [
    "account",
    "activity",
    "approvals",
    "beginning",
    "complaints",
    "dates",
    "desk",
    "drafts",
    "drawing",
    "home",
    "joining",
    "people",
    "picturing",
    "previewing",
    "publishing",
    "retention",
    "signing_in",
    "voiding",
]
