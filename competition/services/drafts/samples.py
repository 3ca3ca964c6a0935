"""Invented facts for the preview of each letter: tickets, ranks and reasons of nobody."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from competition.draw.tickets import short
from competition.rules.amending import REASONS, differences
from competition.services import facts
from competition.services.awards.letters import Winning, printed
from competition.store.models import Competition

TICKET, _OTHER = "6f1d09ab44c2" + "0" * 52, "8a0e30ab9cbd" + "0" * 52
_ROOT = "0123456789abcdef" * 4
LETTERS: Mapping[str, str] = {
    "confirm": "Confirm your entry",
    "receipt": "You are in the draw",
    "already_entered": "You have entered already",
    "marketing_confirm": "May we write to you?",
    "withdrawn": "You have withdrawn",
    "excluded": "Your ticket was left out",
    "appeal_decided": "Your appeal was decided",
    "date_changed": "A date has changed",
    "list_frozen": "The list is frozen",
    "result": "The result",
    "voided": "The draw was called off",
    "won": "You have won",
    "promoted": "You have won, as a reserve",
    "reminder": "Your prize still waits",
    "final_notice": "Last message about your prize",
    "claim_received": "Your claim has come",
    "dispatched": "Your prize is on its way",
    "has_it_come": "Has it come?",
    "lapsed": "The prize has passed on",
}
"""Every letter to entrants that a draft can show, in the order in which they may come."""


def _moved(row: Competition) -> dict[str, Any]:
    before = facts.timetable(row)
    after = replace(before, closes=before.closes + timedelta(hours=1))
    return {
        "moved": tuple(differences(before, after, zone=row.time_zone)),
        "reason": REASONS["unfair_otherwise"],
        "draw_at": row.draw_at,
        "terms": f"https://{row.identity}/terms/2",
    }


def _frozen(row: Competition) -> dict[str, Any]:
    return {
        "tickets": 1204,
        "root": _ROOT,
        "draw": 1,
        "frozen_at": row.freeze_by,
        "draw_at": row.draw_at,
        "round": 31828612,
        "reason": "",
    }


def _result(row: Competition) -> dict[str, Any]:
    return {
        "outcome": "none",
        "rank": 964,
        "tickets": 1204,
        "winners": (short(_OTHER),),
        "level": "self-consistent",
        "drawn_at": row.draw_at,
    }


def _winning(row: Competition, **of_whom: Any) -> dict[str, Any]:
    described, page = facts.description(row), f"https://{row.identity}/claim"
    won = Winning(
        prize=described.prizes[0].title,
        rank=1,
        of=1204,
        reserve=None,
        digital=False,
        rehearsal=False,
        check_code=printed("W7Q4M2KX"),
        claim_by=row.draw_at + timedelta(days=described.claim_days),
        claim_link=page,
        decline_link=f"{page}/decline",
        real_page=f"https://{row.identity}/real",
    )
    return {"award": replace(won, **of_whom)}


SAID: Mapping[str, Callable[[Competition], dict[str, Any]]] = {
    "confirm": lambda _row: {"code": "030904"},
    "already_entered": lambda _row: {"state": "confirmed"},
    "marketing_confirm": lambda row: {
        "wording": facts.description(row).marketing or "Write to me now and then.",
        "asked_at": row.opens,
        "marketing_link": f"https://{row.identity}/marketing",
        "stop_link": f"https://{row.identity}/unsubscribe",
    },
    "excluded": lambda row: {
        "reason": "duplicate",
        "at": row.opens,
        "appeal_link": f"https://{row.identity}/appeal",
        "appeal_until": row.freeze_by,
    },
    "appeal_decided": lambda _row: {"granted": True, "reason": "duplicate"},
    "date_changed": _moved,
    "list_frozen": _frozen,
    "result": _result,
    "voided": lambda row: {"at": row.closes, "reason": "The prize was lost in a fire."},
    "won": _winning,
    "promoted": lambda row: _winning(row, rank=4, reserve=1),
    "reminder": _winning,
    "final_notice": _winning,
    "claim_received": lambda row: {**_winning(row), "send_by": row.draw_at + timedelta(days=30)},
    "dispatched": lambda row: {**_winning(row), "carrier": "Royal Mail", "tracking": "AB 1"},
    "has_it_come": _winning,
    "lapsed": lambda row: {**_winning(row), "reason": "no_reply"},
}
"""What a letter says beyond its competition; the others say nothing more."""
