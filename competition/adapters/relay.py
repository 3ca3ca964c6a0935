"""Asking public drand relays for a round. Their answer is nobody's word: the core verifies it (§7, F14)."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence

LARGEST = 16_384


def answers(relays: Sequence[str], *, chain_hash: str, round_: int, timeout: float) -> Iterator[bytes]:
    """Yield each relay's answer in turn; those that are away, slow, too long or not ready are left out.

    The caller verifies an answer and asks for the next one only if it is wrong.
    """
    for relay in relays:
        data = _fetch(f"{relay.rstrip('/')}/{chain_hash}/public/{round_}", timeout)
        if data is not None:
            yield data


def _fetch(address: str, timeout: float) -> bytes | None:
    if not address.startswith(("https://", "http://")):
        return None
    end = time.monotonic() + timeout
    try:
        request = urllib.request.Request(address, headers={"Accept": "application/json"})  # noqa: S310  see above
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310  see above
            return _read(response, end)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError):
        return None


def _read(response: http.client.HTTPResponse, end: float) -> bytes | None:
    """Read a small answer within the time left; a relay that drips bytes or never ends gives None."""
    data = b""
    while chunk := response.read1(LARGEST + 1 - len(data)):
        data += chunk
        if len(data) > LARGEST or time.monotonic() > end:
            return None
    return data
