"""The two number fields under BLS12-381 (§3, §7): Fp, integers modulo a prime, and Fp2, pairs of them.

Curve code is written once for both, so the two classes offer the same operations. Values are always reduced;
the constructors trust their caller about that. Source of the numbers: RFC 9380, 8.8, and RFC 9380, appendix
I, for roots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

P = 0x1A0111EA397FE69A4B1BA7B6434BACD764774B84F38512BF6730D2A0F6B0F6241EABFFFEB153FFFFB9FEFFFFFFFFAAAB
"""The field prime, 381 bits."""

X = -0xD201000000010000
"""The parameter the curve was made from: P = (X - 1)^2 (X^4 - X^2 + 1) / 3 + X. Few of its bits are set."""

R = X**4 - X**2 + 1
"""The prime order of the groups G1 and G2, 255 bits."""

_HALF = (P - 1) // 2


@dataclass(frozen=True, slots=True)
class Fp:
    """An integer from 0 to P - 1, with arithmetic modulo P."""

    value: int

    def __add__(self, other: Fp) -> Fp:
        return Fp((self.value + other.value) % P)

    def __sub__(self, other: Fp) -> Fp:
        return Fp((self.value - other.value) % P)

    def __mul__(self, other: Fp) -> Fp:
        return Fp(self.value * other.value % P)

    def __neg__(self) -> Fp:
        return Fp(-self.value % P)

    def __truediv__(self, other: Fp) -> Fp:
        """Divide; ZeroDivisionError if `other` is zero."""
        if other.is_zero():
            raise ZeroDivisionError
        return Fp(self.value * pow(other.value, -1, P) % P)

    def is_zero(self) -> bool:
        """Say whether this is 0."""
        return self.value == 0

    def sqrt(self) -> Fp | None:
        """One of the two square roots, or None if there is none. P is 3 modulo 4, so a power does it."""
        root = pow(self.value, (P + 1) // 4, P)
        return Fp(root) if root * root % P == self.value else None

    def is_odd(self) -> bool:
        """The sign used in hashing to the curve: sgn0 of RFC 9380, 4.1."""
        return self.value % 2 == 1

    def is_larger(self) -> bool:
        """The sign used in compressed points: whether this is the larger of itself and its negative."""
        return self.value > _HALF


@dataclass(frozen=True, slots=True)
class Fp2:
    """real + imaginary * i with i * i = -1, both parts from 0 to P - 1."""

    real: int
    imaginary: int

    def __add__(self, other: Fp2) -> Fp2:
        return Fp2((self.real + other.real) % P, (self.imaginary + other.imaginary) % P)

    def __sub__(self, other: Fp2) -> Fp2:
        return Fp2((self.real - other.real) % P, (self.imaginary - other.imaginary) % P)

    def __mul__(self, other: Fp2) -> Fp2:
        a, b, c, d = self.real, self.imaginary, other.real, other.imaginary
        return Fp2((a * c - b * d) % P, (a * d + b * c) % P)

    def __neg__(self) -> Fp2:
        return Fp2(-self.real % P, -self.imaginary % P)

    def __truediv__(self, other: Fp2) -> Fp2:
        """Divide; ZeroDivisionError if `other` is zero."""
        # 1 / (c + di) = (c - di) / (c^2 + d^2): one inversion in Fp.
        inverse = Fp(1) / Fp(other.norm())
        return self * other.conjugate() * Fp2(inverse.value, 0)

    def norm(self) -> int:
        """real^2 + imaginary^2, reduced: the product with the conjugate."""
        return (self.real * self.real + self.imaginary * self.imaginary) % P

    def conjugate(self) -> Fp2:
        """real - imaginary * i, which is also the P-th power."""
        return Fp2(self.real, -self.imaginary % P)

    def power(self, exponent: int) -> Fp2:
        """This to a positive power."""
        result = self
        for bit in f"{exponent:b}"[1:]:
            result = result * result
            if bit == "1":
                result = result * self
        return result

    def is_zero(self) -> bool:
        """Say whether this is 0."""
        return self.real == 0 and self.imaginary == 0

    def sqrt(self) -> Fp2 | None:
        """One of the two square roots, or None if there is none."""
        # (x + yi)^2 = real + imaginary*i makes x^2 + y^2 a root of the norm; so x^2 = (real + that root) / 2,
        # with either sign of the root, and y = imaginary / 2x. x = 0 happens when real is minus a square.
        length = Fp(self.norm()).sqrt()
        if length is None:
            return None
        real, half = Fp(self.real), Fp((P + 1) // 2)
        x = ((real + length) * half).sqrt() or ((real - length) * half).sqrt()
        if x is None:
            return None
        y = (-real).sqrt() if x.is_zero() else Fp(self.imaginary) * half / x
        return None if y is None else Fp2(x.value, y.value)

    def is_odd(self) -> bool:
        """The sign used in hashing to the curve: sgn0 of RFC 9380, 4.1."""
        return (self.real or self.imaginary) % 2 == 1

    def is_larger(self) -> bool:
        """The sign used in compressed points: the imaginary part decides, then the real one."""
        return (self.imaginary or self.real) > _HALF


F = TypeVar("F", Fp, Fp2)
"""Either field: what is written for F works on both curves."""
