"""May this visitor do it once more now, or how long should he wait?"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable


class Limiter:
    """A bucket of tokens for each key, in this process. Memory is bounded: the longest unused keys are forgotten.

    A forgotten key starts full again. That errs on the side of letting people in, which is what a public
    counter wants: limits here slow floods down, they do not judge anybody.
    """

    def __init__(
        self,
        *,
        capacity: float,
        per_second: float,
        max_keys: int = 50_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if capacity < 1 or per_second <= 0 or max_keys < 1:
            raise ValueError("capacity ≥ 1, per_second > 0, max_keys ≥ 1")
        self.capacity, self.per_second, self.max_keys = float(capacity), float(per_second), max_keys
        self._clock = clock
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: Hashable, cost: float = 1.0) -> float:
        """Take tokens and return 0.0, or leave them and return the seconds until there are enough."""
        with self._lock:
            now = self._clock()
            left, at = self._buckets.pop(key, (self.capacity, now))
            left = min(self.capacity, left + max(0.0, now - at) * self.per_second)
            wait = 0.0
            if left >= cost:
                left -= cost
            else:
                wait = (min(cost, self.capacity) - left) / self.per_second
            self._buckets[key] = (left, now)
            while len(self._buckets) > self.max_keys:
                self._buckets.popitem(last=False)
            return wait

    def left(self, key: Hashable) -> float:
        """Return how many tokens the key has now, taking none."""
        with self._lock:
            left, at = self._buckets.get(key, (self.capacity, self._clock()))
            return min(self.capacity, left + max(0.0, self._clock() - at) * self.per_second)

    def forget(self, key: Hashable) -> None:
        """Give the key a full bucket again."""
        with self._lock:
            self._buckets.pop(key, None)

    def __len__(self) -> int:
        return len(self._buckets)
