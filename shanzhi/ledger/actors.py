"""Who did it? A signed-in person, the public, a machine, or the system itself."""

import uuid
from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anything that can be the doer (`by`) of an action."""

    @property
    def actor_id(self) -> uuid.UUID | None: ...

    @property
    def actor_kind(self) -> str: ...


@dataclass(frozen=True)
class Anonymous:
    """A doer without an account."""

    actor_kind: str
    actor_id: uuid.UUID | None = None


PUBLIC = Anonymous("public")
SYSTEM = Anonymous("system")
