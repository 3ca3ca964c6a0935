"""An award, one ticket's hold on one prize unit: what falls due when, and what is the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from competition.draw.awards import DECLINED, NO_REPLY

DAY = timedelta(days=1)
LEAST_ATTEMPTS = 2
"""As the log's machine has it (§8): nobody lapses who was written to only once."""

TELL_WITHIN = DAY
ASK_AFTER = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=14)

_USUAL_DAYS, _USUAL_REMINDERS = 28, (3, 7, 14, 21)


class AwardState(StrEnum):
    """`drawn -> notified -> claimed -> dispatched -> received`; each of the other four ends the hold."""

    DRAWN = "drawn"
    NOTIFIED = "notified"
    CLAIMED = "claimed"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    LAPSED = "lapsed"
    DECLINED = "declined"
    INELIGIBLE = "ineligible"
    UNDELIVERABLE = "undeliverable"


ENDED = frozenset({AwardState.LAPSED, AwardState.DECLINED, AwardState.INELIGIBLE, AwardState.UNDELIVERABLE})
CLAIMABLE = frozenset({AwardState.DRAWN, AwardState.NOTIFIED})
_EXITS = {
    NO_REPLY: AwardState.LAPSED,
    DECLINED: AwardState.DECLINED,
    "undeliverable": AwardState.UNDELIVERABLE,
}


def exit_state(reason: str) -> AwardState:
    """Return the state in which a hold ends for a vacancy reason; the promoter's own codes are ineligible."""
    return _EXITS.get(reason, AwardState.INELIGIBLE)


class Act(StrEnum):
    """The next step. The first five are the clock's, the others a person's."""

    NOTIFY = "notify"
    REMIND = "remind"
    FINAL_NOTICE = "final_notice"
    LAPSE = "lapse"
    ASK = "ask"
    SEND = "send"
    COLLECT = "collect"
    CHASE = "chase"


BY_CLOCK = frozenset({Act.NOTIFY, Act.REMIND, Act.FINAL_NOTICE, Act.LAPSE, Act.ASK})


@dataclass(frozen=True, slots=True)
class Next:
    """A step and when it is due; `step` numbers the notices of the plan, from 0."""

    act: Act
    at: datetime
    step: int | None = None

    @property
    def by_clock(self) -> bool:
        return self.act in BY_CLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of an award. `notices` holds when each step of the plan was taken."""

    state: AwardState
    claim_days: int
    held_at: datetime
    notices: Mapping[int, datetime]
    claimed_at: datetime | None = None
    dispatched_at: datetime | None = None
    asked_at: datetime | None = None
    digital: bool = False
    delivery_days: int = 30

    @property
    def send_by(self) -> datetime | None:
        """Until when a claimed prize is sent, as the terms promise."""
        return self.claimed_at + self.delivery_days * DAY if self.claimed_at else None

    @property
    def claim_by(self) -> datetime | None:
        """The last second of the claim time; it has no end before the first notice (§8)."""
        return claim_by(min(self.notices.values()), self.claim_days) if self.notices else None


def claim_by(first_notice: datetime, claim_days: int) -> datetime:
    """Return the last second in which a prize can be claimed: so many times 86,400 seconds later (§3).

    Counted in seconds, so that neither a leap day nor a change of the clocks makes it longer or shorter.
    """
    return first_notice.replace(microsecond=0) + claim_days * DAY


def plan(claim_days: int) -> tuple[timedelta, ...]:
    """Return when a winner is written to, counted from the first notice: step 0, reminders, final notice.

    Days 3, 7, 14, 21 and 27 of 28, and as much of any other time in whole days. The final notice leaves a
    day, half of it where there is only one. No two come on one day.
    """
    final = claim_days * DAY - last_call(claim_days)
    reminders = [usual * claim_days // _USUAL_DAYS * DAY for usual in _USUAL_REMINDERS]
    # Scaled down they come together on day 0 only, which is that of the first notice.
    return (timedelta(), *(offset for offset in reminders if DAY <= offset <= final - DAY), final)


def last_call(claim_days: int) -> timedelta:
    """Return how long a winner has after the final notice."""
    return DAY if claim_days > 1 else DAY / 2


def upcoming(facts: Facts, now: datetime) -> Next | None:
    """Return the next step and when it is due; None where nothing more is to be done."""
    match facts.state:
        case AwardState.DRAWN:
            return Next(Act.NOTIFY, facts.held_at, 0)
        case AwardState.NOTIFIED:
            return _next_notice(facts, now) or _lapse(facts)
        case AwardState.CLAIMED:
            return _send(facts)
        case AwardState.DISPATCHED:
            return _ask(facts)
    return None


def _next_notice(facts: Facts, now: datetime) -> Next | None:
    """The first step that is still to come; of several that were missed only the last: nobody gets three."""
    first, steps = min(facts.notices.values()), plan(facts.claim_days)
    last = len(steps) - 1
    left = [(step, first + steps[step]) for step in range(max(facts.notices) + 1, len(steps))]
    missed = [one for one in left if one[1] <= now]
    if not left:
        return None
    step, at = missed[-1] if missed else left[0]
    return Next(Act.FINAL_NOTICE if step == last else Act.REMIND, at, step)


def _lapse(facts: Facts) -> Next:
    """The claim time is over in the second behind its last one, and a late final notice leaves its time."""
    ends = claim_by(min(facts.notices.values()), facts.claim_days) + timedelta(seconds=1)
    return Next(Act.LAPSE, max(ends, max(facts.notices.values()) + last_call(facts.claim_days)))


def _send(facts: Facts) -> Next:
    return Next(Act.COLLECT if facts.digital else Act.SEND, facts.send_by or facts.held_at)


def _ask(facts: Facts) -> Next:
    if facts.asked_at:
        return Next(Act.CHASE, facts.asked_at + ANSWER_WITHIN)
    return Next(Act.ASK, (facts.dispatched_at or facts.held_at) + ASK_AFTER)


def may_lapse(facts: Facts, now: datetime) -> bool:
    """Whether a silent winner's hold may end: claim time over, and written to at least twice (§8)."""
    over = facts.claim_by is not None and now >= facts.claim_by + timedelta(seconds=1)
    return facts.state is AwardState.NOTIFIED and over and len(facts.notices) >= LEAST_ATTEMPTS


def overdue(facts: Facts, now: datetime) -> Next | None:
    """Return what the promoter owes and has not done in time; this is shown in public."""
    if facts.state is AwardState.DRAWN:
        late = Next(Act.NOTIFY, facts.held_at + TELL_WITHIN, 0)
    elif facts.state is AwardState.CLAIMED and not facts.digital:
        late = _send(facts)
    else:
        return None
    return late if now > late.at else None
