"""Accounts of admins: invited by mail, joined by a link, changed and disabled, never deleted."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from competition.adapters import addresses, passwords
from competition.adapters.tokens import ExpiredError, InvalidError, Purpose
from competition.rules import signing_in as rules
from competition.rules.errors import RuleError
from competition.rules.permissions import Role, in_words
from competition.services import facts, letters
from competition.services.admins import factors
from competition.services.instance import Instance
from competition.services.views.admin import PersonView
from competition.store import admins
from competition.store.models import Admin

_LINKS = {Purpose.JOIN: rules.JOIN_LINK, Purpose.RESET: rules.RESET_LINK}
LONGEST_NAME = 100


def owner_link(session: Session, email: str, name: str, *, instance: Instance) -> str:
    """The address at which the owner's account is made; the newest one counts.

    Raises RuleError where the address belongs to an account that is in use.
    """
    now = instance.clock(session)
    found = admins.by_address(session, addresses.read(email).folded)
    if found is not None and found.status != "invited":
        raise RuleError("known", "There is an account with this address already.", field="email")
    row = found or _new(session, email, name, Role.OWNER, now)
    facts.record(session, "owner_invited", None, at=now, actor="operator", subject=row.code)
    return _link(row, Purpose.JOIN, now, instance)


def invite(session: Session, email: str, name: str, role: Role, *, actor: str, instance: Instance) -> None:
    """Ask somebody to join, by mail; asked again, the newest link counts."""
    now = instance.clock(session)
    found = admins.by_address(session, addresses.read(email).folded)
    if found is not None and found.status != "invited":
        raise RuleError("known", "There is an account with this address already.", field="email")
    row = found or _new(session, email, name, role, now)
    row.role, row.name = role, _name(name)
    link = _link(row, Purpose.JOIN, now, instance)
    facts.record(session, "invited", None, at=now, actor=actor, subject=row.code, details={"role": role})
    letters.queue_to(
        session,
        "admin_invite",
        row.email,
        instance=instance,
        now=now,
        link=link,
        may=in_words(role),
        until=row.link_until,
    )


def _new(session: Session, email: str, name: str, role: Role, now: datetime) -> Admin:
    address = addresses.read(email)
    row = Admin(
        code=f"staff-{admins.count(session) + 1}",
        name=_name(name),
        email=address.typed,
        address=address.folded,
        role=role,
        created_at=now,
    )
    return admins.add(session, row)


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise RuleError("name", f"Write a name of at most {LONGEST_NAME} letters.", field="name")
    return name


def _link(row: Admin, purpose: Purpose, now: datetime, instance: Instance) -> str:
    row.link_id, row.link_purpose = secrets.token_hex(16), purpose.value
    row.link_until = now + _LINKS[purpose]
    return instance.address(f"/admin/{purpose.value}/{instance.tokens.issue(purpose, row.link_id)}")


def of_link(session: Session, purpose: Purpose, token: str, *, instance: Instance) -> Admin:
    """Whose link this is; raises a TokenError for one that is not open, or no longer."""
    row = admins.by_link(session, instance.tokens.read(purpose, token))
    if row is None or row.link_purpose != purpose.value or row.status == "disabled":
        raise InvalidError
    if row.link_until is None or instance.clock(session) >= row.link_until:
        raise ExpiredError("This link has expired. Ask for a new one.")
    return row


def invited(session: Session, purpose: Purpose, token: str, *, instance: Instance) -> PersonView:
    """Whose link this is, for the page where a password is set."""
    return _person(session, of_link(session, purpose, token, instance=instance))


def set_password(session: Session, purpose: Purpose, token: str, password: str, *, instance: Instance) -> str:
    """Use a link: the account has this password from now on. Returns its address; raises RuleError."""
    row, now = of_link(session, purpose, token, instance=instance), instance.clock(session)
    rules.check_password(password, email=row.email, name=row.name)
    row.password_hash = passwords.digest(password)
    row.link_id = row.link_until = row.link_purpose = None
    if row.status == "invited":
        row.status, row.active_since = "active", now
    admins.end_sessions(session, row.id, now)
    word = "joined" if purpose is Purpose.JOIN else "password_reset"
    facts.record(session, word, None, at=now, actor=row.code, subject=row.code)
    # An app is prepared in a change, because looking at its page is none.
    factors.begin_codes(row, instance=instance)
    return row.email


def change_password(session: Session, code: str, password: str, *, instance: Instance) -> None:
    """Set a new password for an admin who has just proven the old one; ends every session."""
    row, now = by_code(session, code), instance.clock(session)
    rules.check_password(password, email=row.email, name=row.name)
    row.password_hash = passwords.digest(password)
    admins.end_sessions(session, row.id, now)
    facts.record(session, "password_changed", None, at=now, actor=code, subject=code)


def ask_reset(session: Session, email: str, *, instance: Instance) -> None:
    """Mail a link for a new password, if there is such an account; nobody is told whether there is."""
    try:
        row = admins.by_address(session, addresses.read(email).folded)
    except RuleError:
        return
    now = instance.clock(session)
    if row is None or row.status != "active" or _asked_lately(row, now):
        return
    link = _link(row, Purpose.RESET, now, instance)
    facts.record(session, "reset_asked", None, at=now, actor=row.code, subject=row.code)
    letters.queue_to(
        session, "admin_reset", row.email, instance=instance, now=now, link=link, until=row.link_until
    )


def _asked_lately(row: Admin, now: datetime) -> bool:
    """Whether a link went out in the last minutes: a stranger cannot fill an admin's mailbox."""
    if row.link_purpose != Purpose.RESET.value or row.link_until is None:
        return False
    return now < row.link_until - rules.RESET_LINK + timedelta(minutes=5)


def change_role(session: Session, code: str, role: Role, *, actor: str, instance: Instance) -> None:
    """Give somebody another role; their sessions end, so that it holds at once."""
    row, now = by_code(session, code), instance.clock(session)
    if row.role == Role.OWNER and role is not Role.OWNER:
        _keep_an_owner(session, row)
    row.role = role
    admins.end_sessions(session, row.id, now)
    facts.record(session, "role_changed", None, at=now, actor=actor, subject=code, details={"role": role})


def disable(session: Session, code: str, *, actor: str, instance: Instance) -> None:
    """Shut somebody out at once, for good; what they did stays on record."""
    row, now = by_code(session, code), instance.clock(session)
    _keep_an_owner(session, row)
    row.status = "disabled"
    row.link_id = row.link_until = row.link_purpose = None
    admins.end_sessions(session, row.id, now)
    facts.record(session, "disabled", None, at=now, actor=actor, subject=code)


def _keep_an_owner(session: Session, row: Admin) -> None:
    owners = [each for each in admins.active(session) if each.role == Role.OWNER]
    if owners == [row]:
        raise RuleError("last_owner", "This is the only owner. Make somebody else an owner first.")


def by_code(session: Session, code: str) -> Admin:
    found = admins.by_code(session, code)
    if found is None:
        raise facts.unknown()
    return found


def people(session: Session) -> tuple[PersonView, ...]:
    return tuple(_person(session, row) for row in admins.all_of_them(session))


def _person(session: Session, row: Admin) -> PersonView:
    return PersonView(
        code=row.code,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        status=row.status,
        passkeys=len(admins.passkeys(session, row.id)),
        codes=row.totp_since is not None,
        since=row.active_since,
    )
