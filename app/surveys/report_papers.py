"""The report of a wave on its unit's letterhead: what was found, by units, and a page on how (reference 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.letters.facts import Annex, Head
from app.letters.models import Paper
from app.letters.printing import EMBLEM, SIZES
from app.surveys import findings
from app.surveys.findings import Turn
from app.surveys.outcomes import Choice, DimensionRow, Outcome, Profile
from app.surveys.queries.results import Cell, UnitRow


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
        comparisons=_comparisons(facts.outcome),
        between=_between(facts.outcome),
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
    is_compared = bool(facts.outcome.earlier)
    headings = ("Unit", "Menjawab", "Jawaban positif", "Nilai (0–100)")
    rows = []
    for one in facts.units:
        told, *figures = _unit(one)
        turn = findings.change(one.score)
        changed = turn.text if turn else "–"
        rows.append((one.name, told, *figures, *((changed,) if is_compared else ())))
    return Annex("", headings + (("Sejak sebelumnya",) if is_compared else ()), tuple(rows))


def _unit(one: UnitRow) -> tuple[str, str, str]:
    """How many answered, the share that speaks for the change and the score of a unit."""
    if not one.is_shown:
        return "tidak ditampilkan", "–", "–"
    told = f"{wording.number(one.done or 0)} dari {wording.number(one.targeted or 0)}"
    if not one.done:
        return told, "belum ada respons", "–"
    return told, findings.percent(one.favourable, one.done), findings.mean(one.score, 0, 100)


# --- beside the wave before: what the page tells, line by line -----------------------------------------------------


def _comparisons(outcome: Outcome) -> list[Annex]:
    """Means, shares and what was chosen beside the wave before; none without one."""
    if not outcome.earlier:
        return []
    tables = [
        made(outcome, profile) for profile in outcome.profiles for made in (_compared_means, _compared_favourable)
    ]
    return tables + [_compared_choice(outcome, choice) for choice in outcome.compared_choices]


def _compared(outcome: Outcome, title: str, first: str, effect: str, rows: Sequence[tuple[str, ...]]) -> Annex:
    waves = outcome.earlier[-1].wave.title, outcome.wave.title
    return Annex(title, (first, *waves, "Perubahan", f"Efek ({effect})", "p terkoreksi"), tuple(rows))


def _compared_means(outcome: Outcome, profile: Profile) -> Annex:
    rows = []
    for row in profile.rows:
        low, high, old = row.plan.low, row.plan.high, _before(row)
        turn = findings.change(row.cell, is_good=profile.version.is_good)
        was = findings.mean(old, low, high) if old else "–"
        now = findings.mean(row.cell, low, high)
        rows.append((row.plan.title, was, now, *_turned(turn, row.cell.change, findings.not_compared(row.cell, old))))
    return _compared(outcome, profile.version.title, "Dimensi", "g", rows)


def _compared_favourable(outcome: Outcome, profile: Profile) -> Annex:
    rows = []
    for row in profile.rows:
        old, kept = _before(row), (row.cell.change or {}).get("favourable")
        turn = findings.favourable_change(row.cell)
        was = findings.percent(old.favourable, old.n) if old else "–"
        now = findings.percent(row.cell.favourable, row.cell.n)
        rows.append((row.plan.title, was, now, *_turned(turn, kept, findings.not_compared(row.cell, old))))
    return _compared(outcome, f"{profile.version.title}, jawaban positif", "Dimensi", "h", rows)


def _compared_choice(outcome: Outcome, choice: Choice) -> Annex:
    rows = [
        (
            row.words,
            findings.percent(row.before, row.n_before),
            findings.percent(row.now, choice.cell.n),
            *_turned(row.turn, row.kept, findings.TOO_FEW_TO_COMPARE),
        )
        for row in choice.beside
    ]
    return _compared(outcome, choice.title, "Jawaban", "h", rows)


def _before(row: DimensionRow) -> Cell | None:
    return row.before[-1] if row.before else None


def _turned(turn: Turn | None, kept: Mapping[str, Any] | None, otherwise: str) -> tuple[str, str, str]:
    """The change, its effect and its p; without a change why there is none."""
    if turn is None or kept is None:
        return otherwise, "–", "–"
    return turn.text, findings.effect(kept["effect"]), findings.p_value(kept["q"])


def _between(outcome: Outcome) -> list[Annex]:
    """Whether the units that are told differ, for each instrument whose dimensions can be compared between them."""
    headings = ("Dimensi", "Unit dibandingkan", "Kesimpulan", "p terkoreksi", "ICC(1)", "ICC(2)")
    tables = []
    for profile in outcome.profiles:
        found = [(row.plan.title, findings.between(row.cell)) for row in profile.rows]
        rows = [(title, *_apart(one)) for title, one in found if one is not None]
        if rows:
            tables.append(Annex(profile.version.title, headings, tuple(rows)))
    return tables


def _apart(found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        wording.number(found["units"]),
        findings.between_words(found),
        findings.p_value(found["q"]),
        findings.effect(found["icc1"]),
        findings.effect(found["icc2"]),
    )
