"""How many photos may be decoded at once, so that memory stays bounded however many arrive?"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .refusal import PhotoRefused


class MemoryBudget:
    """A number of bytes shared by all threads: whoever decodes takes what he needs and gives it back."""

    def __init__(self, total: int, patience: float) -> None:
        self.total = total
        self.patience = patience
        self._free = total
        self._changed = threading.Condition()

    @contextmanager
    def take(self, need: int) -> Iterator[None]:
        """Hold `need` bytes while decoding; wait for them a while, then ask to come back later."""
        need = min(need, self.total)
        with self._changed:
            if not self._changed.wait_for(lambda: self._free >= need, self.patience):
                raise PhotoRefused("busy")
            self._free -= need
        try:
            yield
        finally:
            with self._changed:
                self._free += need
                self._changed.notify_all()
