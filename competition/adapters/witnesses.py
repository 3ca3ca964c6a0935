"""Asking outside witnesses for a signature. Their answer is nobody's word: whoever asked verifies it (§6)."""

import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

_LARGEST = 16_384


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness says to an add-checkpoint request."""

    status: int
    type: str
    body: bytes


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A witness answers where the operator says that it does, and sends us nowhere else."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def ask(address: str, body: bytes, *, timeout: float) -> Answer | None:
    """Send an add-checkpoint request; None where the witness is away, slow, or says too much."""
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    end = time.monotonic() + timeout
    try:
        request = urllib.request.Request(f"{address}/add-checkpoint", body, headers)  # noqa: S310  configured
        with _OPENER.open(request, timeout=timeout) as response:
            return _answer(response.status, response, end)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return _refusal(refusal, end)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError):
        return None


def _refusal(refusal: urllib.error.HTTPError, end: float) -> Answer | None:
    try:
        return _answer(refusal.code, refusal, end)
    except (http.client.HTTPException, OSError, ValueError):
        return None


def _answer(
    status: int, response: "http.client.HTTPResponse | urllib.error.HTTPError", end: float
) -> Answer | None:
    data = b""
    while chunk := response.read1(_LARGEST + 1 - len(data)):
        data += chunk
        if len(data) > _LARGEST or time.monotonic() > end:
            return None
    return Answer(status, response.headers.get("Content-Type", ""), data)
