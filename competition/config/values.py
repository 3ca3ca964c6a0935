"""What a single setting may hold. Each check refuses with a predicate whose subject is the key."""

import re
import unicodedata
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field

from competition.draw import notes
from competition.draw.errors import MalformedError

Network = IPv4Network | IPv6Network

# The protocol's own limit on a competition's identity, less the longest "/c/<slug>".
LONGEST_ORIGIN = 128 - len("/c/") - 60
ORIGIN = re.compile(r"[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9._-]+)*")


def one_line(value: str) -> str:
    if not value.strip() or any(unicodedata.category(character) in ("Cc", "Zl", "Zp") for character in value):
        raise ValueError("must be one line of text, and not empty")
    return value


def mail_address(value: str) -> str:
    try:
        validate_email(value, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise ValueError("must be a mail address such as draws@cinema.example") from None
    return value


def public_address(value: str, mode: Literal["production", "demo"]) -> str:
    scheme, _, origin = value.partition("://")
    if scheme == "http" and mode == "production":
        raise ValueError(
            'begins with http://: readers\' addresses need https:// (or set mode = "demo" to try things out)'
        )
    if scheme not in ("http", "https"):
        raise ValueError("must be a whole address such as https://cinema.example/draws")
    if origin.endswith("/"):
        raise ValueError("must not end with a slash")
    if not ORIGIN.fullmatch(origin) or len(origin) > LONGEST_ORIGIN:
        raise ValueError(
            "must be a host in lower case, perhaps with a port and a path of a-z, 0-9, dot, dash, underscore,"
            f" at most {LONGEST_ORIGIN} characters after the scheme"
        )
    return value


def sender_address(value: str) -> str:
    if not mail_address(value).isascii():
        raise ValueError("must be in ASCII, so that every mail server takes it: write its domain as xn--...")
    return value


def server_name(value: str) -> str:
    try:
        one_line(value).encode("idna")
    except ValueError:
        raise ValueError("must be the name of a server such as smtp.cinema.example") from None
    return value


def database_url(value: str) -> str:
    if value.startswith("sqlite:///") and len(value) > len("sqlite:///"):
        return value
    if value.startswith("postgresql+psycopg://"):
        return value
    raise ValueError(
        "must begin with sqlite:/// and name a file, or with postgresql+psycopg:// and name a server"
    )


def relay(value: str) -> str:
    return _asked_at(value, "a drand relay")


def witness_address(value: str) -> str:
    return _asked_at(value, "a witness")


def _asked_at(value: str, what: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"must be the address of {what}, beginning with https://")
    return value.rstrip("/")


def key_name(value: str) -> str:
    if not ORIGIN.fullmatch(value):
        raise ValueError("must be an address without https://, such as gazette.example/witness")
    return value


def service_key(value: str) -> str:
    try:
        notes.parse_verifier_key(value, notes.ED25519)
    except MalformedError as error:
        raise ValueError(f"must be the key of a service, as its manifests have it: {error.message}") from None
    return value


def network(value: object) -> Network:
    try:
        return ip_network(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("must be an address or a network such as 10.0.0.0/8") from None


def as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Line = Annotated[str, AfterValidator(one_line)]
MailAddress = Annotated[str, AfterValidator(mail_address)]
SenderAddress = Annotated[str, AfterValidator(sender_address)]
ServerName = Annotated[str, AfterValidator(server_name)]
DatabaseUrl = Annotated[str, AfterValidator(database_url)]
WitnessAddress = Annotated[str, AfterValidator(witness_address)]
KeyName = Annotated[str, AfterValidator(key_name)]
ServiceKeys = Annotated[tuple[Annotated[str, AfterValidator(service_key)], ...], BeforeValidator(as_tuple)]
Relays = Annotated[tuple[Annotated[str, AfterValidator(relay)], ...], BeforeValidator(as_tuple)]
Networks = Annotated[tuple[Annotated[Network, BeforeValidator(network)], ...], BeforeValidator(as_tuple)]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[int, Field(ge=1, le=600)]
Count = Annotated[int, Field(ge=1)]
