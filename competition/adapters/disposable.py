"""Domains of addresses that are thrown away after use, from a list that others keep."""

from importlib.metadata import version

from disposable_email_domains import blocklist

from competition.rules.signals import parent_domains

_PACKAGE = "disposable-email-domains"
LIST = f"{_PACKAGE} {version(_PACKAGE)}"


def is_listed(folded: str) -> bool:
    """Whether the list names the domain of a folded address, or one above it."""
    return any(domain in blocklist for domain in parent_domains(folded.rpartition("@")[2]))
