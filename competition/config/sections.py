"""The sections of the configuration. A description completes the sentence "<key> must be ..."."""

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from competition.config import keys
from competition.config.values import (
    Count,
    DatabaseUrl,
    Line,
    MailAddress,
    Networks,
    Port,
    Relays,
    Seconds,
    SenderAddress,
    ServerName,
    WitnessAddress,
    as_tuple,
    public_address,
)

Secrets = Annotated[
    tuple[Annotated[str, AfterValidator(keys.strong_secret)], ...],
    AfterValidator(keys.at_least_one),
    BeforeValidator(as_tuple),
]


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class Site(Section):
    # First, because what is allowed below depends on it.
    mode: Literal["production", "demo"] = Field("production", description='"production" or "demo"')
    name: Line = Field(description="the name readers know this site by")
    base_url: str = Field(description="the address readers use, such as https://cinema.example/draws")
    promoter_name: Line = Field(description="the name of whoever answers for the competitions")
    promoter_address: Line = Field(description="the promoter's postal address on one line")
    contact: MailAddress = Field(description="a mail address that readers can write to")
    debug: bool = Field(False, description="true or false")

    @field_validator("base_url")
    @classmethod
    def _public_address(cls, value: str, info: ValidationInfo) -> str:
        return public_address(value, info.data.get("mode", "production"))

    @field_validator("debug")
    @classmethod
    def _no_debug_in_production(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("mode", "production") == "production":
            raise ValueError("shows the program's insides to readers: set it to false in production")
        return value

    @property
    def origin(self) -> str:
        """The address without its scheme: the name of the signing key, and the start of every identity."""
        return self.base_url.partition("://")[2]


class Database(Section):
    # The address of a server may hold a password.
    url: DatabaseUrl = Field(
        repr=False, description="sqlite:/// and a file, or postgresql+psycopg:// and a server"
    )


class Mail(Section):
    host: ServerName = Field(description="the name of the mail server that sends for you")
    port: Port = Field(587, description="a port number from 1 to 65535")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description='"starttls", "tls" or "none"'
    )
    username: str = Field("", description="the name to sign in to the mail server with, or nothing")
    password: str = Field(
        "", repr=False, description="the password to sign in to the mail server with, or nothing"
    )
    sender: SenderAddress = Field(description="the mail address that letters come from")
    worker: Literal["separate", "embedded"] = Field("separate", description='"separate" or "embedded"')
    attempts: Annotated[int, Field(ge=1, le=50)] = Field(8, description="a number of attempts from 1 to 50")
    timeout_seconds: Seconds = Field(20, description="a whole number of seconds from 1 to 600")


class Keys(Section):
    secrets: Secrets = Field(repr=False, description="a list with one secret or more, the newest first")
    signing_key: Annotated[str, AfterValidator(keys.signing_key)] = Field(
        repr=False, description="the signing key, as `competition keys` prints it"
    )

    @property
    def signing_seed(self) -> bytes:
        """The 32 bytes from which the Ed25519 key is made."""
        return keys.decode_seed(self.signing_key)


class Proxy(Section):
    trusted: Networks = Field((), description="a list of the networks your own proxies are in")
    hops: Annotated[int, Field(ge=1, le=10)] = Field(1, description="a number of proxies from 1 to 10")


class Beacon(Section):
    relays: Relays = Field(
        ("https://api.drand.sh", "https://drand.cloudflare.com"),
        description="a list of addresses of drand relays",
    )
    timeout_seconds: Seconds = Field(10, description="a whole number of seconds from 1 to 600")


class Limits(Section):
    entries_per_minute: Count = Field(10, description="a whole number, 1 or more")
    request_bytes: Annotated[int, Field(ge=4096)] = Field(
        65536, description="a number of bytes, 4096 or more"
    )
    mails_per_address: Count = Field(3, description="a whole number, 1 or more")
    mails_per_address_total: Count = Field(6, description="a whole number, 1 or more")


class Config(Section):
    site: Site
    database: Database
    mail: Mail
    keys: Keys
    proxy: Proxy = Proxy()
    beacon: Beacon = Beacon()
    limits: Limits = Limits()
    # By the name of the key that a manifest names. Nobody else is asked, whatever a manifest says.
    witnesses: dict[str, WitnessAddress] = Field({}, description="a list of names, each with an address")
