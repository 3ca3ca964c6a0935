"""Damage to the manifest: every key of §3, missing, of another type, and on both sides of its limits."""

import base64
from typing import Any

from tests.draw.damage import Case, Change, Table, manifest, manifest_file, rewritten
from tests.record_pieces import DAY, digest, public_key, vkey, vkey_of, written
from tests.records import Draft
from tests.stories import LOTTERY, QUICKNET, chained, event, fallback, manifest as plan, quicknet, rehearsal, waiting

FORM = Table(step=1, file="manifest.json")
SENSE = Table(step=2, file="manifest.json")
KEYS = sorted(plan(0, LOTTERY)) + ["rules_sha256"]


def shapes() -> list[Case]:
    cases = [FORM.failed(f"{key} is missing", dropped(key)) for key in KEYS]
    cases += [
        FORM.failed(f"{key} is {value!r}", manifest_file(**{key: value}))
        for key in KEYS
        for value in ([], {}, 7 if key not in NUMBERS else "7", True, None)
        if not (value is None and key in ("fallback", "previous"))
        and not (value == [] and key in ("witnesses", "exclusion_reasons", "vacancy_reasons"))
    ]
    return cases


NUMBERS = {"min_gap_seconds", "reserves", "claim_days", "witness_quorum"}


def dropped(key: str) -> Change:
    return rewritten("manifest.json", lambda value: value.pop(key))


def inner(key: str, change: Any) -> Change:
    """Change the object or list that stands under a key."""
    return rewritten("manifest.json", lambda value: change(value[key]))


def values() -> list[Case]:
    texts = ("", "two\nlines", "a\ttab", "nul\0", "c1 \x85", "del \x7f")
    cases = [FORM.failed(f"the title is {text!r}", manifest_file(title=text)) for text in texts]
    cases += [FORM.failed(f"the promoter's name is {t!r}", inner("promoter", lambda p, t=t: p.update(name=t))) for t in texts[:2]]
    cases += [FORM.failed(f"a prize's title is {t!r}", inner("prizes", lambda p, t=t: p[0].update(title=t))) for t in texts[:2]]
    cases += [
        FORM.failed(f"the competition is {name!r}", manifest_file(competition=name))
        for name in ("", "Cinema.example/x", "https://cinema.example/x", "cinema.example/x/", "cinema.example/ä", "a" * 129, "a b", "a:/b", "/a")
    ]
    cases += [
        Table().fine(f"the competition is {name[:20]!r}", manifest(competition=name), refresh)
        for name in ("a" * 128, "localhost:8080/x/_y.z", "x")
    ]
    cases += [
        FORM.failed("the promoter has a telephone", inner("promoter", lambda p: p.update(phone="1"))),
        FORM.failed("the promoter has no address", inner("promoter", lambda p: p.pop("address"))),
        FORM.failed("the digest of the rules is in upper case", manifest_file(rules_sha256="A" * 64)),
        FORM.failed("the digest of the rules is short", manifest_file(rules_sha256="a" * 63)),
        FORM.failed("there are no prizes", manifest_file(prizes=[])),
        FORM.failed("a prize has quantity 0", inner("prizes", lambda p: p[0].update(quantity=0))),
        FORM.failed("a prize has a value", inner("prizes", lambda p: p[0].update(value=1))),
        FORM.failed("a prize has no title", inner("prizes", lambda p: p[0].pop("title"))),
        FORM.failed("claim_days is 0", manifest_file(claim_days=0)),
        FORM.failed("the group rule is unknown", manifest_file(group_rule="family")),
        FORM.failed("an exclusion reason is no code", manifest_file(exclusion_reasons=["duplicate", "Not nice"])),
        FORM.failed("an exclusion reason stands twice", manifest_file(exclusion_reasons=["duplicate", "duplicate"])),
        FORM.failed("a vacancy reason stands twice", manifest_file(vacancy_reasons=["declined", "declined"])),
        FORM.failed("a reason has 33 characters", manifest_file(vacancy_reasons=["a" * 33])),
        Table().fine("a reason has 32 characters", manifest_file(vacancy_reasons=["a" * 32])),
        Table().fine("there are no vacancy reasons", manifest_file(vacancy_reasons=[])),
        FORM.failed("a time is no real second", manifest_file(opens="2026-02-30T00:00:00Z")),
        FORM.failed("a time has a fraction", manifest_file(opens="2026-09-01T18:00:00.0Z")),
        FORM.failed("previous is no digest", manifest_file(previous="first")),
        FORM.failed("the format is not named as a text", manifest_file(format=1)),
        Table().unchecked("the format is the next", manifest_file(format="prizedraw-manifest/2"), step=2, file="manifest.json"),
        Table().unchecked("the format is the next, with other keys", rewritten("manifest.json", as_the_next), step=2),
        Table().unchecked("the folding rule is the next", manifest_file(folding="email-folding/2"), step=2, file="manifest.json"),
        Table(step=6, file="seed.txt").failed(
            "the format is the next, and the seed is wrong",
            manifest_file(format="prizedraw-manifest/2"),
            lambda d: d.damages.append(lambda files: files.update({"seed.txt": b"seed\n"})),
        ),
        Table(step=9, file="checkpoint.note").failed(
            "the folding rule is the next, and the log's signature is wrong",
            manifest_file(folding="email-folding/2"),
            lambda d: d.signers.update({"checkpoint.note": "service 3"}),
        ),
    ]
    return cases


def as_the_next(value: dict[str, Any]) -> None:
    value.update(format="prizedraw-manifest/2", colour="blue")


def refresh(draft: Draft) -> None:
    """Tickets are made for a competition by name."""
    draft.excluded = [f"{draft.opening(8)[2]} duplicate"]
    draft.enter()


def shifted(key: str, other: str, by: int) -> Change:
    """Set a time to another one and some seconds."""
    return lambda draft: draft.manifest.update({key: written(draft.time(other) + by)})


def times() -> list[Case]:
    def gap(seconds: int) -> Change:
        return lambda draft: draft.manifest.update(min_gap_seconds=seconds)

    near = (shifted("freeze_by", "draw_at", -900), gap(900))
    practice = Table(rehearsal)
    return [
        SENSE.failed("closes is at opens", shifted("closes", "opens", 0)),
        SENSE.failed("confirm_by is at closes", shifted("confirm_by", "closes", 0)),
        SENSE.failed("freeze_by is before confirm_by", shifted("freeze_by", "confirm_by", -1)),
        Table().fine("freeze_by is at confirm_by", shifted("freeze_by", "confirm_by", 0), frozen_at("freeze_by", 0)),
        SENSE.failed("draw_at is before freeze_by", shifted("freeze_by", "draw_at", 1)),
        SENSE.failed("freeze_by is a second less than the gap before draw_at", shifted("freeze_by", "draw_at", 1 - DAY)),
        Table().fine("freeze_by is exactly the gap before draw_at", shifted("freeze_by", "draw_at", -DAY)),
        SENSE.failed("the gap is 899 seconds", near[0], gap(899)),
        Table().fine("the gap is 900 seconds", *near),
        practice.fine("a rehearsal has no gap", shifted("freeze_by", "draw_at", -1), gap(0)),
        Table(rehearsal, 2).failed("a rehearsal draws when it freezes", shifted("freeze_by", "draw_at", 0), gap(0)),
        Table(rehearsal, 2).failed("a rehearsal breaks the gap it names", gap(40 * 3600)),
    ]


def frozen_at(key: str, by: int) -> Change:
    return lambda draft: draft.move("frozen", draft.time(key) + by)


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
        form.failed("the drand period is 0", beacon(period=0)),
        form.failed("the drand round is 0", beacon(round=0)),
        form.failed("the drand round is a text", beacon(round="12040883")),
        form.failed("the drand key is in upper case", beacon(public_key=QUICKNET["public_key"].upper())),
        form.failed("the drand chain hash is short", beacon(chain_hash="52db")),
        drand.failed("the drand round is one after the first", beacon(round=12040884)),
        drand.failed("the drand round is one before draw_at", beacon(round=12040882)),
        Table(quicknet).fine("draw_at is two seconds before its round", shifted("draw_at", "draw_at", -2)),
        drand.failed("draw_at is a second after its round", shifted("draw_at", "draw_at", 1)),
        drand.failed("draw_at is three seconds before the round", shifted("draw_at", "draw_at", -3)),
        drand.failed("a known chain has another scheme", beacon(scheme="pedersen-bls-chained")),
        drand.failed("a known chain has another key", beacon(public_key="83" * 96)),
        drand.failed("a known chain has another genesis", manifest_chain(genesis=QUICKNET["genesis"] + 3, round=QUICKNET["round"] - 1)),
        drand.failed("a known chain has another period", manifest_chain(period=1, round=QUICKNET["round"] * 3 - 2)),
        Table(chained, 2, "manifest.json").failed("the chained chain has the other's scheme", beacon(scheme=QUICKNET["scheme"])),
        Table(quicknet).unchecked("the chain is unknown", own_chain(other), step=5),
        Table(quicknet, 9, "checkpoint.note").failed(
            "the chain is unknown, and the log's signature is wrong",
            own_chain(other),
            lambda d: d.signers.update({"checkpoint.note": "service 3"}),
        ),
        Table(quicknet, 2).failed("the chain is unknown, and its round is not the first", own_chain(other), manifest_chain(round=7)),
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
        SENSE.failed("an event has a fallback", manifest(fallback=dict(LOTTERY))),
        Table(rehearsal, 2).failed("a rehearsal has a fallback", manifest(fallback=dict(LOTTERY))),
        Table(fallback, 1).failed("the fallback has 63 bits", inner("fallback", lambda value: value.update(bits=63))),
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
        FORM.failed(f"the service's key is {says}", manifest_file(verifier_keys=[vkey_of(key)])) for says, key in weak.items()
    ]
    cases += [FORM.failed(f"the service's key is one {says}", manifest_file(verifier_keys=[key])) for says, key in broken.items()]
    town = vkey("town-gazette")
    return [
        *cases,
        FORM.failed("a witness has an ordinary key", manifest_file(witnesses=[vkey("service 2")])),
        FORM.failed("a witness's key is weak", manifest_file(witnesses=[vkey_of(bytes(32), "w.example", 4)])),
        Table().fine("a witness has a name of its own form", manifest_file(witnesses=[vkey_of(public_key("town-gazette"), "The.Gazette", 4)])),
        FORM.failed("there is no key", manifest_file(verifier_keys=[])),
        SENSE.failed("two keys have two names", manifest_file(verifier_keys=[vkey("service 1"), vkey("service 2", "x.example")])),
        Table().fine("there are two keys, and the first signs", manifest_file(verifier_keys=[vkey("service 1"), vkey("service 2")])),
        Table().fine("there are two keys, and the second signs", manifest_file(verifier_keys=[vkey("service 2"), vkey("service 1")])),
        SENSE.failed("the quorum is larger than the number of witnesses", manifest_file(witnesses=[town], witness_quorum=2)),
        Table().fine("the quorum is all witnesses", manifest_file(witnesses=[town], witness_quorum=1), level="self-consistent"),
        Table(step=2, file="manifest.json").failed("the manifest names a previous one that the log does not", manifest(previous=digest("x"))),
    ]


def force() -> list[Case]:
    other = digest("another manifest")
    return [
        SENSE.failed("the log opened another manifest", lambda d: d.reword("opened", "{manifest}", other)),
        Table(step=2, file="manifest.json").failed(
            "the log amended to another manifest",
            lambda d: d.notices.append("x\n"),
            lambda d: d.insert("count issued=5", f"amended manifest={other} previous={{manifest}} notice={{notice0}}"),
        ),
        Table(waiting, 2, "manifest.json").failed(
            "a record that was not drawn has another manifest", lambda d: d.reword("opened", "{manifest}", other)
        ),
        Table(event, 2, "rules.txt").failed("the manifest fixes other rules", manifest(rules_sha256=digest("other rules\n"))),
    ]


CASES = [*shapes(), *values(), *times(), *beacons(), *keys(), *force()]
