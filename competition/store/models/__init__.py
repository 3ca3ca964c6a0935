"""The tables. Constructors take keywords only and are checked by mypy."""

from competition.store.models.admins import (
    ADMIN_ROLES,
    ADMIN_STATUSES,
    APPROVAL_KINDS,
    Admin,
    AdminSession,
    Approval,
    Passkey,
    RecoveryCode,
    SignInFailure,
)
from competition.store.models.base import Base, insert_only_tables
from competition.store.models.competitions import COMPETITION_STATUSES, Competition, Manifest
from competition.store.models.entries import ENTRY_STATUSES, Entry, Exclusion, Ticket
from competition.store.models.office import MESSAGE_STATUSES, Activity, ActivityLink, Message
from competition.store.models.records import (
    RESULT_KINDS,
    Checkpoint,
    Draw,
    Freeze,
    LogLine,
    Notice,
    Result,
)
from competition.store.models.review import FLAG_REASONS, Appeal, Conflict, Flag, Intake

__all__ = [
    "ADMIN_ROLES",
    "ADMIN_STATUSES",
    "APPROVAL_KINDS",
    "COMPETITION_STATUSES",
    "ENTRY_STATUSES",
    "FLAG_REASONS",
    "MESSAGE_STATUSES",
    "RESULT_KINDS",
    "Activity",
    "ActivityLink",
    "Admin",
    "AdminSession",
    "Appeal",
    "Approval",
    "Base",
    "Checkpoint",
    "Competition",
    "Conflict",
    "Draw",
    "Entry",
    "Exclusion",
    "Flag",
    "Freeze",
    "Intake",
    "LogLine",
    "Manifest",
    "Message",
    "Notice",
    "Passkey",
    "RecoveryCode",
    "Result",
    "SignInFailure",
    "Ticket",
    "insert_only_tables",
]
