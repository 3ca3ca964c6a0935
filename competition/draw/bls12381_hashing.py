"""Hashing a message to a point of G1 or G2: RFC 9380, the suites BLS12381G1/G2_XMD:SHA-256_SSWU_RO_ (§7).

Two steps each: the message becomes two field elements that nobody can steer, and each of them a point; their
sum, moved into the group, is the hash. The map to points works on a sister curve and is carried over by an
isogeny, because it cannot handle curves without an x term.
"""

from hashlib import sha256

from competition.draw.bls12381_curves import add, multiply, negate, psi
from competition.draw.bls12381_fields import F, Fp, Fp2, P, X
from competition.draw.bls12381_isogenies import ISOGENY_TO_G1, ISOGENY_TO_G2, Isogeny


def hash_to_g1(message: bytes, tag: bytes) -> tuple[Fp, Fp] | None:
    """The point of G1 for `message` under the domain tag (at most 255 bytes); None is infinity."""
    first, second = (map_to_curve(Fp(n), ISOGENY_TO_G1) for n in hash_to_numbers(message, tag, count=2))
    return multiply(add(first, second), 1 - X)


def hash_to_g2(message: bytes, tag: bytes) -> tuple[Fp2, Fp2] | None:
    """The point of G2 for `message` under the domain tag (at most 255 bytes); None is infinity."""
    a, b, c, d = hash_to_numbers(message, tag, count=4)
    first, second = (map_to_curve(u, ISOGENY_TO_G2) for u in (Fp2(a, b), Fp2(c, d)))
    return clear_cofactor_g2(add(first, second))


def hash_to_numbers(message: bytes, tag: bytes, *, count: int) -> list[int]:
    """`count` numbers below P (RFC 9380, 5.2): 64 bytes each, so that the remainder is all but even."""
    uniform = expand_message_xmd(message, tag, 64 * count)
    return [int.from_bytes(uniform[start : start + 64], "big") % P for start in range(0, len(uniform), 64)]


def expand_message_xmd(message: bytes, tag: bytes, length: int) -> bytes:
    """Stretch a message to at most 8160 bytes with SHA-256 (RFC 9380, 5.3.1); the tag has at most 255."""
    suffix = tag + bytes([len(tag)])
    seed = sha256(bytes(64) + message + length.to_bytes(2, "big") + b"\0" + suffix).digest()
    block, output = bytes(32), b""
    for index in range(1, -(-length // 32) + 1):
        mixed = bytes(a ^ b for a, b in zip(seed, block, strict=True))
        block = sha256(mixed + bytes([index]) + suffix).digest()
        output += block
    return output[:length]


def map_to_curve(u: F, isogeny: Isogeny[F]) -> tuple[F, F] | None:
    """A point of the curve, not yet in the group, for the field element u (RFC 9380, 6.6.2 and 6.6.3)."""
    return isogeny.carry(*simplified_swu(u, isogeny))


def simplified_swu(u: F, isogeny: Isogeny[F]) -> tuple[F, F]:
    """A point of the sister curve y^2 = x^3 + a x + b for u: one of two candidates for x must do (6.6.2)."""
    a, b, z = isogeny.a, isogeny.b, isogeny.z
    zu2 = z * u * u
    denominator = zu2 * zu2 + zu2
    # x = -b/a * (1 + 1/denominator), or b/(z a) where that would divide by zero.
    x = b / (z * a) if denominator.is_zero() else -(b * denominator + b) / (a * denominator)
    y = (x * x * x + a * x + b).sqrt()
    if y is None:
        x = zu2 * x
        y = (x * x * x + a * x + b).sqrt()
    assert y is not None  # noqa: S101 - z is chosen so that one of the two always has a root
    return x, (y if y.is_odd() == u.is_odd() else -y)


def clear_cofactor_g2(point: tuple[Fp2, Fp2] | None) -> tuple[Fp2, Fp2] | None:
    """Move a point of the curve into G2: (X^2 - X - 1) p + (X - 1) psi(p) + psi(psi(2p)) (RFC 9380, G.3)."""
    # Written with X pulled out: X * (X*p + psi(p)) - X*p - psi(p) - p + psi(psi(2p)).
    inner = add(multiply(point, X), psi(point))
    outer = add(multiply(inner, X), negate(add(inner, point)))
    return add(outer, psi(psi(add(point, point))))
