"""The token in a public form: signed, cookieless, good for one form of one competition.

It lets a form work inside a frame with cookies blocked, makes a blind flood fetch the page
first, and carries a nonce, so that the same form sent twice is the same entry.
"""

import secrets
import time
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from itsdangerous import BadData, URLSafeSerializer
from wtforms import HiddenField, ValidationError
from wtforms.csrf.core import CSRF, CSRFTokenField

OPEN_FOR_SECONDS = 24 * 60 * 60
TOO_OLD = "This page was open for too long. Everything you wrote is still here: send it again."
# Another machine of ours may be ahead (guarantee O19).
AHEAD_SECONDS = 120


@dataclass(frozen=True, slots=True)
class FormTokens:
    """Makes and reads the tokens of one form; `purpose` names the form and the competition."""

    keys: tuple[str, ...]
    """As configured, newest first: the newest signs, all verify."""
    purpose: str
    now: int
    """UTC seconds."""

    def make(self, queried: str = "") -> str:
        """A fresh token; `queried` is the address that the page asks about once (`Did you mean ...?`)."""
        token: str = self._serializer().dumps([secrets.token_hex(16), self.now, _mark(queried)])
        return token

    def nonce(self, token: str) -> str | None:
        """The nonce inside; None for a token that is not ours, of another form, or too old."""
        found = self._read(token)
        return found[0] if found else None

    def has_queried(self, token: str, address: str) -> bool:
        """Whether the page with this token asked about that very address."""
        found = self._read(token)
        return found is not None and found[2] == _mark(address)

    def age(self, token: str) -> int | None:
        """How many seconds ago its page was made; None where it was sent back once."""
        found = self._read(token)
        return max(self.now - found[1], 0) if found and not found[2] else None

    def _read(self, token: str) -> tuple[str, int, str] | None:
        try:
            nonce, issued, mark = self._serializer().loads(token)
        except BadData:
            return None
        return (nonce, issued, mark) if -AHEAD_SECONDS <= self.now - issued <= OPEN_FOR_SECONDS else None

    def _serializer(self) -> URLSafeSerializer:
        # itsdangerous signs with the last key of the list.
        return URLSafeSerializer(list(reversed(self.keys)), salt=f"form:{self.purpose}")


def _mark(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:16] if address else ""


def form_tokens(keys: tuple[str, ...], *purpose: str) -> FormTokens:
    return FormTokens(keys, ":".join(purpose), int(time.time()))


class FormTokenField(CSRFTokenField):
    """Has its token made when a page shows it: a form that is taken shows none."""

    def process(self, *arguments: Any, **named: Any) -> None:
        HiddenField.process(self, *arguments, **named)

    def _value(self) -> str:
        self.current_token = self.current_token or self.csrf_impl.generate_csrf_token(self)
        return self.current_token


class FormToken(CSRF):
    """Gives a Flask-WTF form its token; `meta.csrf_context` is the FormTokens of this request."""

    field_class = FormTokenField

    def setup_form(self, form: Any) -> Any:
        self.tokens: FormTokens = form.meta.csrf_context
        return super().setup_form(form)

    def generate_csrf_token(self, csrf_token_field: CSRFTokenField) -> str:
        return self.tokens.make()

    def validate_csrf_token(self, form: Any, field: Any) -> None:
        if self.tokens.nonce(field.data or "") is None:
            raise ValidationError(TOO_OLD)
