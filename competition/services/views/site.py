"""What every page may know of the site that prints it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteView:
    name: str
    base_url: str
    promoter: str
    promoter_address: str
    contact: str
    """A mail address that a person reads."""
    sender: str
    """The address that our own messages come from."""
    demo: bool


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One thing to choose in a form: what is sent, and what is read."""

    value: str
    label: str
