"""Does the limiter slow floods down, forget, and stay small?"""

import threading

import pytest

from shanzhi.web.limiter import Limiter


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_capacity_then_tells_how_long_to_wait() -> None:
    clock = Clock()
    limit = Limiter(capacity=3, per_second=0.5, clock=clock)
    assert [limit.take("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert limit.take("a") == pytest.approx(2.0)
    clock.now += 2.0
    assert limit.take("a") == 0.0


def test_a_refusal_takes_nothing_away() -> None:
    clock = Clock()
    limit = Limiter(capacity=1, per_second=1, clock=clock)
    limit.take("a")
    for _ in range(50):
        limit.take("a")
    clock.now += 1.0
    assert limit.take("a") == 0.0


def test_one_key_never_pays_for_another() -> None:
    limit = Limiter(capacity=1, per_second=0.001)
    assert limit.take("a") == 0.0
    assert limit.take("b") == 0.0
    assert limit.take("a") > 0


def test_memory_is_bounded_and_the_longest_unused_key_goes_first() -> None:
    clock = Clock()
    limit = Limiter(capacity=1, per_second=0.001, max_keys=3, clock=clock)
    for key in "abc":
        limit.take(key)
    limit.take("a")
    limit.take("d")
    assert len(limit) == 3
    assert limit.take("b") == 0.0
    assert limit.take("a") > 0


def test_a_clock_that_steps_back_gives_nothing_away_and_breaks_nothing() -> None:
    clock = Clock()
    limit = Limiter(capacity=1, per_second=1, clock=clock)
    limit.take("a")
    clock.now -= 500
    assert limit.take("a") == pytest.approx(1.0)


def test_threads_together_never_get_more_than_the_capacity() -> None:
    limit = Limiter(capacity=100, per_second=0.000001)
    let_in: list[int] = []

    def press() -> None:
        let_in.append(sum(limit.take("one") == 0.0 for _ in range(100)))

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(let_in) == 100


@pytest.mark.parametrize("wrong", [{"capacity": 0, "per_second": 1}, {"capacity": 1, "per_second": 0}])
def test_a_limit_that_would_lock_everybody_out_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="capacity"):
        Limiter(**wrong)
