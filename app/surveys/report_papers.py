"""The report of a wave on its unit's letterhead: what was found, by units, and a page on how (reference 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.letters.facts import Annex, Head
from app.letters.models import Paper
from app.letters.printing import EMBLEM, SIZES
from app.surveys import findings
from app.surveys.outcomes import Outcome
from app.surveys.queries.results import UnitRow


@dataclass(frozen=True)
class ReportFacts:
    """Everything that is printed, and nothing else."""

    head: Head
    outcome: Outcome
    units: Sequence[UnitRow]
    method: Sequence[Sequence[Any]]
    deeds: Sequence[Any]
    comments: Sequence[tuple[str, Sequence[str]]]
    closed_on: date
    printed_on: date


def print_report(facts: ReportFacts, emblem: bytes | None) -> bytes:
    html = render_document(
        "survey_report.html",
        facts=facts,
        size=SIZES[Paper.A4],
        emblem=f"penata:images/{EMBLEM}" if emblem else "",
        words=findings,
        tables=[_profile(facts.outcome, place) for place in range(len(facts.outcome.profiles))],
        units=_units(facts),
        closed=wording.plain_date(facts.closed_on),
        dated=f"{facts.head.city}, {wording.plain_date(facts.printed_on)}",
        day=wording.plain_date,
    )
    return print_pdf(html, images={EMBLEM: emblem} if emblem else None)


def _profile(outcome: Outcome, place: int) -> Annex:
    profile = outcome.profiles[place]
    before = [one.wave.title for one in outcome.earlier]
    rows = []
    for row in profile.rows:
        low, high = row.plan.low, row.plan.high
        past = tuple(findings.mean(cell, low, high) if cell else "–" for cell in row.before)
        now = findings.mean(row.cell, low, high) if row.cell.is_shown else "tidak ditampilkan"
        turn = findings.change(row.cell, is_good=profile.version.is_good)
        rows.append(
            (
                row.plan.title + (" (titik hambat)" if row.is_barrier else ""),
                *past,
                now,
                findings.interval(row.cell, low, high),
                findings.percent(row.cell.favourable, row.cell.n),
                turn.text if turn else "–",
            )
        )
    headings = ("Dimensi", *before, outcome.wave.title, "Rentang 95%", "Positif", "Sejak sebelumnya")
    return Annex(f"{profile.version.title}, skala {profile.low}–{profile.high}", headings, tuple(rows))


def _units(facts: ReportFacts) -> Annex:
    rows = []
    for one in facts.units:
        if not one.is_shown:
            rows.append((one.name, "tidak ditampilkan", "–"))
        elif not one.done:
            rows.append((one.name, f"0 dari {wording.number(one.targeted or 0)}", "belum ada respons"))
        else:
            told = f"{wording.number(one.done)} dari {wording.number(one.targeted or 0)}"
            rows.append((one.name, told, findings.percent(one.favourable, one.done)))
    return Annex("", ("Unit", "Menjawab", "Jawaban positif"), tuple(rows))
