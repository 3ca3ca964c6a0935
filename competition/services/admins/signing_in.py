"""Signing in: a password, then a second factor; and the sessions that come of it.

A session is a row. The browser holds a token of which the row has only a digest, and whatever the row says
counts at once: signing out, a new password, another role or disabling end every session of an admin.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.adapters import addresses, passwords
from competition.adapters.tokens import Purpose, TokenError
from competition.rules import signing_in as rules
from competition.rules.errors import RuleError
from competition.rules.permissions import Role
from competition.services import facts
from competition.services.admins.factors import Proof
from competition.services.instance import Instance
from competition.services.views.admin import AdminView
from competition.store import admins
from competition.store.models import Admin, AdminSession

WRONG = RuleError(
    "sign_in", "Address and password do not belong together. Look at both, and send again.", field="password"
)
THROTTLED = RuleError(
    "throttled", "Too many wrong tries. Wait a quarter of an hour, or use a browser that you signed in with."
)

SIGNED_OUT = RuleError("signed_out", "Sign in again: this took too long.")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a try comes from: a network, or a browser that has signed in to this account before."""

    network: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class _Counted:
    account: bytes
    source: bytes
    known_device: bool


def sign_in(session: Session, email: str, password: str, source: Source, *, instance: Instance) -> str | None:
    """Check a password; returns the token of a session that waits for the second factor, None if wrong.

    A wrong one is counted, so this returns instead of raising. Raises RuleError where it is not looked at.
    """
    now, folded = instance.clock(session), _folded(email)
    counted = _counted(folded, source, instance)
    _refuse_throttled(session, counted, now)
    row = admins.by_address(session, folded)
    usable = row if row is not None and row.status == "active" else None
    if not passwords.fits(usable.password_hash if usable else None, password) or usable is None:
        _count_failure(session, counted, now)
        return None
    if usable.password_hash and passwords.is_outdated(usable.password_hash):
        usable.password_hash = passwords.digest(password)
    return _open(session, usable, now, second_factor_at=None)


def _folded(email: str) -> str:
    try:
        return addresses.read(email).folded
    except RuleError:
        return ""


def _counted(folded: str, source: Source, instance: Instance) -> _Counted:
    """Under which digests a try on this account from this source is counted."""
    account = instance.tokens.keyed_digest("account", folded)
    try:
        device = instance.tokens.read(Purpose.DEVICE, source.device, bound_to=account.hex())
    except TokenError:
        device = ""
    where = f"device {device}" if device else f"network {source.network}"
    return _Counted(account, instance.tokens.keyed_digest("source", where), bool(device))


def _refuse_throttled(session: Session, counted: _Counted, now: datetime) -> None:
    here, elsewhere = admins.failures(session, counted.account, counted.source, now - rules.WINDOW)
    if rules.is_throttled(
        from_source=here, from_strangers=here + elsewhere, known_device=counted.known_device
    ):
        raise THROTTLED


def _count_failure(session: Session, counted: _Counted, now: datetime) -> None:
    admins.add_failure(session, counted.account, counted.source, now, forget=now - rules.WINDOW)


def _open(session: Session, row: Admin, now: datetime, *, second_factor_at: datetime | None) -> str:
    token = secrets.token_urlsafe(32)
    admins.open_session(
        session,
        AdminSession(
            digest=_digest(token),
            admin_id=row.id,
            created_at=now,
            until=now + rules.SESSION,
            second_factor_at=second_factor_at,
            proven_at=now,
        ),
    )
    return token


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


def finish(
    session: Session, token: str, proof: Proof, source: Source, *, instance: Instance
) -> tuple[str, str] | None:
    """Complete a sign-in by a second factor: the token of a new session, and the browser's mark.

    None for a wrong factor, which is counted. Raises RuleError where it is not looked at.
    """
    half, now = half_open(session, token, instance=instance), instance.clock(session)
    row = admins.by_id(session, half.admin_id)
    counted = _counted(row.address, source, instance)
    _refuse_throttled(session, counted, now)
    if not proof(session, row, half, now):
        _count_failure(session, counted, now)
        return None
    admins.forgive(session, counted.account, counted.source)
    # A session that was planted before the sign-in is worth nothing after it.
    admins.end_session(session, half.digest, now)
    facts.record(session, "signed_in", None, at=now, actor=row.code, subject=row.code)
    device = instance.tokens.issue(Purpose.DEVICE, secrets.token_hex(16), bound_to=counted.account.hex())
    return _open(session, row, now, second_factor_at=now), device


def half_open(session: Session, token: str, *, instance: Instance) -> AdminSession:
    """The session that waits for its second factor; raises RuleError `signed_out`."""
    found = admins.session_of(session, _digest(token), instance.clock(session)) if token else None
    if found is None or found.second_factor_at is not None:
        raise SIGNED_OUT
    return found


def whole(session: Session, token: str, *, instance: Instance) -> AdminSession:
    """The session of somebody who is signed in; raises RuleError `signed_out`."""
    found = admins.session_of(session, _digest(token), instance.clock(session)) if token else None
    if found is None or found.second_factor_at is None:
        raise SIGNED_OUT
    return found


def current(session: Session, token: str, *, instance: Instance) -> AdminView | None:
    """Who is signed in with this token, if anybody is."""
    now = instance.clock(session)
    found = admins.session_of(session, _digest(token), now) if token else None
    if found is None or found.second_factor_at is None:
        return None
    row = admins.by_id(session, found.admin_id)
    if row.status != "active":
        return None
    proven = now < found.proven_at + rules.PROOF
    return AdminView(row.id, row.code, row.name, row.email, Role(row.role), proven)


def prove(session: Session, token: str, password: str, source: Source, *, instance: Instance) -> bool:
    """Take the password once more before something dangerous; False if it is wrong, which is counted."""
    now = instance.clock(session)
    found = admins.session_of(session, _digest(token), now)
    if found is None:
        raise SIGNED_OUT
    row = admins.by_id(session, found.admin_id)
    counted = _counted(row.address, source, instance)
    _refuse_throttled(session, counted, now)
    if not passwords.fits(row.password_hash, password):
        _count_failure(session, counted, now)
        return False
    found.proven_at = now
    facts.record(session, "proven", None, at=now, actor=row.code, subject=row.code)
    return True


def sign_out(session: Session, code: str, *, instance: Instance) -> None:
    """End every session of an admin, on every device, at once."""
    row, now = admins.by_code(session, code), instance.clock(session)
    if row is not None and admins.end_sessions(session, row.id, now):
        facts.record(session, "signed_out", None, at=now, actor=code, subject=code)


def session_name(token: str) -> str:
    """What forms of this session are bound to: says nothing about the token."""
    return sha256(b"form of " + token.encode()).hexdigest()
