"""Second factors: one-time codes of an app, passkeys, and codes on paper for when both are lost."""

import base64
import secrets
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from competition.adapters import one_time_codes, qr
from competition.adapters.passkeys import Credential, PasskeyError, Passkeys
from competition.adapters.sealing import Seal
from competition.rules.errors import RuleError
from competition.rules.signing_in import RECOVERY_CODES, plain_code
from competition.services import facts
from competition.services.instance import Instance
from competition.services.views.admin import FactorsView, NewCodesView
from competition.store import admins
from competition.store.models import Admin, AdminSession, Passkey

Proof = Callable[[Session, Admin, AdminSession, datetime], bool]
WRONG_CODE = RuleError(
    "code", "This code does not fit, or was used before. Wait for the next one in your app.", field="code"
)
NO_PASSKEY = RuleError("passkey", "The passkey was not accepted. Try again, or use a code.")
LONGEST_NAME = 60


def by_code(typed: str, *, instance: Instance) -> Proof:
    """Prove by a code of the app, or by one of the codes on paper; each works once, however it is typed."""

    def prove(session: Session, row: Admin, _half: AdminSession, now: datetime) -> bool:
        code = plain_code(typed)
        secret = _secret(row, instance) if row.totp_since else None
        step = one_time_codes.step_of(secret, code, now) if secret else None
        if step is not None:
            return admins.use_step(session, row.id, step)
        used = bool(code) and admins.use_recovery_code(session, row.id, _digest(code), now)
        if used:
            facts.record(session, "recovery_code_used", None, at=now, actor=row.code, subject=row.code)
        return used

    return prove


def by_passkey(answer: str, *, instance: Instance) -> Proof:
    """Prove by a passkey that answers the challenge of this very sign-in."""

    def prove(session: Session, row: Admin, half: AdminSession, _now: datetime) -> bool:
        challenge, half.challenge = half.challenge, None
        try:
            wanted = Passkeys.id_in(answer)
            key = next(each for each in admins.passkeys(session, row.id) if each.credential_id == wanted)
            stored = Credential(key.credential_id, key.public_key, key.sign_count)
            key.sign_count = _passkeys(instance).shown(answer, challenge or b"", stored)
        except (PasskeyError, StopIteration):
            return False
        return True

    return prove


def has_any(session: Session, row: Admin) -> bool:
    return row.totp_since is not None or bool(admins.passkeys(session, row.id))


def _passkeys(instance: Instance) -> Passkeys:
    return Passkeys(instance.site.base_url, instance.site.name)


def _secret(row: Admin, instance: Instance) -> str | None:
    opened = _seal(instance).open(row.totp_secret) if row.totp_secret else None
    return opened.decode("ascii") if opened else None


def _seal(instance: Instance) -> Seal:
    return Seal(instance.tokens.secrets, "one-time codes")


def _digest(code: str) -> bytes:
    return sha256(code.encode("ascii")).digest()


def begin_codes(row: Admin, *, instance: Instance) -> None:
    """Make the secret of an app that is to be set up; it counts once a code of it was typed."""
    if row.totp_since is None and _secret(row, instance) is None:
        row.totp_secret = _seal(instance).close(one_time_codes.new_secret().encode("ascii"))


def new_codes(row: Admin, *, instance: Instance, now: datetime) -> NewCodesView | None:
    """What the app needs to know; None once it is set up, because it is shown to nobody again."""
    secret = _secret(row, instance)
    if secret is None or row.totp_since is not None:
        return None
    address = one_time_codes.address(secret, account=row.email, issuer=instance.site.name)
    spelt = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    return NewCodesView(qr.svg(address), spelt, demo_code(row, instance=instance, now=now))


def demo_code(row: Admin, *, instance: Instance, now: datetime) -> str:
    """In the demonstration nobody should need a phone: the code of this moment. Elsewhere nothing."""
    secret = _secret(row, instance) if instance.site.mode == "demo" else None
    return one_time_codes.current(secret, now) if secret else ""


def confirm_codes(session: Session, row: Admin, typed: str, *, instance: Instance) -> bool:
    """The app is set up if it makes the right code; False for a wrong one."""
    now, secret = instance.clock(session), _secret(row, instance)
    step = one_time_codes.step_of(secret, plain_code(typed), now) if secret else None
    if step is None or not admins.use_step(session, row.id, step):
        return False
    row.totp_since = now
    facts.record(session, "codes_set_up", None, at=now, actor=row.code, subject=row.code)
    return True


def new_recovery_codes(session: Session, row: Admin, *, instance: Instance) -> tuple[str, ...]:
    """Ten codes for paper, which replace all earlier ones. They are told once and stored as digests."""
    codes = [base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower() for _ in range(RECOVERY_CODES)]
    admins.replace_recovery_codes(session, row.id, [_digest(code) for code in codes])
    now = instance.clock(session)
    facts.record(session, "recovery_codes_made", None, at=now, actor=row.code, subject=row.code)
    return tuple("-".join(code[place : place + 4] for place in range(0, 16, 4)) for code in codes)


def ask_for_passkey(session: Session, row: Admin, half: AdminSession, *, instance: Instance) -> str:
    """The challenge of a sign-in, as the browser's script takes it."""
    half.challenge = secrets.token_bytes(32)
    known = [key.credential_id for key in admins.passkeys(session, row.id)]
    return _passkeys(instance).ask_for(half.challenge, known)


def ask_to_make_passkey(session: Session, row: Admin, whole: AdminSession, *, instance: Instance) -> str:
    whole.challenge = secrets.token_bytes(32)
    known = [key.credential_id for key in admins.passkeys(session, row.id)]
    return _passkeys(instance).ask_to_make(whole.challenge, account=row.email, known=known)


def add_passkey(
    session: Session, row: Admin, whole: AdminSession, answer: str, name: str, *, instance: Instance
) -> None:
    """Keep a key that the browser has made; raises RuleError for an answer that proves nothing."""
    challenge, whole.challenge = whole.challenge, None
    label = " ".join(name.split())[:LONGEST_NAME] or "Passkey"
    try:
        made = _passkeys(instance).made(answer, challenge or b"")
    except PasskeyError:
        raise NO_PASSKEY from None
    now = instance.clock(session)
    admins.add_passkey(
        session,
        Passkey(
            credential_id=made.id,
            admin_id=row.id,
            name=label,
            public_key=made.public_key,
            sign_count=made.sign_count,
            created_at=now,
        ),
    )
    facts.record(session, "passkey_added", None, at=now, actor=row.code, subject=row.code)


def remove_passkey(session: Session, row: Admin, credential_id: str, *, instance: Instance) -> None:
    """Forget a key; the last factor stays."""
    if row.totp_since is None and len(admins.passkeys(session, row.id)) < 2:
        raise RuleError("last_factor", "This is your only second factor. Set up another one first.")
    try:
        admins.remove_passkey(session, row.id, bytes.fromhex(credential_id))
    except ValueError:
        raise facts.unknown() from None
    now = instance.clock(session)
    facts.record(session, "passkey_removed", None, at=now, actor=row.code, subject=row.code)


def factors(session: Session, row: Admin) -> FactorsView:
    return FactorsView(
        codes_since=row.totp_since,
        passkeys=tuple(
            (key.credential_id.hex(), key.name, key.created_at) for key in admins.passkeys(session, row.id)
        ),
        recovery_codes_left=admins.recovery_codes_left(session, row.id),
    )
