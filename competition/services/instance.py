"""What one installation is and has, put together once at start: its facts, its keys, its clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from competition.adapters import keys
from competition.adapters.letters import Letters
from competition.adapters.sealing import Seal
from competition.adapters.tokens import Tokens
from competition.config import Config, Limits, Mail, Site
from competition.draw.notes import Signer
from competition.store.clock import Clock, now


@dataclass(frozen=True, slots=True)
class Instance:
    """Handed to every use case; holds no connection. Tests replace its clock."""

    site: Site
    mail: Mail
    limits: Limits
    tokens: Tokens
    seal: Seal
    letters: Letters
    signer: Signer
    clock: Clock
    witnesses: Mapping[str, str] = field(default_factory=dict)
    """Where each witness is asked, by the name of its key."""
    config_file: str = ""
    """Where the keys lie, for whoever has to copy them."""

    def address(self, path: str) -> str:
        """The full address of a path such as `/c/x`: always under the configured one (O13)."""
        return self.site.base_url + path

    def identity(self, slug: str) -> str:
        """The `competition` of every statement (§2)."""
        return f"{self.site.origin}/c/{slug}"

    @property
    def host(self) -> str:
        return urlsplit(self.site.base_url).hostname or "localhost"


def assemble(config: Config, *, clock: Clock = now, file: str = "") -> Instance:
    return Instance(
        site=config.site,
        mail=config.mail,
        limits=config.limits,
        tokens=Tokens(config.keys.secrets),
        seal=Seal(config.keys.secrets, "prize-code"),
        letters=Letters(),
        signer=keys.signer(config.keys.signing_seed, origin=config.site.origin),
        clock=clock,
        witnesses=config.witnesses,
        config_file=file,
    )
