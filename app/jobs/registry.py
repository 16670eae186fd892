"""What the worker knows how to do. Houses above register their handlers and duties at import."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Handler:
    """How one kind of job is done: ``run(args, progress)``. It must end the same when run twice.

    ``progress(done, total)`` commits what was done so far and keeps the job alive.
    """

    run: Callable[[dict[str, Any], Callable[[int, int], None]], str]
    when_failed: Callable[[dict[str, Any]], None] | None = None


@dataclass
class Registry:
    handlers: dict[str, Handler] = field(default_factory=dict)
    duties: dict[str, Callable[[], None]] = field(default_factory=dict)

    def handles(
        self, kind: str, *, when_failed: Callable[[dict[str, Any]], None] | None = None
    ) -> Callable[[Callable[..., str]], Callable[..., str]]:
        def add(run: Callable[..., str]) -> Callable[..., str]:
            self.handlers[kind] = Handler(run, when_failed)
            return run

        return add

    def duty(self, name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
        """Something seen to every minute, and at once when somebody asks by name."""

        def add(see_to: Callable[[], None]) -> Callable[[], None]:
            self.duties[name] = see_to
            return see_to

        return add


registry = Registry()
