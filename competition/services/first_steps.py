"""Setting a new site up: its promoter, a letter as a test of the mail, a copy of the keys."""

from sqlalchemy.orm import Session

from competition.rules import beginning
from competition.rules.beginning import Begun, Done, MailTest, Trial
from competition.rules.description import Promoter
from competition.services import facts, letters
from competition.services.admins import accounts, factors
from competition.services.instance import Instance
from competition.services.views.first_steps import FirstStepsView, KeysView
from competition.store import activity, messages, site
from competition.store.models import Message, SitePromoter

LETTER, COPIED = "admin_mail_test", "keys_copied"


def view(session: Session, code: str, *, instance: Instance) -> FirstStepsView:
    """How far the site is set up, as this owner sees it."""
    begun = _begun(session, code, instance)
    return FirstStepsView(
        steps=beginning.first_steps(begun),
        promoter=begun.promoter or _configured(instance),
        email=accounts.by_code(session, code).email,
        waiting=begun.mail.state in (Trial.WAITING, Trial.DELAYED),
        keys=KeysView(instance.config_file, str(instance.signer.key), len(instance.tokens.secrets)),
    )


def _begun(session: Session, code: str, instance: Instance) -> Begun:
    said, own = site.promoter(session), factors.factors(session, accounts.by_code(session, code))
    copied = activity.newest_of(session, COPIED, _keys(instance))
    return Begun(
        promoter=promoter(session),
        promoter_said=Done(said.said_by, said.said_at) if said else None,
        mail=_mail(session, instance),
        keys_copied=Done(copied.actor, copied.at) if copied else None,
        second_factor=bool(own.codes_since or own.passkeys),
        codes_left=own.recovery_codes_left,
    )


def promoter(session: Session) -> Promoter | None:
    """Who stands in a new draft as its promoter, if anybody has said so."""
    row = site.promoter(session)
    return Promoter(row.name, row.address, row.contact) if row else None


def _configured(instance: Instance) -> Promoter:
    own = instance.site
    return Promoter(own.promoter_name, own.promoter_address, own.contact)


def _keys(instance: Instance) -> str:
    """Names the keys in use and tells nothing of them: a copy of earlier ones is no copy."""
    secrets = instance.tokens.keyed_digest("name", "secrets").hex()[:8]
    return f"keys {instance.signer.key.key_id.hex()}-{secrets}"


def _mail(session: Session, instance: Instance) -> MailTest:
    server = f"{instance.mail.host}:{instance.mail.port}"
    if instance.site.mode == "demo":
        server = "this demonstration, from which nothing leaves"
    row = messages.newest_of(session, LETTER)
    passed = messages.newest_of(session, LETTER, status="sent")
    passed_at = passed.sent_at if passed else None
    if row is None:
        return MailTest(Trial.NONE, server)
    return MailTest(_trial(row), server, row.last_error or "", row.sent_at or row.due_at, passed_at)


def _trial(row: Message) -> Trial:
    if row.status == "due" and row.last_error:
        return Trial.DELAYED
    return {"sent": Trial.DELIVERED, "parked": Trial.REFUSED}.get(row.status, Trial.WAITING)


def say_promoter(session: Session, found: Promoter, *, actor: str, instance: Instance) -> None:
    """Keep this promoter for drafts that begin from now on; what exists already stays as it is."""
    now = instance.clock(session)
    row = SitePromoter(
        id=1, name=found.name, address=found.address, contact=found.contact, said_by=actor, said_at=now
    )
    site.put(session, row)
    facts.record(session, "promoter_said", None, at=now, actor=actor)


def try_mail(session: Session, *, actor: str, instance: Instance) -> None:
    """Write a letter to whoever asks, by the way that every letter takes. One that waits is enough."""
    row = messages.newest_of(session, LETTER)
    if row is not None and _trial(row) in (Trial.WAITING, Trial.DELAYED):
        return
    now, email = instance.clock(session), accounts.by_code(session, actor).email
    letters.queue_to(session, LETTER, email, instance=instance, now=now)
    facts.record(session, "mail_tested", None, at=now, actor=actor)


def keep_keys(session: Session, *, actor: str, instance: Instance) -> None:
    """Write down that somebody has a copy of the keys in use. Said twice, the first counts."""
    if activity.newest_of(session, COPIED, _keys(instance)) is None:
        now = instance.clock(session)
        facts.record(session, COPIED, None, at=now, actor=actor, subject=_keys(instance))
