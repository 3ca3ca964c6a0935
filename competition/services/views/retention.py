"""What is kept of people and until when, as the operator and the admins see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competition.rules.retention import Kept


@dataclass(frozen=True, slots=True)
class KeptView:
    slug: str | None
    """None for complaints, which belong to no competition."""
    title: str
    """Of the competition; empty for complaints."""
    kind: Kept
    who: str
    """`Entrants without a prize`."""
    rule: str
    """`30 days after the last award`."""
    count: int
    due: datetime | None
    """None where it cannot be said yet."""


@dataclass(frozen=True, slots=True)
class RetentionView:
    now: datetime
    kept: tuple[KeptView, ...]

    @property
    def due(self) -> tuple[KeptView, ...]:
        """What a purge takes now."""
        return tuple(one for one in self.kept if one.due and one.due <= self.now)


@dataclass(frozen=True, slots=True)
class CertificateView:
    slug: str | None
    title: str
    """As above."""
    digest: str
    at: datetime
    plain: dict[str, Any]
    text: str
