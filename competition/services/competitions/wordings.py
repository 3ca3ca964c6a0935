"""What a competition's page says in sentences: its conditions, and what happens to the details."""

from competition.rules import wording
from competition.rules.description import Description
from competition.rules.notice import notice
from competition.rules.timetable import Timetable
from competition.services import facts
from competition.services.instance import Instance
from competition.services.views import FactView


def conditions(described: Description, timetable: Timetable) -> tuple[FactView, ...]:
    until = wording.moment(timetable.confirm_by, described.time_zone)
    return (
        FactView("Who", who(described)),
        FactView("Entries", f"One per person. Confirm by e-mail until {until}."),
        FactView("Prizes", prizes(described)),
        FactView("Winners", winners(described)),
    )


def who(described: Description) -> str:
    age = f" aged {described.min_age} or over" if described.min_age else ""
    home = f" living in {described.home}" if described.home else ""
    rest = " The form lists what else you declare." if described.eligibility else ""
    return f"Anyone{age}{home}.{rest}"


def prizes(described: Description) -> str:
    count = described.prize_units
    units = f"{wording.number_word(count).capitalize()} {'prize' if count == 1 else 'prizes'}"
    shared = {"none": "one per ticket", "person": "one per person", "household": "one per household"}
    return f"{units}, {shared[described.group_rule]}. {cash(described)}"


def cash(described: Description) -> str:
    instead = described.cash_alternative.rstrip(".")
    return f"Or, instead of the prize: {instead}." if instead else "No cash alternative."


def winners(described: Description) -> str:
    days = wording.plural(described.claim_days, "day")
    sent = wording.plural(described.delivery_days, "day")
    return f"Told by e-mail within a day, with {days} to claim. Prizes are sent within {sent} of the claim."


def rating_note(described: Description) -> str:
    if not described.age_rating:
        return ""
    return f"Age rating {described.age_rating}. You must be {described.min_age} or over to enter."


def privacy(described: Description, instance: Instance) -> tuple[FactView, ...]:
    """The notice at collection."""
    promoter, complaints = facts.promoter(described, instance), instance.address("/complaints")
    found = notice(described, promoter, complaints=complaints)
    return tuple(FactView(term, text) for term, text in found)
