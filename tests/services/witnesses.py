"""Witnesses of the tests: in this process, or as `competition witness serve` in one of its own."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from competition.adapters.witness_book import Book
from competition.adapters.witnesses import Answer
from competition.draw.notes import COSIGNATURE, ED25519, Signer, VerifierKey, parse_verifier_key
from competition.draw.witnessing import SIZE_TYPE, RefusalError
from competition.services import cosigning
from competition.services.cosigning import Witness
from tests.cli.processes import started, wait_for_line
from tests.record_pieces import WITNESSES, private_key, public_key, vkey

SEED = base64.b64encode(bytes(range(100, 132))).decode()


def key(label: str) -> VerifierKey:
    return parse_verifier_key(vkey(label), COSIGNATURE)


def witness(label: str, folder: Path, *services: VerifierKey) -> Witness:
    """One of the two witnesses of the test records."""
    signer = Signer(WITNESSES[label], public_key(label), private_key(label).sign)
    known = services or (parse_verifier_key(vkey("service 1"), ED25519),)
    return Witness(signer, known, Book(folder / label))


class Around:
    """Witnesses that are asked without a network; `away` are those that do not answer now."""

    def __init__(self, *witnesses: Witness, at: datetime) -> None:
        self._by_address = {f"https://{one.signer.name}": one for one in witnesses}
        self.at = at
        self.away: set[str] = set()
        self.asked: list[str] = []

    @property
    def addresses(self) -> dict[str, str]:
        return {one.signer.name: address for address, one in self._by_address.items()}

    def __call__(self, address: str, body: bytes) -> Answer | None:
        self.asked.append(address)
        if address in self.away:
            return None
        try:
            line = cosigning.sign(body, self._by_address[address], now=self.at)
        except RefusalError as refusal:
            known = refusal.known is not None
            said = f"{refusal.known}\n" if known else str(refusal)
            return Answer(refusal.status, SIZE_TYPE if known else "text/plain", said.encode())
        return Answer(200, "text/plain; charset=utf-8", line.encode())


def witness_file(path: Path, name: str, *services: VerifierKey) -> Path:
    """The file of a witness, as a person has filled it in."""
    known = ", ".join(f'"{one}"' for one in services)
    path.write_text(f'[witness]\nname = "{name}"\nkey = "{SEED}"\nservices = [{known}]\n')
    return path


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """A witness as a process of its own; its address."""
    with started("witness", "serve", str(file), "--bind", "127.0.0.1:0", cwd=file.parent) as process:
        yield wait_for_line(process, r"at (http://\S+)/add-checkpoint", error=True)[1]


def real_now() -> datetime:
    return datetime.now(tz=UTC)
