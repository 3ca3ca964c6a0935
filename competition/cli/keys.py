"""Fresh keys, written as the configuration holds them."""

import base64
import secrets

SIGNING_REMINDER = (
    "Keep a copy of the signing key off this machine. Receipts and the public log are signed with it; without"
    " it no running competition can be frozen or drawn."
)


def fresh_section() -> str:
    """A `[keys]` section with one secret and a signing key, both from the system's source of chance."""
    seed = base64.b64encode(secrets.token_bytes(32)).decode("ascii")
    return f'[keys]\nsecrets = ["{secrets.token_urlsafe(32)}"]\nsigning_key = "{seed}"\n'
