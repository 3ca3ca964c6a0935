"""The pairing of BLS12-381 (§7): whether a product of pairings e(p, q), p in G1 and q in G2, is one.

e(p, q) lives in Fp12 = Fp[w] with w^12 = 2 w^6 - 2, so that w^6 = 1 + i contains Fp2. It is the ate pairing:
a Miller loop over the bits of X collects the lines through multiples of q, evaluated at p; then one power,
the final exponentiation, takes away everything that depends on how the lines were scaled. Hence both pairs of
a signature share one loop and one final power, and factors from the fields below Fp12 may be dropped anywhere
before it.
"""

from __future__ import annotations

from dataclasses import dataclass

from competition.draw.bls12381_curves import GAMMA, chord_slope, double_slope, third_point
from competition.draw.bls12381_fields import Fp, Fp2, P, X

Pair = tuple[tuple[Fp, Fp], tuple[Fp2, Fp2]]
"""A point of G1 and a point of G2, neither at infinity."""

_GAMMA_POWERS = (Fp2(1, 0), GAMMA, *(GAMMA.power(k) for k in range(2, 6)))


@dataclass(frozen=True, slots=True)
class Fp12:
    """The sum of twelve coefficients, each from 0 to P - 1, times 1, w, w^2, ... w^11."""

    coefficients: tuple[int, ...]

    def __mul__(self, other: Fp12) -> Fp12:
        products = [0] * 23
        for i, left in enumerate(self.coefficients):
            if left:  # a line has seven zeros
                for j, right in enumerate(other.coefficients, start=i):
                    products[j] += left * right
        return Fp12(_reduced(products))

    def squared(self) -> Fp12:
        """The square, with each mixed product made once."""
        products = [0] * 23
        coefficients = self.coefficients
        for i, left in enumerate(coefficients):
            products[2 * i] += left * left
            twice = 2 * left
            for j in range(i + 1, 12):
                products[i + j] += twice * coefficients[j]
        return Fp12(_reduced(products))

    def conjugate(self) -> Fp12:
        """The P^6-th power: w to -w."""
        return Fp12(tuple(-c % P if k % 2 else c for k, c in enumerate(self.coefficients)))

    def frobenius(self) -> Fp12:
        """The P-th power: each number of Fp2 is conjugated, and w becomes GAMMA * w."""
        return from_fp2([part.conjugate() * _GAMMA_POWERS[k] for k, part in enumerate(self.parts())])

    def parts(self) -> list[Fp2]:
        """The same number as a sum of six numbers of Fp2 times 1, w, ... w^5, where i = w^6 - 1."""
        low, high = self.coefficients[:6], self.coefficients[6:]
        return [Fp2((a + b) % P, b) for a, b in zip(low, high, strict=True)]

    def inverse(self) -> Fp12:
        """One divided by this, which is not zero."""
        # Multiplied by all its conjugates over Fp2, a number falls into Fp2, where dividing is easy.
        norm_to_fp6 = self * self.conjugate()
        others = self.conjugate()
        for _ in range(2):
            norm_to_fp6 = norm_to_fp6.frobenius().frobenius()
            others = others * norm_to_fp6
        return others * from_fp2([Fp2(1, 0) / (self * others).parts()[0]])

    def power_of_x(self) -> Fp12:
        """The X-th power of a number whose inverse is its conjugate (X is negative)."""
        result = self
        for bit in f"{-X:b}"[1:]:
            result = result.squared()
            if bit == "1":
                result = result * self
        return result.conjugate()


def from_fp2(parts: list[Fp2]) -> Fp12:
    """The number of Fp12 with these parts before 1, w, w^2 ...; at most six, missing ones are zero."""
    padded = [*parts, *[Fp2(0, 0)] * (6 - len(parts))]
    return Fp12((*((p.real - p.imaginary) % P for p in padded), *(p.imaginary for p in padded)))


def _reduced(products: list[int]) -> tuple[int, ...]:
    """Fold the powers from w^12 to w^22 down by w^12 = 2 w^6 - 2, highest first."""
    for k in range(22, 11, -1):
        twice = 2 * products[k]
        products[k - 6] += twice
        products[k - 12] -= twice
    return tuple(product % P for product in products[:12])


_ONE = from_fp2([Fp2(1, 0)])


def pairings_cancel(pairs: list[Pair]) -> bool:
    """Say whether the product of e(p, q) over all pairs is one. The points must be members of G1 and G2."""
    return final_exponentiation(miller_loop(pairs)) == _ONE


def miller_loop(pairs: list[Pair]) -> Fp12:
    """The product of the lines met on the way from q to X*q, all pairs together."""
    # q has the prime order R, far above |X|: the running multiple never reaches q, -q or infinity, so no line
    # is upright. The sign of X only turns the result into its inverse, which changes nothing about being one.
    value = _ONE
    multiples = [q for _, q in pairs]
    for bit in f"{-X:b}"[1:]:
        value = value.squared()
        for k, (p, q) in enumerate(pairs):
            slope = double_slope(multiples[k])
            value = line(slope, multiples[k], p) * value
            multiples[k] = third_point(multiples[k], multiples[k], slope)
            if bit == "1":
                slope = chord_slope(multiples[k], q)
                value = line(slope, q, p) * value
                multiples[k] = third_point(multiples[k], q, slope)
    return value


def line(slope: Fp2, through: tuple[Fp2, Fp2], at: tuple[Fp, Fp]) -> Fp12:
    """The line of this slope through a point of G2's curve, evaluated at a point of G1.

    (x / w^2, y / w^3) carries G2 to the curve of G1, the slope becoming slope / w. Multiplied by w^3 the line
    y(at) - y(through) - slope * (x(at) - x(through)) has only three parts, before 1, w^2 and w^3.
    """
    x, y = at[0].value, at[1].value
    slope_part = Fp2(-slope.real * x % P, -slope.imaginary * x % P)
    return from_fp2([slope * through[0] - through[1], Fp2(0, 0), slope_part, Fp2(y, 0)])


def final_exponentiation(value: Fp12) -> Fp12:
    """The power 3 (P^12 - 1) / R. The 3 makes the steps few, and, prime to R, no other number one."""
    # (P^6 - 1)(P^2 + 1) first. From here on the conjugate is the inverse.
    value = value.conjugate() * value.inverse()
    value = value.frobenius().frobenius() * value
    # 3 (P^4 - P^2 + 1) / R = (X - 1)^2 (X + P) (X^2 + P^2 - 1) + 3.
    power = value.power_of_x() * value.conjugate()
    power = power.power_of_x() * power.conjugate()
    power = power.power_of_x() * power.frobenius()
    power = power.power_of_x().power_of_x() * power.frobenius().frobenius() * power.conjugate()
    return power * value.squared() * value
