"""Why may a step not be taken, by which article, and what would help?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shanzhi.law.citation import Citation


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason against a step; `remedy` says what clears it. An empty basis marks a house rule, not a statute."""

    text: str
    basis: tuple[Citation, ...] | Citation = ()
    remedy: str = ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        return (self.basis,) if isinstance(self.basis, Citation) else self.basis

    @property
    def written_basis(self) -> str:
        """行政处罚法44, or several joined by 、."""
        return "、".join(str(citation) for citation in self.citations)

    def as_json(self) -> dict[str, str]:
        answer = {"text": self.text, "basis": self.written_basis}
        return answer | {"remedy": self.remedy} if self.remedy else answer

    def __str__(self) -> str:
        return f"{self.text}（{self.written_basis}）" if self.citations else self.text


class NotAllowed(Exception):
    """A step was refused; `obstacles` holds every reason, not the first."""

    def __init__(self, obstacles: Iterable[Obstacle]) -> None:
        self.obstacles: list[Obstacle] = list(obstacles)
        super().__init__("；".join(str(obstacle) for obstacle in self.obstacles))
