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


def test_a_unit_that_nobody_holds_is_given_up_by_nobody() -> None:
    awards = Awards(Units({}, ()))
    with pytest.raises(VerificationError) as caught:
        awards.accept(line(5, "vacated", ANN, **GONE), None, [])
    assert (caught.value.code, caught.value.line) == ("log_vacated", 6)
