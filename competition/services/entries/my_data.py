"""The page on which an entrant sees all that is stored, and the file of it to take away."""

import json

from sqlalchemy.orm import Session

from competition.rules.entering import PUBLICATION
from competition.services import personal
from competition.services.entries.holding import entry_of, view_of
from competition.services.instance import Instance
from competition.services.views import ChoiceView, MyDataView
from competition.store import competitions


def my_data(session: Session, token: str, *, instance: Instance) -> MyDataView:
    entry = entry_of(session, token, instance)
    competition = competitions.by_id(session, entry.competition_id)
    return MyDataView(
        entry=view_of(session, entry, instance),
        person=personal.of_entry(session, competition, entry),
        choices=tuple(ChoiceView(value, label) for value, label in PUBLICATION.items()),
    )


def my_data_file(session: Session, token: str, *, instance: Instance) -> bytes:
    """All of it as JSON."""
    entry = entry_of(session, token, instance)
    competition = competitions.by_id(session, entry.competition_id)
    data = personal.as_data(session, competition, entry, instance=instance)
    return (json.dumps(data, indent=1, ensure_ascii=False) + "\n").encode("utf-8")
