"""Damage to the freeze (§5), the value, the seed and the result (§7)."""

from typing import Any

from tests.draw.damage import (
    Case,
    Change,
    Table,
    made,
    manifest,
    rewritten,
    spoiled,
    swapped,
)
from tests.record_pieces import DAY, digest, drand
from tests.records import Draft
from tests.stories import (
    QUICKNET_AT,
    awarded,
    chained,
    event,
    fallback,
    grouped,
    quicknet,
    rehearsal,
    repaired,
    rescheduled,
    rotated_early,
    second,
    waiting,
)

NOTE = Table(step=3, file="freeze.note")
LOG = Table(step=8, file="log.txt")


def said(**values: str) -> Change:
    """Freeze with other values in the statement."""
    return lambda draft: draft.statement.update({key.replace("_", "-"): value for key, value in values.items()})


def freeze() -> list[Case]:
    other = digest("other")
    return [
        NOTE.failed("the freeze is of another competition", said(competition="cinema.example/draws/x")),
        NOTE.failed("the freeze names another manifest", said(manifest=other)),
        NOTE.failed("the freeze gives another root", said(entries=f"8 {other}")),
        NOTE.failed("the freeze counts an entry too many", swapped("freeze text", "entries 8", "entries 9")),
        NOTE.failed("the freeze gives another digest of the list", said(entries_file=other)),
        NOTE.failed("the freeze gives another root of the exclusions", said(excluded=f"1 {other}")),
        NOTE.failed("the freeze counts no exclusion", swapped("freeze text", "excluded 1", "excluded 0")),
        NOTE.failed("the freeze gives another draw number than the log", said(draw="2")),
        NOTE.failed("the log names another statement", lambda d: d.reword("frozen", "{statement}", other)),
        NOTE.failed("the freeze is for another event", said(beacon="event lotto-b")),
        NOTE.failed("the freeze is for a rehearsal", said(beacon="rehearsal")),
        NOTE.failed("the freeze is for a drand round", said(beacon=f"drand {other} 5")),
        Table(quicknet, 3, "freeze.note").failed("the freeze is for another chain", said(beacon=f"drand {other} 12040883")),
        Table(quicknet, 3, "freeze.note").failed("a drand freeze is for an event", said(beacon="event lotto-a")),
        Table(quicknet, 5, "beacon.json").failed("the freeze is for another round", said(beacon=quicknet_line(12040884))),
        Table(quicknet, 8, "log.txt").failed(
            "freeze and value are of an earlier round than the manifest's",
            said(beacon=quicknet_line(1000)),
            lambda d: d.beacon.update(drand("quicknet", 1000)),
        ),
        Table(rescheduled, 8, "log.txt").failed("the freeze is for the round before the reschedule", old_round),
        LOG.failed("the freeze gives another time than the log", said(frozen="2026-09-04T18:30:01Z")),
        NOTE.failed("an entry was added after the freeze", spoiled("entries.txt", lambda data: data + b"f" * 64 + b"\n")),
        NOTE.failed("an entry was removed after the freeze", spoiled("entries.txt", lambda data: data[65:])),
        NOTE.failed("an exclusion was removed after the freeze", spoiled("excluded.txt", lambda data: b"")),
        NOTE.failed("the freeze is signed by a stranger", lambda d: d.signers.update({"freeze.note": "service 3"})),
        Table(rotated_early, 3, "freeze.note").failed(
            "the freeze is signed by the key before the change", lambda d: d.signers.update({"freeze.note": "service 1"})
        ),
        Table(rotated_early).fine("the freeze is signed by the key after the change"),
        Table(repaired, 3, "freeze.note").failed("the repair's freeze has the first number", said(draw="1")),
        Table(repaired).fine("nothing was done to a repaired draw", outcome="drawn"),
        Table(second).fine("nothing was done to a second draw", outcome="drawn"),
    ]


def quicknet_line(round_: int) -> str:
    return f"drand 52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971 {round_}"


def old_round(draft: Draft) -> None:
    draft.statement["beacon"] = quicknet_line(draft.manifest["beacon"]["round"])
    draft.log = [one for one in draft.log if not one.text.startswith("drawn")]


def lists() -> list[Case]:
    table = Table(step=4, file="excluded.txt")

    def both(draft: Draft) -> None:
        draft.excluded = sorted([*draft.excluded, f"{draft.opening(0)[2]} duplicate"])
        draft.reword("count issued=9", "9", "9")

    return [
        table.failed("a ticket is entered and excluded", enter_again, recount("10")),
        table.failed("a reason is none of the manifest's", made("excluded.txt", lambda t: t.replace(b"duplicate", b"boring"))),
        table.failed("a vacancy reason excludes", made("excluded.txt", lambda t: t.replace(b"duplicate", b"declined"))),
        Table().fine("nobody was excluded", lambda d: d.excluded.clear(), lambda d: d.enter()),
        Table(step=8, file="log.txt").failed("one ticket less was frozen than counted", lambda d: d.excluded.clear()),
        Table(step=8, file="log.txt").failed("one ticket more was frozen than counted", one_more),
        Table().fine("everybody but one was excluded", exclude_most),
        Table(waiting).unchecked("everybody was excluded", exclude_all, step=5),
        Table(event, 8, "log.txt").failed("an empty list was drawn", exclude_all),
        Table(waiting).fine(
            "an empty list was voided",
            exclude_all,
            lambda d: d.notices.append("Nobody came.\n"),
            lambda d: d.say(d.time("draw_at"), "voided draw=1 reason=empty notice={notice0}", "completed"),
            outcome="voided",
        ),
    ]


def enter_again(draft: Draft) -> None:
    draft.entries = sorted([*draft.entries, draft.opening(8)[2]])


def recount(number: str) -> Change:
    """The last count before the freeze says another number."""

    def change(draft: Draft) -> None:
        draft.log[draft.find("frozen") - 1].text = f"count issued={number}"

    return change


def one_more(draft: Draft) -> None:
    draft.entrants.insert(0, ("zoe@example.com", None))
    draft.enter()


def exclude_most(draft: Draft) -> None:
    draft.excluded = sorted(f"{draft.opening(number)[2]} withdrawn" for number in range(8))
    draft.enter()


def exclude_all(draft: Draft) -> None:
    draft.excluded = sorted(f"{draft.opening(number)[2]} withdrawn" for number in range(9))
    draft.enter()


def value(**members: Any) -> Change:
    return lambda draft: draft.beacon.update(members)


def typed(text: str) -> Change:
    return value(value=text)


def event_values() -> list[Case]:
    form = Table(step=1, file="beacon.json")
    wrong = ("", "7", "7.", "7./8", "7.8.11/", "7.8.11./.", "/", "7.8./ 9./", "07.8./", "8.7./", "-7./", "7..8./")
    wrong += ("٧./", "7.8./9.8./", f"{2**53}./", "7,8./", "7.8./\n")
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
        Table(step=5, file="beacon.json").failed("an event was answered by a rehearsal", value(kind="rehearsal", value="a" * 64), only_value),
        Table(step=5, file="beacon.json").failed("an event was answered by a drand round", lambda d: setattr(d, "beacon", drand("quicknet", 1000))),
        Table(rehearsal, 5, "beacon.json").failed("a rehearsal was answered by an event", lambda d: setattr(d, "beacon", event().beacon)),
        Table(rehearsal, 1, "beacon.json").failed("a rehearsal's value has upper-case digits", value(value="A" * 64)),
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
        table.failed("a bit of the signature is flipped", value(signature=f"{signature[:-1]}{int(signature[-1], 16) ^ 1:x}")),
        table.failed("the signature is that of another round", value(signature=drand("quicknet", 1000)["signature"])),
        table.failed("the value is of another round", value(**drand("quicknet", 1000))),
        table.failed("the value gives another round number", value(round=12040884)),
        table.failed("the value is of another chain", value(chain_hash=linked["chain_hash"])),
        table.failed("the signature is the point at infinity", value(signature=infinity)),
        table.failed("the signature is cut short", value(signature=signature[:-2])),
        table.failed("the signature is followed by zeros", value(signature=signature + "00")),
        table.failed("an unchained value has a previous signature", value(previous_signature="ab" * 48)),
        form.failed("the signature is in upper case", value(signature=signature.upper())),
        form.failed("the signature has an odd digit", rewritten("beacon.json", lambda v: v.update(signature=v["signature"][:-1]))),
        form.failed("the signature is empty", value(signature="")),
        form.failed("the value carries the randomness", value(randomness=digest(bytes.fromhex(signature)))),
        form.failed("the round is a text", value(round="12040883")),
        Table(chained, 5, "beacon.json").failed("a chained value lacks its previous signature", lambda d: d.beacon.pop("previous_signature")),
        Table(chained, 5, "beacon.json").failed("a chained value has another previous signature", value(previous_signature="ab" * 96)),
        Table(chained, 1, "beacon.json").failed("a chained value has an empty previous signature", value(previous_signature="")),
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
        table.failed("the fallback was used a second before seven days", lambda d: d.move("drawn", QUICKNET_AT + 7 * DAY - 1)),
        Table(fallback, 5, "beacon.json").failed("another event than the fallback was used", value(id="lotto-b")),
        Table(fallback, 3, "freeze.note").failed("the freeze line was changed to the fallback", said(beacon="event lotto-a")),
        Table(fallback, 1, "beacon.json").failed("one person alone typed the fallback", value(typed_by=["vicar", "vicar"])),
        Table(fallback).fine(
            "the fallback stood ready and was not needed",
            lambda d: setattr(d, "beacon", drand("quicknet", 12040883)),
            lambda d: d.move("drawn", QUICKNET_AT),
        ),
    ]


def seeds() -> list[Case]:
    table = Table(step=6, file="seed.txt")
    return [
        table.failed("the seed was made with another value", swapped("seed.txt", "value 7.8", "value 7.9")),
        table.failed("the seed was made with another freeze", swapped("seed.txt", "draw 1", "draw 2")),
        table.failed("seed.txt lacks its last line feed", made("seed.txt", lambda data: data[:-1])),
        table.failed("seed.txt has a line too many", made("seed.txt", lambda data: data + b"salt x\n")),
        table.failed("seed.txt has a salt of the organiser", swapped("seed.txt", "value", "salt x\nvalue")),
        table.failed("seed.txt is empty", made("seed.txt", lambda data: b"")),
        table.failed("seed.txt holds the signature", swapped("seed.txt", "value", "\n— cinema.example/draws AAAA\nvalue")),
        table.failed("seed.txt has CRLF", made("seed.txt", lambda data: data.replace(b"\n", b"\r\n"))),
        Table(quicknet, 6, "seed.txt").failed("the seed takes the signature for the value", made("seed.txt", with_signature)),
    ]


def with_signature(data: bytes) -> bytes:
    return data[:-65] + drand("quicknet", 12040883)["signature"].encode() + b"\n"


def results() -> list[Case]:
    table, skips = Table(step=7, file="result.txt"), Table(grouped, 7, "result.txt")

    def lines(change: Any) -> Change:
        return made("result.txt", lambda data: "".join(f"{x}\n" for x in change(data.decode().splitlines())).encode())

    return [
        table.failed("the first two winners are swapped", lines(lambda r: [rename(r[1], 1), rename(r[0], 2), *r[2:]])),
        table.failed("a friend wins", lines(lambda r: [r[0].replace(r[0].split(" ")[2], r[3].split(" ")[2]), *r[1:]])),
        table.failed("the last reserve is left out", lines(lambda r: r[:-1])),
        table.failed("all reserves are left out", lines(lambda r: r[:2])),
        table.failed("a reserve too many is written", lines(lambda r: [*r, r[-1].replace("reserve 2", "reserve 3")])),
        table.failed("a skip of nobody is written", lines(lambda r: [*r, f"skip {r[0][8:]} group"])),
        table.failed("a score is another", lines(lambda r: [r[0][:-64] + "0" * 64, *r[1:]])),
        table.failed("reserves are numbered from 0", lines(lambda r: [*r[:2], r[2].replace(" 1 ", " 2 "), *r[3:]])),
        table.failed("a unit is left unawarded though there are tickets", lines(lambda r: [r[0], "unawarded 2", *r[2:]])),
        table.failed("the result is empty", lines(lambda r: [])),
        table.failed("the result is another file than was signed", spoiled("result.txt", lambda data: data[:-67] + b"0" * 66 + b"\n"), step=1),
        table.failed("a score is in upper case", lines(lambda r: [r[0][:-64] + r[0][-64:].upper(), *r[1:]]), step=1),
        table.failed("a result line is of no kind", lines(lambda r: [*r, "winner 1"]), step=1),
        table.failed("a unit has a leading zero", lines(lambda r: [r[0].replace("prize 1", "prize 01"), *r[1:]]), step=1),
        skips.failed("the skipped are left out of the result", manifest(reserves=2), many_in_one_house, lines(without_skips)),
        skips.failed("one house wins twice", many_in_one_house, lines(without_skips_but_won)),
        Table(grouped).fine("one house holds most tickets", many_in_one_house),
        Table(grouped).fine("all live in one house", one_house, outcome="drawn"),
        Table(rehearsal).fine("there are more units than tickets", manifest(prizes=[{"title": "Pen", "quantity": 20}])),
        Table(rehearsal).fine("there are as many units as tickets", manifest(prizes=[{"title": "Pen", "quantity": 8}])),
        Table(rehearsal, 7).failed(
            "an unawarded unit is not written", manifest(prizes=[{"title": "Pen", "quantity": 9}]), lines(lambda r: r[:-1])
        ),
        Table(event).fine("there are no reserves", manifest(reserves=0)),
        Table(event, 7).failed("a reserve is written where there are none", manifest(reserves=0), one_reserve),
        Table(awarded, 7).failed("a holder was replaced in the result", lines(lambda r: [rename(r[2], 1, "prize"), *r[1:]])),
        LOG.failed("the log gives another result", lambda d: d.reword("drawn", "{result}", digest("x"))),
        LOG.failed("the log gives another seed", lambda d: d.reword("drawn", "{seed}", digest("x"))),
        LOG.failed("the log gives another value", lambda d: d.reword("drawn", "{value}", "1./")),
        LOG.failed("the log names other typists", lambda d: d.reword("drawn", "{signature}", "vicar+secretary")),
        Table(rehearsal, 8).failed("the log gives a rehearsal a signature", lambda d: d.reword("drawn", "{signature}", "x")),
        Table(quicknet, 8).failed("the log gives no drand signature", lambda d: d.reword("drawn", "{signature}", "-")),
    ]


def rename(line: str, number: int, kind: str = "prize") -> str:
    return " ".join([kind, str(number), *line.split(" ")[2:]])


def many_in_one_house(draft: Draft) -> None:
    draft.entrants = [(address, "one" if place else "two") for place, (address, _) in enumerate(draft.entrants)]
    draft.enter()


def one_house(draft: Draft) -> None:
    draft.entrants = [(address, "one") for address, _ in draft.entrants]
    draft.enter()


def without_skips(lines: list[str]) -> list[str]:
    kept = [line for line in lines if not line.startswith("skip")]
    assert kept != lines
    return kept


def without_skips_but_won(lines: list[str]) -> list[str]:
    """The skipped second ticket of a house takes the next place."""
    place = next(n for n, line in enumerate(lines) if line.startswith("skip"))
    _, ticket, score, _ = lines[place].split(" ")
    return [*lines[:place], f"prize {place + 1} {ticket} {score}"]


def one_reserve(draft: Draft) -> None:
    def edit(data: bytes) -> bytes:
        return data + data.split(b"\n")[0].replace(b"prize 1", b"reserve 1") + b"\n"

    draft.edits["result.txt"] = edit


CASES = [*freeze(), *lists(), *event_values(), *drand_values(), *fallbacks(), *seeds(), *results()]
