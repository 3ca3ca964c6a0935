"""The statistical gate holds our ranking, and stops every build that is biased. Its seeds are fixed."""

import pytest

from bench.chance_gate import BIASED, DRAWS, chi_square_p, findings, ours

# A bias shows in far fewer draws than it takes to trust a build.
FEW = {3: 3_000, 97: 3_000, 1000: 800}


def test_two_hundred_thousand_draws_are_as_even_as_chance_and_not_more() -> None:
    assert sum(DRAWS.values()) >= 200_000
    assert set(DRAWS) == {2, 3, 10, 97, 1000}
    found = list(findings(ours))
    assert [one for one in found if not one.fits] == []
    assert {one.what for one in found if one.size == 97} == {
        "tickets, first",
        "tickets, second",
        "tenths by arrival, first",
        "tenths by arrival, second",
        "pairs of winners",
    }


@pytest.mark.parametrize("name", BIASED)
def test_control_a_biased_build_does_not_pass(name: str) -> None:
    assert [one for one in findings(BIASED[name], FEW) if not one.fits]


def test_as_few_draws_of_ours_do_pass() -> None:
    assert [one for one in findings(ours, FEW) if not one.fits] == []


@pytest.mark.parametrize(
    ("statistic", "freedom", "p"),
    # Upper quantiles as any table of the distribution prints them.
    [
        (3.841, 1, 0.05),
        (10.828, 1, 0.001),
        (5.991, 2, 0.05),
        (16.919, 9, 0.05),
        (27.877, 9, 0.001),
        (4.168, 9, 0.9),
        (123.225, 99, 0.05),
        (1106.969, 1000, 0.01),
        (0, 9, 1),
    ],
)
def test_the_p_value_is_that_of_the_tables(statistic: float, freedom: int, p: float) -> None:
    assert chi_square_p(statistic, freedom) == pytest.approx(p, rel=0.001)
