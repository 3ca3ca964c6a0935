"""Damage to the value: events, drand rounds, fallbacks (§7)."""

from typing import Any

from tests.draw.cases_lists import said
from tests.draw.damage import (
    Case,
    Change,
    Table,
    rewritten,
)
from tests.record_pieces import DAY, digest, drand
from tests.records import Draft
from tests.stories import (
    QUICKNET_AT,
    chained,
    event,
    fallback,
    quicknet,
    rehearsal,
)


def value(**members: Any) -> Change:
    return lambda draft: draft.beacon.update(members)


def typed(text: str) -> Change:
    return value(value=text)


def event_values() -> list[Case]:
    form = Table(step=1, file="beacon.json")
    wrong = (
        "",
        "7",
        "7.",
        "7./8",
        "7.8.11/",
        "7.8.11./.",
        "/",
        "7.8./ 9./",
        "07.8./",
        "8.7./",
        "-7./",
        "7..8./",
        *("٧./", "7.8./9.8./", f"{2**53}./", "7,8./", "7.8./\n"),
    )
    fine = ("0./", "7./", "7.7./", f"{2**53 - 1}./", "1.2./3./0.0.0./")
    return [
        *(Table(step=1).failed(f"the event's value is {text!r}", typed(text)) for text in wrong),
        *(Table().fine(f"the event's value is {text!r}", typed(text)) for text in fine),
        form.failed("one person typed the value twice", value(typed_by=["vicar", "vicar"])),
        form.failed("one person alone typed the value", value(typed_by=["vicar"])),
        form.failed("three people typed the value", value(typed_by=["vicar", "sexton", "organist"])),
        Table(step=1).failed("a person is named in full", value(typed_by=["vicar", "Jane Doe"])),
        form.failed("typed_by is a text", value(typed_by="vicar"), marks("vicar")),
        form.failed("the value is of no kind", rewritten("beacon.json", lambda v: v.update(kind="dice"))),
        form.failed("the value has no id", rewritten("beacon.json", lambda v: v.pop("id"))),
        Table(step=5, file="beacon.json").failed("the value is of another event", value(id="lotto-b")),
        Table(step=5, file="beacon.json").failed(
            "an event was answered by a rehearsal", value(kind="rehearsal", value="a" * 64), only_value
        ),
        Table(step=5, file="beacon.json").failed(
            "an event was answered by a drand round", lambda d: setattr(d, "beacon", drand("quicknet", 1000))
        ),
        Table(rehearsal, 5, "beacon.json").failed(
            "a rehearsal was answered by an event", lambda d: setattr(d, "beacon", event().beacon)
        ),
        Table(rehearsal, 1, "beacon.json").failed(
            "a rehearsal's value has upper-case digits", value(value="A" * 64)
        ),
        Table(rehearsal, 1, "beacon.json").failed("a rehearsal's value is short", value(value="a" * 63)),
        Table(rehearsal).fine("a rehearsal has another value", value(value="a" * 64), level="rehearsal"),
    ]


def marks(text: str) -> Change:
    return lambda draft: draft.reword("drawn", "{signature}", text)


def only_value(draft: Draft) -> None:
    for key in ("id", "typed_by"):
        draft.beacon.pop(key)


def drand_values() -> list[Case]:
    table, form = Table(quicknet, 5, "beacon.json"), Table(quicknet, 1, "beacon.json")
    signature = drand("quicknet", 12040883)["signature"]
    infinity = "c0" + "00" * 47
    linked = drand("default", 3311596)
    return [
        table.failed(
            "a bit of the signature is flipped",
            value(signature=f"{signature[:-1]}{int(signature[-1], 16) ^ 1:x}"),
        ),
        table.failed(
            "the signature is that of another round", value(signature=drand("quicknet", 1000)["signature"])
        ),
        table.failed("the value is of another round", value(**drand("quicknet", 1000))),
        table.failed("the value gives another round number", value(round=12040884)),
        table.failed("the value is of another chain", value(chain_hash=linked["chain_hash"])),
        table.failed("the signature is the point at infinity", value(signature=infinity)),
        table.failed("the signature is cut short", value(signature=signature[:-2])),
        table.failed("the signature is followed by zeros", value(signature=signature + "00")),
        table.failed("an unchained value has a previous signature", value(previous_signature="ab" * 48)),
        form.failed("the signature is in upper case", value(signature=signature.upper())),
        form.failed(
            "the signature has an odd digit",
            rewritten("beacon.json", lambda v: v.update(signature=v["signature"][:-1])),
        ),
        form.failed("the signature is empty", value(signature="")),
        form.failed("the value carries the randomness", value(randomness=digest(bytes.fromhex(signature)))),
        form.failed("the round is a text", value(round="12040883")),
        Table(chained, 5, "beacon.json").failed(
            "a chained value lacks its previous signature", lambda d: d.beacon.pop("previous_signature")
        ),
        Table(chained, 5, "beacon.json").failed(
            "a chained value has another previous signature", value(previous_signature="ab" * 96)
        ),
        Table(chained, 1, "beacon.json").failed(
            "a chained value has an empty previous signature", value(previous_signature="")
        ),
        Table(event, 5, "beacon.json").failed(
            "a drand draw without a fallback was answered by an event",
            lambda d: d.manifest.update(event().manifest | {"beacon": quicknet().manifest["beacon"]}),
            lambda d: d.manifest.update({key: quicknet().manifest[key] for key in TIMES}),
            as_quicknet,
        ),
    ]


TIMES = ("opens", "closes", "confirm_by", "freeze_by", "draw_at")


def as_quicknet(draft: Draft) -> None:
    fresh = quicknet()
    fresh.move("drawn", QUICKNET_AT + 7 * DAY)
    draft.log = fresh.log


def fallbacks() -> list[Case]:
    table = Table(fallback, 8, "log.txt")
    return [
        Table(fallback).fine("the fallback was used after exactly seven days", outcome="drawn"),
        table.failed(
            "the fallback was used a second before seven days",
            lambda d: d.move("drawn", QUICKNET_AT + 7 * DAY - 1),
        ),
        Table(fallback, 5, "beacon.json").failed(
            "another event than the fallback was used", value(id="lotto-b")
        ),
        Table(fallback, 3, "freeze.note").failed(
            "the freeze line was changed to the fallback", said(beacon="event lotto-a")
        ),
        Table(fallback, 1, "beacon.json").failed(
            "one person alone typed the fallback", value(typed_by=["vicar", "vicar"])
        ),
        Table(fallback).fine(
            "the fallback stood ready and was not needed",
            lambda d: setattr(d, "beacon", drand("quicknet", 12040883)),
            lambda d: d.move("drawn", QUICKNET_AT),
        ),
    ]


CASES = [*event_values(), *drand_values(), *fallbacks()]
