"""The signing key makes notes that the core's own verification accepts."""

import secrets

from competition.adapters.keys import signer
from competition.draw.notes import parse_note, sign_note, verify_single


def test_a_note_signed_here_verifies_there_under_the_origins_name() -> None:
    seed = secrets.token_bytes(32)
    service = signer(seed, origin="cinema.example/draws")
    note = parse_note(sign_note("prizedraw/v1 receipt\n", service), file="receipt.note")
    assert verify_single(note, [service.key]) == service.key
    assert str(service.key).startswith("cinema.example/draws+")
    assert signer(seed, origin="cinema.example/draws").public_key == service.public_key
