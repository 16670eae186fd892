"""Mails as text and HTML, from ``templates/emails/<kind>/``. Drawn when they are sent or looked at."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from app.config import ROOT


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str


@lru_cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT / "templates" / "emails"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def letter(kind: str, facts: dict[str, Any]) -> Letter:
    """The mail of a kind with its facts filled in; a missing fact is an error, not a blank."""
    environment = _environment()

    def draw(name: str) -> str:
        return environment.get_template(f"{kind}/{name}").render(facts).strip()

    return Letter(" ".join(draw("subject.txt").split()), draw("body.txt") + "\n", draw("body.html"))
