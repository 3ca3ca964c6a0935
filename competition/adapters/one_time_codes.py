"""One-time codes of an authenticator app (TOTP, RFC 6238): 6 digits, 30 seconds, one step either way."""

from datetime import datetime

import pyotp

_STEP = 30
_EITHER_WAY = 1


def new_secret() -> str:
    """160 random bits in base32, as apps take it."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step for which this is the code, of those around now; None if it is none of them."""
    codes, here = pyotp.TOTP(secret), int(now.timestamp()) // _STEP
    steps = range(here - _EITHER_WAY, here + _EITHER_WAY + 1)
    return next((step for step in steps if pyotp.utils.strings_equal(codes.generate_otp(step), code)), None)


def current(secret: str, now: datetime) -> str:
    return pyotp.TOTP(secret).at(int(now.timestamp()))


def address(secret: str, *, account: str, issuer: str) -> str:
    """The `otpauth:` address that an app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)
