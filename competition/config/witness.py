"""A witness's own file: it needs no site, no mail and no database."""

from typing import Annotated

from pydantic import AfterValidator, Field

from competition.config import keys
from competition.config.sections import Section
from competition.config.values import KeyName, Line, ServiceKeys
from competition.draw.notes import ED25519, VerifierKey, parse_verifier_key


class Witness(Section):
    name: KeyName = Field(description="the name of this witness, such as gazette.example/witness")
    key: Annotated[str, AfterValidator(keys.signing_key)] = Field(
        repr=False, description="the key, as `competition witness keys` prints it"
    )
    book: Line = Field("witness-book", description="the name of a folder")
    services: ServiceKeys = Field((), description="a list of the keys of the services that are witnessed")

    @property
    def seed(self) -> bytes:
        """The 32 bytes from which the Ed25519 key is made."""
        return keys.decode_seed(self.key)

    @property
    def service_keys(self) -> tuple[VerifierKey, ...]:
        return tuple(parse_verifier_key(key, ED25519) for key in self.services)


class WitnessFile(Section):
    witness: Witness
