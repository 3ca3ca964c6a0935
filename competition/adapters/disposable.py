"""Domains of addresses that are thrown away after use, from a list that others keep."""

from importlib.metadata import version

from disposable_email_domains import blocklist

_PACKAGE = "disposable-email-domains"
LIST = f"{_PACKAGE} {version(_PACKAGE)}"


def is_listed(domain: str) -> bool:
    """Whether the list names it; `domain` is in its ASCII form, without a subdomain."""
    return domain in blocklist
