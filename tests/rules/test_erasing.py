"""Who may be forgotten: everyone but the holder of a prize that is still on its way."""

import pytest

from competition.draw.loglines import Line, make_line
from competition.rules.erasing import check_erasable, unsettled
from competition.rules.errors import RuleError

ANN, BEN, CAT = (letter * 64 for letter in "abc")
PRIZES = {1: ANN, 2: BEN}


def line(kind: str, unit: int, ticket: str, **more: str) -> Line:
    return make_line(9, 1_800_000_000, kind, {"draw": "1", "unit": str(unit), "ticket": ticket, **more})


GIVEN_UP = {"reason": "declined", "evidence": "-", "approvers": "-"}
CASES = {
    "right after the draw both winners hold their prizes": ([], {ANN, BEN}),
    "one who was told still does": ([line("notified", 1, ANN, attempt="1")], {ANN, BEN}),
    "one whose prize is in the post still does": (
        [line("claimed", 1, ANN), line("dispatched", 1, ANN)],
        {ANN, BEN},
    ),
    "one who has it does not": ([line("claimed", 1, ANN), line("received", 1, ANN)], {BEN}),
    "one who declined does not, and the reserve does": (
        [line("vacated", 1, ANN, **GIVEN_UP), line("promoted", 1, CAT)],
        {BEN, CAT},
    ),
    "where no reserve is left nobody does": ([line("vacated", 1, ANN, **GIVEN_UP)], {BEN}),
}


@pytest.mark.parametrize("case", CASES)
def test_who_holds_a_prize_that_has_not_arrived(case: str) -> None:
    lines, held = CASES[case]
    assert unsettled(PRIZES, lines) == held


def test_the_holder_is_told_why_not_and_what_to_do() -> None:
    with pytest.raises(RuleError, match="Claim it, or decline it") as refused:
        check_erasable(ANN, frozenset({ANN}))
    assert refused.value.code == "unsettled"
    check_erasable(BEN, frozenset({ANN}))
    check_erasable(None, frozenset({ANN}))
