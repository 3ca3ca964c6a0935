"""The first owner of a site comes by a link that only its operator has seen: it works once."""

import secrets
from dataclasses import dataclass

from sqlalchemy.orm import Session

from competition.adapters.tokens import ExpiredError, InvalidError, Purpose
from competition.rules.permissions import Role
from competition.rules.signing_in import JOIN_LINK
from competition.services import facts
from competition.services.admins import accounts
from competition.services.instance import Instance
from competition.store import admins, site
from competition.store.models import SetUpLink

EXPIRED = "This link has expired. Whoever runs the machine gets a new one by competition init."


@dataclass(frozen=True, slots=True)
class Founder:
    """Who answers for a new site, as they typed it."""

    name: str
    email: str
    password: str


def is_founded(session: Session) -> bool:
    """Whether somebody answers for this site."""
    return admins.has_owner(session)


def link(session: Session, *, instance: Instance) -> str | None:
    """A new address at which the first owner makes an account, in place of an earlier one.

    None where there is an owner: from then on people are invited.
    """
    if admins.has_owner(session):
        return None
    now, link_id = instance.clock(session), secrets.token_hex(16)
    site.put(session, SetUpLink(id=1, link_id=link_id, until=now + JOIN_LINK))
    facts.record(session, "set_up_link_made", None, at=now, actor="operator")
    return instance.address(f"/admin/set-up/{instance.tokens.issue(Purpose.SET_UP, link_id)}")


def look(session: Session, token: str, *, instance: Instance) -> None:
    """Raises a TokenError for a link that is not open, or no longer; who comes without one sees nothing."""
    _open(session, token, instance)


def _open(session: Session, token: str, instance: Instance) -> str:
    link_id, row = instance.tokens.read(Purpose.SET_UP, token), site.set_up_link(session)
    if row is None or row.link_id != link_id or admins.has_owner(session):
        raise InvalidError
    if instance.clock(session) >= row.until:
        raise ExpiredError(EXPIRED)
    return link_id


def found(session: Session, token: str, founder: Founder, *, instance: Instance) -> None:
    """Make the owner's account and use the link up. Raises RuleError for what has to be put right."""
    link_id, now = _open(session, token, instance), instance.clock(session)
    # First of all: whoever holds the same link waits here, and then finds it gone. A refusal puts it back.
    if not site.use_set_up_link(session, link_id):
        raise InvalidError
    row = accounts.unused(session, founder.email, founder.name, Role.OWNER, now=now)
    accounts.open_with(session, row, founder.password, instance=instance, now=now)
    facts.record(session, "founded", None, at=now, actor=row.code, subject=row.code)
