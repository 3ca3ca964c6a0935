"""The edges of the groups of BLS12-381: infinity, no factor at all, the last coordinate below the prime."""

from collections.abc import Callable

import pytest

from competition.draw import bls12381
from competition.draw.bls12381_curves import (
    G1_GENERATOR,
    G2_GENERATOR,
    _coordinates,
    add,
    multiply,
    negate,
)
from competition.draw.bls12381_fields import F, Fp, Fp2, P
from competition.draw.bls12381_hashing import simplified_swu
from competition.draw.bls12381_isogenies import ISOGENY_TO_G1, ISOGENY_TO_G2, Isogeny
from tests.draw.test_bls12381 import encoded_g1, encoded_g2


@pytest.mark.parametrize("point", [G1_GENERATOR, G2_GENERATOR], ids=["G1", "G2"])
def test_infinity_is_the_zero_of_both_groups(point: tuple[F, F]) -> None:
    assert add(point, None) == add(None, point) == point
    assert add(point, negate(point)) is None
    assert add(None, None) is negate(None) is multiply(point, 0) is multiply(None, 7) is None
    assert multiply(point, 1) == point
    assert multiply(point, -2) == negate(add(point, point))


@pytest.mark.parametrize("count", [1, 2])
def test_a_coordinate_is_below_the_prime(count: int) -> None:
    def encoded(number: int) -> bytes:
        return (0b100 << 381 | number).to_bytes(48, "big") + number.to_bytes(48, "big") * (count - 1)

    assert _coordinates(encoded(P - 1), count=count) == [P - 1] * count
    assert _coordinates(encoded(P), count=count) is None


IN_G1, IN_G2 = encoded_g1(G1_GENERATOR), encoded_g2(G2_GENERATOR)


@pytest.mark.parametrize(
    ("verify", "key", "signature"),
    [(bls12381.verify_g1, IN_G2, IN_G1), (bls12381.verify_g2, IN_G1, IN_G2)],
    ids=["G1", "G2"],
)
def test_neither_key_nor_signature_may_be_missing(
    verify: Callable[[bytes, bytes, bytes], bool], key: bytes, signature: bytes
) -> None:
    for given in ((b"", b""), (key, b""), (b"", signature), (key, signature)):
        assert verify(given[0], b"message", given[1]) is False


@pytest.mark.parametrize(
    ("zero", "isogeny"), [(Fp(0), ISOGENY_TO_G1), (Fp2(0, 0), ISOGENY_TO_G2)], ids=["G1", "G2"]
)
def test_where_the_map_would_divide_by_zero_it_takes_the_x_of_rfc_9380(zero: F, isogeny: Isogeny[F]) -> None:
    # RFC 9380, 6.6.2: x = B / (Z * A), which has a y on both sister curves.
    x, y = simplified_swu(zero, isogeny)
    assert x * isogeny.z * isogeny.a == isogeny.b
    assert y * y == x * x * x + isogeny.a * x + isogeny.b


@pytest.mark.parametrize(
    ("element", "odd", "larger"),
    [
        (Fp(0), False, False),
        (Fp(1), True, False),
        (Fp((P - 1) // 2), True, False),
        (Fp((P + 1) // 2), False, True),
        (Fp2(1, 0), True, False),
        (Fp2(2, 1), False, False),
        (Fp2(0, 1), True, False),
        (Fp2(P - 1, (P - 1) // 2), False, False),
        (Fp2(1, (P + 1) // 2), True, True),
        (Fp2((P - 1) // 2, 0), True, False),
        (Fp2((P + 1) // 2, 0), False, True),
    ],
    ids=str,
)
def test_signs_are_those_of_rfc_9380_and_of_compressed_points(
    element: Fp | Fp2, odd: bool, larger: bool
) -> None:
    assert (element.is_odd(), element.is_larger()) == (odd, larger)


def test_zero_has_no_part_that_is_not() -> None:
    assert Fp2(0, 0).is_zero()
    assert not Fp2(0, 1).is_zero()
    assert not Fp2(1, 0).is_zero()
    assert [Fp2(3, 4).power(exponent) for exponent in (1, 2, 3)] == [
        Fp2(3, 4),
        Fp2(3, 4) * Fp2(3, 4),
        Fp2(3, 4) * Fp2(3, 4) * Fp2(3, 4),
    ]


def test_a_square_has_its_root_also_where_one_part_of_it_is_zero() -> None:
    for root in (Fp2(0, 0), Fp2(5, 0), Fp2(0, 5), Fp2(0, P - 1), Fp2(3, 4), Fp2(P - 3, 4)):
        found = (root * root).sqrt()
        assert found in (root, -root)
    for number in (Fp(0), Fp(1), Fp(5), Fp(P - 5)):
        assert (number * number).sqrt() in (number, -number)
