"""The tables. Constructors take keywords only and are checked by mypy."""

from competition.store.models.base import Base, insert_only_tables
from competition.store.models.competitions import COMPETITION_STATUSES, Competition, Manifest
from competition.store.models.entries import ENTRY_STATUSES, Entry, Exclusion, Ticket
from competition.store.models.office import MESSAGE_STATUSES, Activity, Message
from competition.store.models.records import (
    RESULT_KINDS,
    Checkpoint,
    Draw,
    Freeze,
    LogLine,
    Notice,
    Result,
)

__all__ = [
    "COMPETITION_STATUSES",
    "ENTRY_STATUSES",
    "MESSAGE_STATUSES",
    "RESULT_KINDS",
    "Activity",
    "Base",
    "Checkpoint",
    "Competition",
    "Draw",
    "Entry",
    "Exclusion",
    "Freeze",
    "LogLine",
    "Manifest",
    "Message",
    "Notice",
    "Result",
    "Ticket",
    "insert_only_tables",
]
