"""One thing to do, as the home page shows it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, and the one button; ``beside`` is a second way, as (label, address)."""

    icon: str
    title: str
    text: str
    action: str
    href: str
    urgent: bool = False
    beside: tuple[str, str] | None = None
