"""Steps 5 to 7 of an audit (§9): from the public value to the winners."""

from competition.draw import beacon, manifest, ranking
from competition.draw.chains import check_pinned
from competition.draw.errors import VerificationError
from competition.draw.seed import seed_of, seed_text
from competition.draw.steps import Audit, NothingToCheck
from competition.draw.texts import parse_lines


def check_beacon(audit: Audit) -> str:
    """(5) Beacon value verified for the pinned chain and round."""
    known, round_ = audit.manifest().beacon, audit.round()
    value = _value(audit, known)
    if (
        isinstance(value, beacon.DrandValue)
        and isinstance(known, manifest.DrandBeacon)
        and round_ is not None
    ):
        beacon.verify_round(value, known.chain, round_, bls=audit.bls)
        return f"drand round {round_}"
    if isinstance(value, beacon.RehearsalValue) and isinstance(known, manifest.RehearsalBeacon):
        return "made by the server for a rehearsal"
    event = known if isinstance(known, manifest.EventBeacon) else audit.manifest().fallback
    if isinstance(value, beacon.EventValue) and event and value.id == event.id:
        if event is not known:
            _require_known_chain(known)
            audit.report.remarks.append(
                "The fallback event was used: a drand signature of that round would disprove this draw."
            )
        return f"event {event.id}, typed by {' and '.join(value.typed_by)}"
    raise VerificationError("the value is of another beacon than promised", code="beacon", file="beacon.json")


def _value(audit: Audit, known: manifest.Beacon) -> beacon.BeaconValue:
    try:
        return audit.value()
    except NothingToCheck:
        # Without a value too, the times of an unknown chain are only its owner's word (§3).
        _require_known_chain(known)
        raise


def _require_known_chain(known: manifest.Beacon) -> None:
    if isinstance(known, manifest.DrandBeacon):
        check_pinned(known.chain)


def check_seed(audit: Audit) -> str:
    """(6) Seed."""
    expected = seed_text(audit.files.freeze.text(), audit.value().value)
    if audit.record.size("seed.txt") != len(expected) or audit.read("seed.txt") != expected:
        wrong = "it is not the freeze statement followed by the value"
        raise VerificationError(wrong, code="seed", file="seed.txt")
    audit.report.seed = seed_of(expected)
    return f"seed {audit.report.seed}"


def check_result(audit: Audit) -> str:
    """(7) Ranking and result.txt."""
    audit.value()
    known, walk = audit.manifest(), audit.report.walk
    lines = parse_lines(audit.read("result.txt"), file="result.txt")
    for number, place in enumerate(ranking.places(audit.found, known), 1):
        if number > len(lines) or lines[number - 1] != place.line():
            raise _wrong(f"the list and the seed give another line here, of the kind “{place.kind}”", number)
        walk.append(place)
    if len(lines) > len(walk):
        raise _wrong("a line too many", len(walk) + 1)
    audit.report.winners = tickets_of(audit, ranking.PRIZE)
    audit.report.prizes = {unit: known.prize_of(unit).title for unit in audit.report.winners}
    return f"{len(audit.report.winners):,} of {known.units:,} prize units awarded"


def _wrong(message: str, line: int) -> VerificationError:
    return VerificationError(message, code="result", file="result.txt", line=line)


def tickets_of(audit: Audit, kind: str) -> dict[int, str]:
    """The tickets of one kind of place by their number, in order."""
    places = [place for place in audit.report.walk if place.kind == kind]
    return {place.number: place.ticket for place in places if place.number and place.ticket}
