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
from competition.store.models.awards import (
    AWARD_STATES,
    NOTICE_KINDS,
    Award,
    AwardContact,
    AwardNotice,
    AwardRelease,
    Handover,
    MailStop,
    PrizeCode,
)
from competition.store.models.base import Base, insert_only_tables
from competition.store.models.competitions import COMPETITION_STATUSES, Competition, Manifest
from competition.store.models.desk import DeskNotice, TypedValue
from competition.store.models.drafts import Draft, DraftSave
from competition.store.models.entries import ENTRY_STATUSES, Entry, Exclusion, Ticket
from competition.store.models.households import Household
from competition.store.models.office import MESSAGE_STATUSES, Activity, ActivityLink, Message
from competition.store.models.people import COMPLAINT_KINDS, PURGE_KINDS, Complaint, Consent, Erasure, Purge
from competition.store.models.records import (
    RESULT_KINDS,
    Checkpoint,
    Cosignature,
    Draw,
    Freeze,
    FrozenBlock,
    LogLine,
    Notice,
    Result,
)
from competition.store.models.review import FLAG_REASONS, Appeal, Conflict, Flag, Intake
from competition.store.models.site import SetUpLink, SitePromoter

__all__ = [
    "ADMIN_ROLES",
    "ADMIN_STATUSES",
    "APPROVAL_KINDS",
    "AWARD_STATES",
    "COMPETITION_STATUSES",
    "COMPLAINT_KINDS",
    "ENTRY_STATUSES",
    "FLAG_REASONS",
    "MESSAGE_STATUSES",
    "NOTICE_KINDS",
    "PURGE_KINDS",
    "RESULT_KINDS",
    "Activity",
    "ActivityLink",
    "Admin",
    "AdminSession",
    "Appeal",
    "Approval",
    "Award",
    "AwardContact",
    "AwardNotice",
    "AwardRelease",
    "Base",
    "Checkpoint",
    "Competition",
    "Complaint",
    "Conflict",
    "Consent",
    "Cosignature",
    "DeskNotice",
    "Draft",
    "DraftSave",
    "Draw",
    "Entry",
    "Erasure",
    "Exclusion",
    "Flag",
    "Freeze",
    "FrozenBlock",
    "Handover",
    "Household",
    "Intake",
    "LogLine",
    "MailStop",
    "Manifest",
    "Message",
    "Notice",
    "Passkey",
    "PrizeCode",
    "Purge",
    "RecoveryCode",
    "Result",
    "SetUpLink",
    "SignInFailure",
    "SitePromoter",
    "Ticket",
    "TypedValue",
    "insert_only_tables",
]
