"""Damage to what the manifest promises: beacon, fallback, keys, witnesses, and that it is in force (§3)."""

import base64
from typing import Any

from tests.draw.cases_manifest import FORM, SENSE, inner, shifted
from tests.draw.damage import Case, Change, Table, manifest, manifest_file
from tests.record_pieces import digest, public_key, vkey, vkey_of
from tests.records import Draft
from tests.stories import LOTTERY, QUICKNET, chained, event, fallback, quicknet, rehearsal, waiting


def beacons() -> list[Case]:
    def beacon(**members: Any) -> Change:
        return inner("beacon", lambda value: value.update(members))

    drand = Table(quicknet, 2, "manifest.json")
    form = Table(quicknet, 1, "manifest.json")
    other = digest("a chain of one's own")
    return [
        FORM.failed("the beacon is of an unknown kind", beacon(kind="dice")),
        FORM.failed("the beacon is a text", manifest_file(beacon="event")),
        FORM.failed("the event has 63 bits", beacon(bits=63)),
        FORM.failed("the event's id is empty", beacon(id="")),
        FORM.failed("the event's id has 65 characters", beacon(id="a" * 65)),
        FORM.failed("the event's id has an upper-case letter", beacon(id="Lotto-a")),
        FORM.failed("the event has no description", beacon(description="")),
        FORM.failed("the event has a date", beacon(date="soon")),
        Table(rehearsal, 1, "manifest.json").failed("the rehearsal has a value", beacon(value="x")),
        form.failed("the drand beacon has a beacon id", beacon(beacon_id="quicknet")),
        form.failed("the drand beacon lacks its key", inner("beacon", lambda value: value.pop("public_key"))),
        *(
            form.failed(f"the drand {key} is {value!r}", beacon(**{key: value}))
            for key, value in (
                ("genesis", True),
                ("genesis", "0"),
                ("period", True),
                ("scheme", 1),
                ("scheme", ""),
                ("public_key", 1),
            )
        ),
        form.failed("the drand period is 0", beacon(period=0)),
        form.failed("the drand round is 0", beacon(round=0)),
        form.failed("the drand round is a text", beacon(round="12040883")),
        form.failed("the drand key is in upper case", beacon(public_key=QUICKNET["public_key"].upper())),
        form.failed("the drand chain hash is short", beacon(chain_hash="52db")),
        drand.failed("the drand round is one after the first", beacon(round=12040884)),
        drand.failed("the drand round is the chain's first", beacon(round=1)),
        drand.failed("the drand round is one before draw_at", beacon(round=12040882)),
        Table(quicknet).fine("draw_at is two seconds before its round", shifted("draw_at", "draw_at", -2)),
        drand.failed("draw_at is a second after its round", shifted("draw_at", "draw_at", 1)),
        drand.failed("draw_at is three seconds before the round", shifted("draw_at", "draw_at", -3)),
        drand.failed("a known chain has another scheme", beacon(scheme="pedersen-bls-chained")),
        drand.failed("a known chain has another key", beacon(public_key="83" * 96)),
        drand.failed(
            "a known chain has another genesis",
            manifest_chain(genesis=QUICKNET["genesis"] + 3, round=QUICKNET["round"] - 1),
        ),
        drand.failed(
            "a known chain has another period", manifest_chain(period=1, round=QUICKNET["round"] * 3 - 2)
        ),
        Table(chained, 2, "manifest.json").failed(
            "the chained chain has the other's scheme", beacon(scheme=QUICKNET["scheme"])
        ),
        Table(quicknet).unchecked("the chain is unknown", own_chain(other), step=5),
        Table(quicknet, 9, "checkpoint.note").failed(
            "the chain is unknown, and the log's signature is wrong",
            own_chain(other),
            lambda d: d.signers.update({"checkpoint.note": "service 3"}),
        ),
        Table(quicknet, 2).failed(
            "the chain is unknown, and its round is not the first", own_chain(other), manifest_chain(round=7)
        ),
        Table(fallback).unchecked("the fallback of an unknown chain was used", own_chain(other), step=5),
        Table(quicknet).unchecked(
            "a draw by an unknown chain was voided before it was drawn",
            own_chain(other),
            lambda d: d.cut("drawn"),
            lambda d: d.notices.append("Off.\n"),
            lambda d: d.say(d.time("draw_at"), "voided draw=1 reason=off notice={notice0}"),
            step=5,
        ),
        FORM.failed("the fallback is a rehearsal", manifest_file(fallback={"kind": "rehearsal"})),
        FORM.failed("the fallback is of another kind", manifest_file(fallback={**LOTTERY, "kind": "dice"})),
        SENSE.failed("an event has a fallback", manifest(fallback=dict(LOTTERY))),
        Table(rehearsal, 2).failed("a rehearsal has a fallback", manifest(fallback=dict(LOTTERY))),
        Table(fallback, 1).failed(
            "the fallback has 63 bits", inner("fallback", lambda value: value.update(bits=63))
        ),
    ]


def manifest_chain(**members: Any) -> Change:
    """Other values of the chain, of which the rest of the record knows."""
    return lambda draft: draft.manifest["beacon"].update(members)


def own_chain(other: str) -> Change:
    def change(draft: Draft) -> None:
        draft.manifest["beacon"]["chain_hash"] = other
        if draft.beacon["kind"] == "drand":
            draft.beacon["chain_hash"] = other

    return change


def keys() -> list[Case]:
    weak = {
        "of small order": (1).to_bytes(32, "little"),
        "of small order, all zero": bytes(32),
        "not canonical": (2**255 - 19 + 3).to_bytes(32, "little"),
        "off the curve": (2).to_bytes(32, "little"),
    }
    long = base64.b64encode(b"\x01" + public_key("service 1") + b"x").decode()
    broken = {
        "without its id": vkey("service 1").replace("+17219c61", ""),
        "under another id": vkey("service 1").replace("17219c61", "17219c62"),
        "with an id in upper case": vkey("service 1").replace("17219c61", "17219C61"),
        "of 33 bytes": f"cinema.example/draws+17219c61+{long}",
        "of the witnesses' type": vkey("service 1", kind=4),
        "with a name in upper case": vkey_of(public_key("service 1"), "Cinema.example/draws"),
        "with a name like a scheme": vkey_of(public_key("service 1"), "https://cinema.example/draws"),
        "with a space in its name": vkey_of(public_key("service 1"), "cinema example"),
        "without a name": vkey_of(public_key("service 1"), ""),
        "with base64 that is not its own": vkey("service 1")[:-1] + "=",
    }
    cases = [
        FORM.failed(f"the service's key is {says}", manifest_file(verifier_keys=[vkey_of(key)]))
        for says, key in weak.items()
    ]
    cases += [
        FORM.failed(f"the service's key is one {says}", manifest_file(verifier_keys=[key]))
        for says, key in broken.items()
    ]
    town = vkey("town-gazette")
    return [
        *cases,
        FORM.failed("a witness has an ordinary key", manifest_file(witnesses=[vkey("service 2")])),
        *(
            FORM.failed(
                f"a witness is named {name!r}",
                manifest_file(witnesses=[vkey_of(public_key("town-gazette"), name, 4)]),
            )
            for name in ("", "the gazette", "the\u00a0gazette")
        ),
        FORM.failed("a witness's key is weak", manifest_file(witnesses=[vkey_of(bytes(32), "w.example", 4)])),
        Table().fine(
            "a witness has a name of its own form",
            manifest_file(witnesses=[vkey_of(public_key("town-gazette"), "The.Gazette", 4)]),
        ),
        FORM.failed("there is no key", manifest_file(verifier_keys=[])),
        SENSE.failed(
            "two keys have two names",
            manifest_file(verifier_keys=[vkey("service 1"), vkey("service 2", "x.example")]),
        ),
        Table().fine(
            "there are two keys, and the first signs",
            manifest_file(verifier_keys=[vkey("service 1"), vkey("service 2")]),
        ),
        Table().fine(
            "there are two keys, and the second signs",
            manifest_file(verifier_keys=[vkey("service 2"), vkey("service 1")]),
        ),
        SENSE.failed(
            "the quorum is larger than the number of witnesses",
            manifest_file(witnesses=[town], witness_quorum=2),
        ),
        Table().fine(
            "the quorum is all witnesses",
            manifest_file(witnesses=[town], witness_quorum=1),
            level="self-consistent",
        ),
        Table(step=2, file="manifest.json").failed(
            "the manifest names a previous one that the log does not", manifest(previous=digest("x"))
        ),
    ]


def force() -> list[Case]:
    other = digest("another manifest")
    return [
        SENSE.failed("the log opened another manifest", lambda d: d.reword("opened", "{manifest}", other)),
        Table(step=2, file="manifest.json").failed(
            "the log amended to another manifest",
            lambda d: d.notices.append("x\n"),
            lambda d: d.insert(
                "count issued=5", f"amended manifest={other} previous={{manifest}} notice={{notice0}}"
            ),
        ),
        Table(waiting, 2, "manifest.json").failed(
            "a record that was not drawn has another manifest",
            lambda d: d.reword("opened", "{manifest}", other),
        ),
        Table(event, 2, "rules.txt").failed(
            "the manifest fixes other rules", manifest(rules_sha256=digest("other rules\n"))
        ),
    ]


CASES = [*beacons(), *keys(), *force()]
