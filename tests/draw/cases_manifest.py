"""Damage to the manifest: every key of §3, missing, of another type, and on both sides of its limits."""

from typing import Any

from tests.draw.damage import Case, Change, Table, manifest, manifest_file, rewritten
from tests.record_pieces import DAY, written
from tests.records import Draft
from tests.stories import LOTTERY, rehearsal
from tests.stories import manifest as plan

FORM = Table(step=1, file="manifest.json")
SENSE = Table(step=2, file="manifest.json")
KEYS = [*sorted(plan(0, LOTTERY)), "rules_sha256"]


def shapes() -> list[Case]:
    cases = [FORM.failed(f"{key} is missing", dropped(key)) for key in KEYS]
    strange: tuple[Any, ...] = ([], {}, True, None)
    cases += [
        FORM.failed(f"{key} is {value!r}", manifest_file(**{key: value}))
        for key in KEYS
        if key not in ANY_OTHER
        for value in (*strange, "7" if key in NUMBERS else 7)
        if not (value is None and key in ("fallback", "previous"))
        and not (value == [] and key in ("witnesses", "exclusion_reasons", "vacancy_reasons"))
    ]
    cases += [
        Table().unchecked(f"{key} is {value!r}", manifest_file(**{key: value}), step=2, file="manifest.json")
        for key in ANY_OTHER
        for value in (*strange, 7, "", "prizedraw-manifest/1 ")
    ]
    return cases


# Any other value of these is one that cannot be checked (§3).
ANY_OTHER = ("format", "folding")
NUMBERS = {"min_gap_seconds", "reserves", "claim_days", "witness_quorum"}


def dropped(key: str) -> Change:
    return rewritten("manifest.json", lambda value: value.pop(key))


def inner(key: str, change: Any) -> Change:
    """Change the object or list that stands under a key."""
    return rewritten("manifest.json", lambda value: change(value[key]))


def values() -> list[Case]:
    texts = ("", "two\nlines", "a\ttab", "nul\0", "c1 \x85", "del \x7f")
    cases = [FORM.failed(f"the title is {text!r}", manifest_file(title=text)) for text in texts]
    cases.append(
        Table().fine("the title holds a line separator, no control character", manifest(title="a\u2028b"))
    )
    cases += [
        FORM.failed(f"the promoter's name is {t!r}", inner("promoter", lambda p, t=t: p.update(name=t)))
        for t in texts[:2]
    ]
    cases += [
        FORM.failed(f"a prize's title is {t!r}", inner("prizes", lambda p, t=t: p[0].update(title=t)))
        for t in texts[:2]
    ]
    cases += [
        FORM.failed(f"the competition is {name!r}", manifest_file(competition=name))
        for name in (
            "",
            "Cinema.example/x",
            "https://cinema.example/x",
            "cinema.example/x/",
            "cinema.example/ä",
            "a" * 129,
            "a b",
            "a:/b",
            "/a",
        )
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
        FORM.failed(
            "an exclusion reason is no code", manifest_file(exclusion_reasons=["duplicate", "Not nice"])
        ),
        FORM.failed(
            "an exclusion reason stands twice", manifest_file(exclusion_reasons=["duplicate", "duplicate"])
        ),
        FORM.failed("a vacancy reason stands twice", manifest_file(vacancy_reasons=["declined", "declined"])),
        FORM.failed("a reason has 33 characters", manifest_file(vacancy_reasons=["a" * 33])),
        Table().fine("a reason has 32 characters", manifest_file(vacancy_reasons=["a" * 32])),
        Table().fine("there are no vacancy reasons", manifest_file(vacancy_reasons=[])),
        FORM.failed("a time is no real second", manifest_file(opens="2026-02-30T00:00:00Z")),
        FORM.failed("a time has a fraction", manifest_file(opens="2026-09-01T18:00:00.0Z")),
        FORM.failed("previous is no digest", manifest_file(previous="first")),
        Table().unchecked(
            "the format is the next",
            manifest_file(format="prizedraw-manifest/2"),
            step=2,
            file="manifest.json",
        ),
        Table().unchecked(
            "the format is the next, with other keys", rewritten("manifest.json", as_the_next), step=2
        ),
        Table().unchecked(
            "the folding rule is the next",
            manifest_file(folding="email-folding/2"),
            step=2,
            file="manifest.json",
        ),
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
        Table().fine(
            "freeze_by is at confirm_by", shifted("freeze_by", "confirm_by", 0), frozen_at("freeze_by", 0)
        ),
        SENSE.failed("draw_at is before freeze_by", shifted("freeze_by", "draw_at", 1)),
        SENSE.failed(
            "freeze_by is a second less than the gap before draw_at", shifted("freeze_by", "draw_at", 1 - DAY)
        ),
        Table().fine("freeze_by is exactly the gap before draw_at", shifted("freeze_by", "draw_at", -DAY)),
        SENSE.failed("the gap is 899 seconds", near[0], gap(899)),
        Table().fine("the gap is 900 seconds", *near),
        practice.fine("a rehearsal has no gap", shifted("freeze_by", "draw_at", -1), gap(0)),
        Table(rehearsal, 2).failed(
            "a rehearsal draws when it freezes", shifted("freeze_by", "draw_at", 0), gap(0)
        ),
        Table(rehearsal, 2).failed("a rehearsal breaks the gap it names", gap(40 * 3600)),
    ]


def frozen_at(key: str, by: int) -> Change:
    return lambda draft: draft.move("frozen", draft.time(key) + by)


CASES = [*shapes(), *values(), *times()]
