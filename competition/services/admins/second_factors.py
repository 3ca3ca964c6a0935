"""Second factors as the pages use them: while signing in, and on one's own account page."""

from sqlalchemy.orm import Session

from competition.rules.errors import RuleError
from competition.services.admins import accounts, factors
from competition.services.admins.signing_in import Source, finish, half_open, whole
from competition.services.instance import Instance
from competition.services.views.admin import FactorsView, HalfView, NewCodesView
from competition.store import admins
from competition.store.models import Admin


def asked(session: Session, token: str, *, instance: Instance) -> HalfView:
    """What a sign-in still needs; raises RuleError `signed_out`."""
    row = admins.by_id(session, half_open(session, token, instance=instance).admin_id)
    return HalfView(
        codes=row.totp_since is not None,
        passkeys=bool(admins.passkeys(session, row.id)),
        demo_code=factors.demo_code(row, instance=instance, now=instance.clock(session)),
    )


def challenge(session: Session, token: str, *, instance: Instance) -> str:
    """What the browser's script needs to show a passkey, as JSON."""
    half = half_open(session, token, instance=instance)
    return factors.ask_for_passkey(session, admins.by_id(session, half.admin_id), half, instance=instance)


def new_codes(session: Session, token: str, *, instance: Instance) -> NewCodesView:
    """What the app needs to know; raises RuleError `signed_out` once it is set up."""
    half = half_open(session, token, instance=instance)
    row = admins.by_id(session, half.admin_id)
    found = factors.new_codes(row, instance=instance, now=instance.clock(session))
    if found is None:
        raise RuleError("signed_out", "Sign in again: your codes are set up already.")
    return found


def set_up(
    session: Session, token: str, typed: str, source: Source, *, instance: Instance
) -> tuple[str, str] | None:
    """Finish the first sign-in by the app's first code; the session's token and the browser's mark."""

    def proof(session: Session, row: Admin, _half: object, _now: object) -> bool:
        if factors.has_any(session, row):
            # A second factor that is there is never passed by setting up another.
            return False
        return factors.confirm_codes(session, row, typed, instance=instance)

    return finish(session, token, proof, source, instance=instance)


def of_admin(session: Session, code: str) -> FactorsView:
    return factors.factors(session, accounts.by_code(session, code))


def new_recovery_codes(session: Session, code: str, *, instance: Instance) -> tuple[str, ...]:
    return factors.new_recovery_codes(session, accounts.by_code(session, code), instance=instance)


def passkey_to_make(session: Session, token: str, *, instance: Instance) -> str:
    """What the browser's script needs to make a passkey, as JSON."""
    signed_in = whole(session, token, instance=instance)
    row = admins.by_id(session, signed_in.admin_id)
    return factors.ask_to_make_passkey(session, row, signed_in, instance=instance)


def keep_passkey(session: Session, token: str, answer: str, name: str, *, instance: Instance) -> None:
    signed_in = whole(session, token, instance=instance)
    row = admins.by_id(session, signed_in.admin_id)
    factors.add_passkey(session, row, signed_in, answer, name, instance=instance)


def forget_passkey(session: Session, code: str, credential_id: str, *, instance: Instance) -> None:
    factors.remove_passkey(session, accounts.by_code(session, code), credential_id, instance=instance)
