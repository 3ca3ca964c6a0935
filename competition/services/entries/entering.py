"""Taking an entry. Whoever's address it is and whatever is known of it, the caller sees the same (O6)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from competition.adapters import addresses, disposable, households
from competition.adapters.addresses import Address
from competition.rules import entering
from competition.rules.confirming import in_time
from competition.rules.description import Description
from competition.rules.errors import EntryRefusedError, RuleError
from competition.rules.lifecycle import Status
from competition.services import facts, letters
from competition.services.instance import Instance
from competition.store import entries
from competition.store.models import Competition, Entry


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A form as typed; `nonce` is that of the form token."""

    email: str
    name: str
    nonce: str
    eligible: tuple[str, ...] = ()
    answer: str = ""
    publication: str = ""
    marketing: bool = False
    page: str = ""
    """The path of the page that the form stood on."""
    extras: tuple[str, ...] = ()
    postcode: str = ""
    house: str = ""
    took: int | None = None
    """Seconds from making the form to its sending, where that is known."""

    @cached_property
    def address(self) -> Address:
        """Raises RuleError. Worth asking for ahead of the transaction, in which all others wait on SQLite."""
        return addresses.read(self.email)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A form found to be whole, with what it was checked against."""

    competition: Competition
    described: Description
    submission: Submission
    address: Address
    digest: bytes

    @property
    def nonce(self) -> str:
        # With the address inside: a form sent back with a corrected address is a new entry.
        return hashlib.sha256(f"{self.submission.nonce}:{self.digest.hex()}".encode()).hexdigest()


def enter(session: Session, slug: str, submission: Submission, *, instance: Instance) -> None:
    """Take an entry and write to its address. Raises RuleError for a closed draw or an unfinished form."""
    competition = facts.shared(session, slug)
    now = instance.clock(session)
    schedule = facts.timetable(competition)
    entering.check_window(Status(competition.status), schedule, now, zone=competition.time_zone)
    sheet = _checked(competition, submission)
    # The database decides (O3): a look beforehand would let two through who come at once.
    entry = entries.add_unless_known(session, _new(sheet, now))
    is_new = entry is not None
    if entry:
        facts.record(session, "entered", competition, at=now, actor="reader", subject=entry.public_id)
    else:
        entry = _entered_again(session, sheet)
    if entry:
        ordinal = 0 if is_new else None
        _write_to(session, competition, entry, sheet.address, instance=instance, now=now, ordinal=ordinal)


def resend(session: Session, slug: str, email: str, *, instance: Instance) -> None:
    """Write again to an address that entered. Says nothing to the caller about whether it did."""
    address = addresses.read(email)
    competition = facts.shared(session, slug)
    now = instance.clock(session)
    entry = entries.by_address(session, competition.id, address.digest(competition.address_key))
    if entry and in_time(Status(competition.status), facts.timetable(competition), now):
        held = entries.hold(session, entry.id)
        _write_to(session, competition, held, address, instance=instance, now=now)


def _checked(competition: Competition, submission: Submission) -> _Sheet:
    """Read the whole form; raises EntryRefusedError with everything that has to be put right."""
    described = facts.description(competition)
    form = entering.Form(
        submission.name,
        submission.eligible,
        submission.answer,
        submission.publication,
        submission.extras,
        submission.postcode,
        submission.house,
    )
    problems = entering.problems(described, form)
    try:
        address = submission.address
        entering.check_disposable(described.disposable, listed=disposable.is_listed(address.folded))
    except RuleError as error:
        raise EntryRefusedError([error, *problems]) from None
    if problems:
        raise EntryRefusedError(problems)
    return _Sheet(competition, described, submission, address, address.digest(competition.address_key))


def _entered_again(session: Session, sheet: _Sheet) -> Entry | None:
    """The entry that this address has; None if this very form made it, and everything is done."""
    found = entries.by_address(session, sheet.competition.id, sheet.digest)
    if found is None:
        raise LookupError("an entry that a constraint has just found is not there")
    entry = entries.hold(session, found.id)
    if entry.nonce == sheet.nonce:
        return None
    if entry.status == "pending":
        # Nobody has confirmed this yet: what was typed last counts, as when a slip is put right.
        _fill(entry, sheet)
    return entry


def _new(sheet: _Sheet, now: datetime) -> Entry:
    entry = Entry(
        public_id=secrets.token_hex(16),
        competition_id=sheet.competition.id,
        address=sheet.address.typed,
        address_digest=sheet.digest,
        publication=sheet.submission.publication,
        nonce=sheet.nonce,
        entered_at=now,
        took=sheet.submission.took,
    )
    _fill(entry, sheet)
    return entry


def _fill(entry: Entry, sheet: _Sheet) -> None:
    typed, described = sheet.submission, sheet.described
    entry.address = sheet.address.typed
    entry.name = entering.clean_name(typed.name)
    entry.answer = typed.answer if described.question else None
    entry.household_digest = _household(sheet)
    entry.extras = entering.clean_extras(described, typed.extras) or None
    entry.publication = typed.publication
    # Without a box there was no consent, whatever was sent.
    entry.marketing = typed.marketing and bool(described.marketing)
    entry.marketing_wording = described.marketing if entry.marketing else None
    entry.marketing_page = typed.page if entry.marketing else None
    entry.nonce = sheet.nonce


def _household(sheet: _Sheet) -> bytes | None:
    """All that is kept of where somebody lives, and only where the terms need it."""
    if not sheet.described.by_household:
        return None
    typed = sheet.submission
    return households.digest(typed.postcode, typed.house, sheet.competition.address_key)


def _write_to(
    session: Session,
    competition: Competition,
    entry: Entry,
    address: Address,
    *,
    instance: Instance,
    now: datetime,
    ordinal: int | None = None,
) -> None:
    """Send the confirmation, or word that there is nothing to confirm; past the limits, neither (O7)."""
    if not letters.within_limits(session, competition, address.folded, instance=instance, now=now):
        facts.record(session, "mail_withheld", competition, at=now, actor="reader", subject=entry.public_id)
    elif entry.status == "pending":
        code = instance.tokens.code(entry.public_id)
        letters.queue(
            session, "confirm", competition, entry, instance=instance, now=now, ordinal=ordinal, code=code
        )
    else:
        state = entry.status
        letters.queue(
            session,
            "already_entered",
            competition,
            entry,
            instance=instance,
            now=now,
            ordinal=None,
            state=state,
        )
