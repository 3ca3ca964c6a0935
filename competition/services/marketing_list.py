"""The list of those who may be sent advertising, apart from all entries, for the program that sends it."""

import csv
import io

from sqlalchemy.orm import Session

from competition.rules import spreadsheets
from competition.rules.wording import machine
from competition.services import facts
from competition.services.instance import Instance
from competition.services.marketing import unsubscribe_address
from competition.store import competitions, consents
from competition.store.models import Consent

COLUMNS = ("address", "wording", "page", "ticked", "confirmed", "unsubscribe")


def export(session: Session, slug: str, *, instance: Instance, actor: str) -> tuple[bytes, int]:
    """The confirmed consents of a competition as CSV, and how many. Recorded with the count.

    Whoever is not in it has not confirmed, or has stopped: a new export replaces the one before.
    """
    competition = competitions.by_slug(session, slug)
    if competition is None:
        raise facts.unknown()
    rows = consents.confirmed(session, competition.id)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    table.writerows(spreadsheets.row(_cells(row, instance)) for row in rows)
    at = instance.clock(session)
    facts.record(session, "marketing_exported", competition, at=at, actor=actor, details={"count": len(rows)})
    return written.getvalue().encode("utf-8"), len(rows)


def _cells(row: Consent, instance: Instance) -> list[str]:
    confirmed = machine(row.confirmed_at) if row.confirmed_at else ""
    stop_at = unsubscribe_address(row, instance)
    return [row.address, row.wording, instance.address(row.page), machine(row.asked_at), confirmed, stop_at]
