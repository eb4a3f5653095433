"""Who listens to which event? Handlers of higher rooms, by dotted name."""

from collections.abc import Callable
from typing import TypeVar

Handler = TypeVar("Handler", bound=Callable[..., None])

_by_kind: dict[str, list[str]] = {}
_by_name: dict[str, Callable[..., None]] = {}


def subscribe(*kinds: str) -> Callable[[Handler], Handler]:
    """Run the function for each event of these kinds: `handler(event: Event) -> None`, at least once, in a job."""

    def remember(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _by_name[name] = handler
        for kind in kinds:
            names = _by_kind.setdefault(kind, [])
            if name not in names:
                names.append(name)
        return handler

    return remember


def subscribers(kind: str) -> list[str]:
    """Return the dotted names of those who listen to this kind."""
    return _by_kind.get(kind, [])


def subscribed_kinds() -> dict[str, list[str]]:
    """Return every kind somebody listens to, with the names of the listeners."""
    return dict(_by_kind)


def handler_named(name: str) -> Callable[..., None]:
    """Return the handler of this dotted name.

    Raises LookupError when no such handler is registered: the job fails visibly and is retried, never skipped.
    """
    try:
        return _by_name[name]
    except KeyError:
        raise LookupError(f"没有名为 {name} 的处理函数；若已改名，需迁移等待中的任务。") from None
