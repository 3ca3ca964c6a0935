"""What an entrant takes away beside the receipt: the ticket as a picture, the draw for the calendar."""

from datetime import datetime

from sqlalchemy.orm import Session

from competition.adapters import calendar_file, qr
from competition.adapters.letters import Attachment
from competition.services import facts
from competition.services.instance import Instance
from competition.store.models import Competition


def lookup_address(competition: Competition, ticket: str, *, instance: Instance) -> str:
    """The public page that says where this ticket stands: what its QR code opens."""
    return instance.address(f"/c/{competition.slug}/draw?ticket={ticket}")


def calendar(competition: Competition, *, instance: Instance, now: datetime) -> bytes:
    """The draw's instant. One event for everybody, so that a newer file replaces an older one."""
    return calendar_file.calendar(
        uid=competition.identity,
        at=competition.draw_at,
        title=f"The draw: {competition.title}",
        about="The number comes at this time, and with it the winners. Nothing for you to do.",
        url=instance.address(f"/c/{competition.slug}/draw"),
        made=now,
    )


def public_calendar(session: Session, slug: str, *, instance: Instance) -> bytes:
    """For whoever looks at the page; raises RuleError `unknown`."""
    return calendar(facts.public(session, slug), instance=instance, now=instance.clock(session))


def attachments(
    competition: Competition, ticket: str, *, instance: Instance, now: datetime
) -> tuple[Attachment, ...]:
    """As files of the receipt's letter."""
    picture = qr.png(lookup_address(competition, ticket, instance=instance))
    return (
        Attachment("ticket.png", "image/png", picture),
        Attachment("draw.ics", calendar_file.TYPE, calendar(competition, instance=instance, now=now)),
    )
