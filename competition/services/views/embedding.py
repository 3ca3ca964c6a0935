"""The entry form as other sites show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmbedView:
    slug: str
    title: str
    origins: tuple[str, ...]
    page: str
    """The full address of the competition, for those to whom the frame shows nothing."""
    frame: str
    """That of the form alone."""
