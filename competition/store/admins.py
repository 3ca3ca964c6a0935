"""Admins, their factors and their sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from competition.store.models import Admin, AdminSession, Passkey, RecoveryCode, SignInFailure
from competition.store.types import AdminId


def add(session: Session, admin: Admin) -> Admin:
    session.add(admin)
    session.flush()
    return admin


def all_of_them(session: Session) -> Sequence[Admin]:
    return session.scalars(select(Admin).order_by(Admin.id)).all()


def by_id(session: Session, admin_id: AdminId) -> Admin:
    return session.get_one(Admin, admin_id)


def by_code(session: Session, code: str) -> Admin | None:
    return session.scalar(select(Admin).where(Admin.code == code))


def by_address(session: Session, address: str) -> Admin | None:
    return session.scalar(select(Admin).where(Admin.address == address))


def by_link(session: Session, link_id: str) -> Admin | None:
    return session.scalar(select(Admin).where(Admin.link_id == link_id))


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Admin)) or 0


def active(session: Session) -> Sequence[Admin]:
    return session.scalars(select(Admin).where(Admin.status == "active").order_by(Admin.id)).all()


def use_step(session: Session, admin_id: AdminId, step: int) -> bool:
    """Use up a one-time code and all older ones; False where it was used already, by whoever was faster."""
    change = update(Admin).where(Admin.id == admin_id, Admin.totp_last_step < step)
    return session.execute(change.values(totp_last_step=step).returning(Admin.id)).first() is not None


def replace_recovery_codes(session: Session, admin_id: AdminId, digests: Sequence[bytes]) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.admin_id == admin_id))
    session.add_all(RecoveryCode(admin_id=admin_id, digest=digest) for digest in digests)


def use_recovery_code(session: Session, admin_id: AdminId, digest: bytes, now: datetime) -> bool:
    mine = (RecoveryCode.admin_id == admin_id, RecoveryCode.digest == digest)
    change = update(RecoveryCode).where(*mine, RecoveryCode.used_at.is_(None))
    done = session.execute(change.values(used_at=now).returning(RecoveryCode.digest))
    return done.first() is not None


def recovery_codes_left(session: Session, admin_id: AdminId) -> int:
    mine = select(func.count()).where(RecoveryCode.admin_id == admin_id, RecoveryCode.used_at.is_(None))
    return session.scalar(mine) or 0


def passkeys(session: Session, admin_id: AdminId) -> Sequence[Passkey]:
    mine = select(Passkey).where(Passkey.admin_id == admin_id)
    return session.scalars(mine.order_by(Passkey.created_at)).all()


def add_passkey(session: Session, passkey: Passkey) -> None:
    session.add(passkey)
    session.flush()


def remove_passkey(session: Session, admin_id: AdminId, credential_id: bytes) -> None:
    mine = (Passkey.admin_id == admin_id, Passkey.credential_id == credential_id)
    session.execute(delete(Passkey).where(*mine))


def open_session(session: Session, row: AdminSession) -> None:
    session.add(row)
    session.flush()


def session_of(session: Session, digest: bytes, now: datetime) -> AdminSession | None:
    """The session with this digest, if it has not ended."""
    running = (AdminSession.ended_at.is_(None), AdminSession.until > now)
    return session.scalar(select(AdminSession).where(AdminSession.digest == digest, *running))


def end_sessions(session: Session, admin_id: AdminId, now: datetime) -> int:
    """End every session of an admin at once; returns how many there were."""
    change = update(AdminSession).where(AdminSession.admin_id == admin_id, AdminSession.ended_at.is_(None))
    return len(session.execute(change.values(ended_at=now).returning(AdminSession.digest)).all())


def end_session(session: Session, digest: bytes, now: datetime) -> None:
    session.execute(update(AdminSession).where(AdminSession.digest == digest).values(ended_at=now))


def failures(session: Session, account: bytes, source: bytes, since: datetime) -> tuple[int, int]:
    """Wrong tries on an account since then: from this source, and from all others."""
    here = func.count().filter(SignInFailure.source == source)
    query = select(here, func.count()).where(SignInFailure.account == account, SignInFailure.at > since)
    found, all_ = session.execute(query).one()
    return found, all_ - found


def add_failure(session: Session, account: bytes, source: bytes, now: datetime, *, forget: datetime) -> None:
    """Count one more, and forget those from before `forget`."""
    session.execute(delete(SignInFailure).where(SignInFailure.at <= forget))
    session.add(SignInFailure(account=account, source=source, at=now))


def forgive(session: Session, account: bytes, source: bytes) -> None:
    """Somebody proved who they are from there: their wrong tries count no longer."""
    mine = (SignInFailure.account == account, SignInFailure.source == source)
    session.execute(delete(SignInFailure).where(*mine))
