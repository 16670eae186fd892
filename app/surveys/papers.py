"""Slips for people without mail: a code of one's own, and where to type it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import segno

from app.documents.printing import print_pdf, render_document

ON_A_SHEET = 8


@dataclass(frozen=True)
class Slip:
    """One person's slip. ``code`` is empty where only the drawing opens the form."""

    name: str
    group: str
    code: str
    address: str


@dataclass(frozen=True)
class SlipFacts:
    """What stands on every slip of a wave."""

    title: str
    government: str
    unit: str
    until: str
    mode: str
    site: str


def print_slips(facts: SlipFacts, slips: Sequence[Slip]) -> bytes:
    """Slips to cut apart, eight on a sheet of A4."""
    images = {f"kode-{place}": _drawn(one.address) for place, one in enumerate(slips)}
    return print_pdf(render_document("survey_slips.html", facts=facts, slips=slips), images=images)


def _drawn(address: str) -> bytes:
    buffer = io.BytesIO()
    segno.make(address, error="m", mask=2).save(buffer, kind="png", scale=4, border=2)
    return buffer.getvalue()
