"""Ed25519 signature verification with the standard library only (RFC 8032, protocol §2).

The auditor must run from one file on any Python, so it cannot lean on OpenSSL. It only ever verifies: no
secret passes through here, and nothing needs to run in constant time. Libraries disagree about signatures
under small-order keys and about keys written in a second way; §2 refuses both, and everything left is judged
as OpenSSL and Go do.
"""

from hashlib import sha512

P = 2**255 - 19
"""The field prime: coordinates are integers from 0 to P - 1."""

L = 2**252 + 27742317777372353535851937790883648493
"""The prime order of the base point; the whole curve has 8 * L points."""

D = -121665 * pow(121666, -1, P) % P
"""The curve is -x^2 + y^2 = 1 + D x^2 y^2 (mod P)."""

_TWICE_D = 2 * D % P
_SQRT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z and x*y = T/Z, which spares a division at every addition.
_Point = tuple[int, int, int, int]
_IDENTITY: _Point = (0, 1, 1, 0)


def verify(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether `signature` is right for `message` under `public_key` (RFC 8032, 5.1.7).

    `public_key` is 32 bytes, `signature` is 64 bytes R || S, `message` is of any length. Never raises: bytes
    of another length, an unacceptable key (see `is_acceptable_key`), S >= L or any second spelling of R give
    False.
    """
    key = _acceptable_point(public_key)
    if key is None or len(signature) != 64:
        return False
    encoded_r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    challenge = int.from_bytes(sha512(encoded_r + public_key + message).digest(), "little") % L
    # S*B - k*A must be R. Comparing encodings, and not points times 8, is what OpenSSL and Go do.
    return _encode(_combine(s, _BASE, challenge, _negate(key))) == encoded_r


def is_acceptable_key(public_key: bytes) -> bool:
    """Say whether these bytes may be a verifier key at all (protocol §2). Never raises.

    False for any length but 32, y >= P, the sign bit set on x = 0, a point off the curve, and the eight
    points of small order, under which one signature can fit many messages.
    """
    return _acceptable_point(public_key) is not None


def _acceptable_point(public_key: bytes) -> _Point | None:
    point = _decode(public_key)
    if point is None:
        return None
    # Eight times a point is of odd order, and the identity alone is so with x = 0.
    x, *_ = _double(_double(_double(point)))
    return None if x == 0 else point


def _decode(encoded: bytes) -> _Point | None:
    """Read 255 bits of y and one sign bit of x (RFC 8032, 5.1.3); None if no point is written exactly so."""
    if len(encoded) != 32:
        return None
    number = int.from_bytes(encoded, "little")
    y, x_is_odd = number & (2**255 - 1), number >> 255
    x = _root_for(y) if y < P else None
    if x is None or (x == 0 and x_is_odd):
        return None
    if x & 1 != x_is_odd:
        x = P - x
    return x, y, 1, x * y % P


def _root_for(y: int) -> int | None:
    """One of the two x with (x, y) on the curve: the root of (y^2 - 1) / (D y^2 + 1), without dividing."""
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    v3 = v * v % P * v % P
    x = u * v3 * pow(u * v3 * v3 * v, (P - 5) // 8, P) % P
    if v * x * x % P == u:
        return x
    x = x * _SQRT_OF_MINUS_ONE % P
    return x if v * x * x % P == u else None


def _encode(point: _Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _negate(point: _Point) -> _Point:
    x, y, z, t = point
    return P - x, y, z, P - t


def _add(left: _Point, right: _Point) -> _Point:
    """The complete addition law of RFC 8032, 5.1.4: right for every pair of points, equal ones too."""
    x1, y1, z1, t1 = left
    x2, y2, z2, t2 = right
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = _TWICE_D * t1 % P * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def _double(point: _Point) -> _Point:
    x, y, z, _ = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e, g = h - (x + y) * (x + y), a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def _combine(m: int, left: _Point, n: int, right: _Point) -> _Point:
    """m * left + n * right, both in one walk over the bits, so the doublings are paid once."""
    addends = {"10": left, "01": right, "11": _add(left, right)}
    total = _IDENTITY
    for bit in range(max(m.bit_length(), n.bit_length()) - 1, -1, -1):
        total = _double(total)
        addend = addends.get(f"{m >> bit & 1}{n >> bit & 1}")
        if addend is not None:
            total = _add(total, addend)
    return total


def _base_point() -> _Point:
    """The generator of RFC 8032, 5.1: y = 4/5 and x even."""
    point = _decode((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
    assert point is not None  # noqa: S101 - a constant of the RFC, which is on the curve
    return point


_BASE = _base_point()
