"""The award chain where a list ran out of reserves before the manifest did (§8)."""

import pytest

from competition.draw.awards import Awards, Units
from competition.draw.errors import VerificationError
from competition.draw.loglines import Line, make_line
from tests.draw.test_log import state_of
from tests.record_pieces import digest
from tests.stories import event

ANN, BEN, CEM = (digest(name) for name in ("ann", "ben", "cem"))
GONE = {"reason": "declined", "evidence": "-", "approvers": "-"}


def line(seq: int, kind: str, ticket: str, **more: str) -> Line:
    return make_line(seq, 1_800_000_000, kind, {"draw": "1", "unit": "1", "ticket": ticket, **more})


def test_nobody_is_promoted_whom_the_draw_did_not_name_as_a_reserve() -> None:
    [manifest] = state_of(event).manifests.values()
    assert manifest.reserves == 2
    awards = Awards(Units({1: ANN}, (BEN,)))
    awards.accept(line(5, "vacated", ANN, **GONE), manifest, [])
    assert awards.owed == 1
    awards.accept(line(6, "promoted", BEN), manifest, [])
    assert awards.holders() == {1: BEN}
    awards.accept(line(7, "vacated", BEN, **GONE), manifest, [])
    assert awards.holders() == {}
    with pytest.raises(VerificationError, match="there is no reserve left") as caught:
        awards.accept(line(8, "promoted", CEM), manifest, [])
    assert (caught.value.code, caught.value.line) == ("log_promoted", 9)
    assert awards.all_done()


def test_of_a_draw_whose_result_is_not_known_no_more_are_promoted_than_the_manifest_has() -> None:
    [manifest] = state_of(event).manifests.values()
    awards = Awards(None)
    for seq, (gone, next_one) in enumerate([(ANN, BEN), (BEN, CEM)]):
        awards.accept(line(5 + 2 * seq, "vacated", gone, **GONE), manifest, [])
        awards.accept(line(6 + 2 * seq, "promoted", next_one), manifest, [])
    awards.accept(line(9, "vacated", CEM, **GONE), manifest, [])
    with pytest.raises(VerificationError, match="there is no reserve left"):
        awards.accept(line(10, "promoted", ANN), manifest, [])


@pytest.mark.parametrize(("told", "wrong"), [(0, "2"), (1, "1"), (1, "3")])
def test_who_counts_the_letters_to_a_winner_wrongly_is_told_the_next_number(told: int, wrong: str) -> None:
    awards = Awards(Units({1: ANN}, ()))
    for attempt in range(told):
        awards.accept(line(5 + attempt, "notified", ANN, attempt=str(attempt + 1)), None, [])
    with pytest.raises(VerificationError) as caught:
        awards.accept(line(9, "notified", ANN, attempt=wrong), None, [])
    assert caught.value.message == f"the next attempt is number {told + 1}"


def test_a_unit_that_nobody_holds_is_given_up_by_nobody() -> None:
    awards = Awards(Units({}, ()))
    with pytest.raises(VerificationError) as caught:
        awards.accept(line(5, "vacated", ANN, **GONE), None, [])
    assert (caught.value.code, caught.value.line) == ("log_vacated", 6)
