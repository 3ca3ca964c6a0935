"""The two curves of BLS12-381 and the groups G1 and G2 on them (§3, §7), with their compressed encodings.

G1 lies on y^2 = x^3 + 4 over Fp, G2 on y^2 = x^3 + 4(1 + i) over Fp2; both have R points, while the curves
have more, so every point read from outside is tested for its group. Points are kept as plain (x, y): Python
inverts a number in the time of some fifty products, which makes the textbook formulas about as fast as the
projective ones.
"""

from competition.draw.bls12381_fields import F, Fp, Fp2, P, X

XI = Fp2(1, 1)
"""1 + i, neither a square nor a cube in Fp2: G2's curve and the pairing's field are made from it."""

GAMMA = XI.power((P - 1) // 6)
"""What the P-th power does to a sixth root of XI, as a factor: see `psi` and `Fp12.frobenius`."""

B1 = Fp(4)
"""The constant of G1's curve."""

B2 = XI * Fp2(4, 0)
"""The constant of G2's curve."""

G1_GENERATOR = (
    Fp(0x17F1D3A73197D7942695638C4FA9AC0FC3688C4F9774B905A14E3A3F171BAC586C55E83FF97A1AEFFB3AF00ADB22C6BB),
    Fp(0x08B3F481E3AAA0F1A09E30ED741D8AE4FCF5E095D5D00AF600DB18CB2C04B3EDD03CC744A2888AE40CAA232946C5E7E1),
)
"""The agreed point of G1."""

G2_GENERATOR = (
    Fp2(
        0x024AA2B2F08F0A91260805272DC51051C6E47AD4FA403B02B4510B647AE3D1770BAC0326A805BBEFD48056C8C121BDB8,
        0x13E02B6052719F607DACD3A088274F65596BD0D09920B61AB5DA61BBDC7F5049334CF11213945D57E5AC7D055D042B7E,
    ),
    Fp2(
        0x0CE5D527727D6E118CC9CDC6DA2E351AADFD9BAA8CBDD3A76D429A695160D12C923AC9CC3BACA289E193548608B82801,
        0x0606C4A02EA734CC32ACD2B02BC28B99CB3E287E85A763AF267492AB572E99AB3F370D275CEC1DA1AAA9075FF05F79BE,
    ),
)
"""The agreed point of G2."""

_PSI_X, _PSI_Y = Fp2(1, 0) / GAMMA.power(2), Fp2(1, 0) / GAMMA.power(3)
_CUBE_ROOT_OF_ONE = Fp(pow(2, (P - 1) // 3, P))
_COMPRESSED, _INFINITY, _LARGER_Y = 0x80, 0x40, 0x20


def double_slope(point: tuple[F, F]) -> F:
    """The slope of the curve at `point`, whose y is not zero."""
    x, y = point
    square = x * x
    return (square + square + square) / (y + y)


def chord_slope(left: tuple[F, F], right: tuple[F, F]) -> F:
    """The slope of the line through two points of different x."""
    return (right[1] - left[1]) / (right[0] - left[0])


def third_point(left: tuple[F, F], right: tuple[F, F], slope: F) -> tuple[F, F]:
    """Mirror the third point on the line of this slope through `left` and `right`: their sum."""
    x = slope * slope - left[0] - right[0]
    return x, slope * (left[0] - x) - left[1]


def add(left: tuple[F, F] | None, right: tuple[F, F] | None) -> tuple[F, F] | None:
    """The sum of any two points of one curve; None stands for the point at infinity."""
    if left is None or right is None:
        return right if left is None else left
    if left[0] != right[0]:
        return third_point(left, right, chord_slope(left, right))
    if left[1] != right[1] or left[1].is_zero():
        return None
    return third_point(left, left, double_slope(left))


def negate(point: tuple[F, F] | None) -> tuple[F, F] | None:
    """The point that adds up to infinity with this one."""
    return None if point is None else (point[0], -point[1])


def multiply(point: tuple[F, F] | None, factor: int) -> tuple[F, F] | None:
    """`factor` times a point of either curve; the factor may be negative."""
    result: tuple[F, F] | None = None
    for bit in f"{abs(factor):b}":
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result if factor >= 0 else negate(result)


def psi(point: tuple[Fp2, Fp2] | None) -> tuple[Fp2, Fp2] | None:
    """The endomorphism of G2's curve made from the P-th power; on G2 it multiplies by X (RFC 9380, G.3)."""
    if point is None:
        return None
    return point[0].conjugate() * _PSI_X, point[1].conjugate() * _PSI_Y


def in_g1(point: tuple[Fp, Fp]) -> bool:
    """Say whether a point of the curve is one of the R points of G1.

    `turn`, (x, y) -> (cube root of 1 * x, y), maps the curve to itself, and turn^2 + turn + 1 = 0. So turn +
    X^2 has the degree X^4 - X^2 + 1 = R: it sends just R points to infinity, and these are G1. Half the work
    of R * point, as in M. Scott, "A note on group membership tests for G1, G2 and GT on BLS pairing-friendly
    curves", 2021.
    """
    turned = (_CUBE_ROOT_OF_ONE * point[0], point[1])
    return multiply(multiply(point, X), -X) == turned


def in_g2(point: tuple[Fp2, Fp2]) -> bool:
    """Say whether a point of the curve is one of the R points of G2: there alone psi multiplies by X.

    Scott, 2021: psi^2 - (X + 1) psi + P = 0, so psi = X on a point gives (P - X) point = infinity. P - X is R
    times the cofactor of G1, which has no factor in common with the cofactor of G2: what remains is R * point
    = infinity.
    """
    return psi(point) == multiply(point, X)


def decode_g1(encoded: bytes) -> tuple[Fp, Fp] | None:
    """Read a compressed point of G1: 48 bytes, x big-endian with three flag bits on top. Never raises.

    None for another length, other flags, infinity, x >= P, a point off the curve or outside G1.
    """
    numbers = _coordinates(encoded, count=1)
    if numbers is None:
        return None
    x = Fp(numbers[0])
    point = _lift(x, x * x * x + B1, y_is_larger=bool(encoded[0] & _LARGER_Y))
    return point if point is not None and in_g1(point) else None


def decode_g2(encoded: bytes) -> tuple[Fp2, Fp2] | None:
    """Read a compressed point of G2: 96 bytes, the imaginary part of x first. Else as `decode_g1`."""
    numbers = _coordinates(encoded, count=2)
    if numbers is None:
        return None
    x = Fp2(numbers[1], numbers[0])
    point = _lift(x, x * x * x + B2, y_is_larger=bool(encoded[0] & _LARGER_Y))
    return point if point is not None and in_g2(point) else None


def _coordinates(encoded: bytes, *, count: int) -> list[int] | None:
    """Check length, flags and ranges; return `count` numbers below P."""
    if len(encoded) != 48 * count or encoded[0] & (_COMPRESSED | _INFINITY) != _COMPRESSED:
        return None
    bare = bytes([encoded[0] & 0x1F]) + encoded[1:]
    numbers = [int.from_bytes(bare[start : start + 48], "big") for start in range(0, len(bare), 48)]
    return numbers if all(number < P for number in numbers) else None


def _lift(x: F, y_squared: F, *, y_is_larger: bool) -> tuple[F, F] | None:
    """The point of the curve over x, of the two y the one asked for; None if there is none."""
    y = y_squared.sqrt()
    if y is None:
        return None
    return x, (y if y.is_larger() == y_is_larger else -y)
