"""Mails as text and HTML, from ``templates/emails/<kind>/``. Drawn when they are sent or looked at."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, select_autoescape

from app.base import wording
from app.config import ROOT

FOLDER = ROOT / "templates" / "emails"
PARTS = ("subject.txt", "body.txt", "body.html")
# What the layout adds to every letter, whatever it is about.
_FRAME = frozenset({"is_sample", "stop_link", "settings_link"})
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    stop_link: str = ""


@lru_cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["sentence"] = wording.sentence
    return environment


def letter(
    kind: str, facts: Mapping[str, Any], *, settings_link: str, stop_link: str = "", is_sample: bool = False
) -> Letter:
    """The mail of a kind with its facts filled in; a missing fact is an error, not a blank."""
    values = {**facts, "settings_link": settings_link, "stop_link": stop_link, "is_sample": is_sample}
    text, html = (_draw(kind, name, values) for name in PARTS[1:])
    return Letter(subject(kind, facts, is_sample=is_sample), text + "\n", html, stop_link)


def subject(kind: str, facts: Mapping[str, Any], *, is_sample: bool = False) -> str:
    """One line, whatever its facts bring along."""
    line = " ".join(_draw(kind, PARTS[0], facts).split())
    return f"[Contoh] {line}" if is_sample else line


def _draw(kind: str, name: str, values: Mapping[str, Any]) -> str:
    return _environment().get_template(f"{kind}/{name}").render(values).strip()


@lru_cache
def facts_of(kind: str) -> frozenset[str]:
    """The facts a letter's three parts ask for: what the outbox has to keep, and all it may keep."""
    return frozenset().union(*(_asked_by(f"{kind}/{name}") for name in PARTS)) - _FRAME


def asked_by_part(kind: str, part: str) -> frozenset[str]:
    """The facts one part asks for, its layout included."""
    return _asked_by(f"{kind}/{part}") - _FRAME


def _asked_by(name: str) -> frozenset[str]:
    source = (FOLDER / name).read_text()
    tree = _environment().parse(source)
    above = (_asked_by(one) for one in meta.find_referenced_templates(tree) if one)
    return frozenset(meta.find_undeclared_variables(tree)).union(*above)


def policy(html: str) -> str:
    """The policy a letter is shown under: its own style sheet and style attributes, and nothing else at all."""
    sheets = [hashlib.sha256(sheet.encode()).digest() for sheet in _STYLE.findall(html)]
    hashes = " ".join(f"'sha256-{base64.b64encode(one).decode()}'" for one in sheets) or "'none'"
    return (
        f"default-src 'none'; style-src-attr 'unsafe-inline'; style-src-elem {hashes}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; sandbox"
    )
