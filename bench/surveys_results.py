"""Results of surveys: does reading them cost no more than reading kept rows, and how long does summarising take?

    python bench/surveys_results.py [--quick] [--database sqlite|postgresql|both]

Two waves from a fixed seed, each with 200,000 answers to 50 statements in ten dimensions, kept in 500 groups
(``--quick``: 10,000 answers). What the pages ask (the results of everybody asked beside the wave before, the map of all
500 units, and the comparison of two waves at a unit) is set against reading as many kept rows in the same run, asked in
turns: ``ratios.results``, ``ratios.heatmap`` and ``ratios.comparison`` are p95 over p95, aimed at 5 and less. Told
besides: how long it takes to summarise the second wave with its comparison (``summarise_s``), and by how much the
memory of the process grew meanwhile (``grew_mib``). ``bench/surveys.py`` measures submitting and closing.
"""

import gc
import os
import secrets
import sys
import time
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from support.apps import opened
from support.figures import SEED, arguments, finish, peak_mib, percentile, say

from app.access.visitor import EVERYWHERE
from app.base import scope
from app.base.database import analyse, begin_reading, begin_writing, db
from app.organisation.models import OrgUnit
from app.surveys import outcomes
from app.surveys.models import FigureKind, NodeKind, SurveyAnswer, SurveyFigure, SurveyGroup, SurveyNode, SurveyWave
from app.surveys.queries import results as queries
from app.surveys.queries.plans import plan_of
from app.surveys.queries.results import Viewer
from app.surveys.services.summarising import summarise
from tests.support.builders import LONG_AGO, make_government
from tests.support.surveys import ELEMENTS, make_instrument, make_wave

ANSWERS, QUICK_ANSWERS = 200_000, 10_000
GROUPS, OFFICES, EACH = 500, 50, 5
MORE = {f"d{place}_more": f"Dimensi {place}" for place in range(1, 6)}
ROUNDS, QUICK_ROUNDS, WARM = 100, 30, 5
AIM = 5.0
RATIOS = ("results", "heatmap", "comparison")
AT_ONCE = 20_000
WHO = Viewer(EVERYWHERE)


def units() -> list[OrgUnit]:
    """A regency with fifty offices of ten parts each: the parts keep the answers."""

    def unit(name: str, above: OrgUnit | None) -> OrgUnit:
        one = OrgUnit(name=name, kind="unit", parent_id=above.id if above else None, starts_on=LONG_AGO, path="")
        db.session.add(one)
        db.session.flush()
        one.path = f"{above.path if above else '/'}{one.id}/"
        return one

    top = unit("Kabupaten", None)
    offices = [unit(f"Dinas {place:02d}", top) for place in range(OFFICES)]
    parts = [unit(f"Bidang {place:03d}", offices[place % OFFICES]) for place in range(GROUPS)]
    db.session.commit()
    return [top, *parts]


def wave_of(version: Any, places: list[OrgUnit], answers: int, seed: int, **facts: Any) -> SurveyWave:
    """A closed wave whose answers, drawn around a mean of each unit and statement, are not worked out yet."""
    top, parts = places[0], places[1:]
    sizes = {part: max(answers // GROUPS, 10) for part in parts}
    wave = make_wave(top, [version], dict.fromkeys(parts, ()), targeted=sizes, summarised=False, **facts)
    groups = db.session.execute(select(SurveyGroup.id).where(SurveyGroup.wave_id == wave.id)).scalars().all()
    chance = np.random.default_rng(seed)
    statements = (len(ELEMENTS) + len(MORE)) * EACH
    means = chance.normal(3.2, 0.4, size=(GROUPS, statements))
    for start in range(0, answers, AT_ONCE):
        count = min(AT_ONCE, answers - start)
        where = chance.integers(0, GROUPS, size=count)
        marks = np.clip(np.rint(chance.normal(means[where], 1.0)), 1, 5).astype(np.uint8)
        rows = [
            {"key": secrets.token_hex(16), "government_id": wave.government_id, "wave_id": wave.id,
             "group_id": groups[group], "marks": row.tobytes()}
            for group, row in zip(where, marks, strict=True)
        ]  # fmt: skip
        db.session.execute(insert(SurveyAnswer.__table__), rows)
        db.session.commit()
    return wave


def seconds_to_summarise(wave_id: int) -> float:
    started = time.perf_counter()
    summarise(wave_id, lambda _done, _total: db.session.commit())
    return time.perf_counter() - started


def p95s(kinds: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """p95 in milliseconds of each, asked in turns so that a busy moment hits all alike."""
    begin_reading()
    spent: dict[str, list[float]] = {name: [] for name in kinds}
    gc.disable()
    for index in range(-WARM, rounds):
        for name, ask in kinds.items():
            started = time.perf_counter()
            ask()
            if index >= 0:
                spent[name].append((time.perf_counter() - started) * 1000)
            db.session.expunge_all()
    gc.enable()
    db.session.rollback()
    begin_writing()
    return {name: percentile(values, 95) for name, values in spent.items()}


def kinds(first_id: int, wave_id: int) -> dict[str, Callable[[], Any]]:
    """The three questions of the pages, each beside a bare read of the rows it is made of."""
    rng = Random(SEED)
    dimensions = [one.id for one in plan_of(wave_id).dimensions]
    nodes = {
        number: {(kind, path): node_id for node_id, kind, path in db.session.execute(
            select(SurveyNode.id, SurveyNode.kind, SurveyNode.unit_path).where(SurveyNode.wave_id == number)
        )}
        for number in (first_id, wave_id)
    }  # fmt: skip
    places = [key for key in nodes[wave_id] if key[0] == NodeKind.UNIT]
    whole = next(key for key in nodes[wave_id] if key[0] == NodeKind.WHOLE)
    turn = [places[0]]
    columns = SurveyFigure.__table__.c

    def rows_at(key: Any) -> Any:
        both = [nodes[number][key] for number in (first_id, wave_id)]
        return db.session.execute(select(*columns).where(SurveyFigure.node_id.in_(both))).all()

    def at_unit() -> Any:
        turn[0] = rng.choice(places)
        return outcomes.outcome(queries.results(WHO, wave_id, nodes[wave_id][turn[0]]))

    kept = select(*columns, SurveyNode.name, SurveyNode.done, SurveyNode.targeted).join(
        SurveyNode, SurveyNode.id == SurveyFigure.node_id
    )
    shown = kept.where(SurveyFigure.wave_id == wave_id, SurveyFigure.kind == FigureKind.DIMENSION)
    return {
        "results": lambda: outcomes.outcome(queries.results(WHO, wave_id)),
        "bare_results": lambda: rows_at(whole),
        "heatmap": lambda: queries.units(WHO, wave_id, dimensions, limit=None),
        "bare_heatmap": lambda: db.session.execute(shown).all(),
        "comparison": at_unit,
        "bare_comparison": lambda: rows_at(turn[0]),
    }


def measure(answers: int, rounds: int) -> dict[str, Any]:
    with scope.everything():
        government_id = make_government().id
    scope.enter(government_id)
    places = units()
    version = make_instrument("Kesiapan", ELEMENTS | MORE, each=EACH)
    first = wave_of(version, places, answers, SEED)
    second = wave_of(version, places, answers, SEED + 1, previous_id=first.id)
    first_id, wave_id = first.id, second.id
    analyse()
    db.session.commit()
    seconds_to_summarise(first_id)
    before = peak_mib(os.getpid())
    seconds = seconds_to_summarise(wave_id)
    grew = peak_mib(os.getpid()) - before
    analyse()
    db.session.commit()
    found = p95s(kinds(first_id, wave_id), rounds)
    figures = db.session.execute(select(SurveyFigure.node_id).where(SurveyFigure.wave_id == wave_id)).all()
    return {
        "answers": answers,
        "marks": answers * (len(ELEMENTS) + len(MORE)) * EACH,
        "figures": len(figures),
        "summarise_s": round(seconds, 1),
        "grew_mib": round(grew),
        "peak_mib": round(peak_mib(os.getpid())),
        "p95_ms": {name: round(value, 2) for name, value in found.items()},
        "ratios": {name: round(found[name] / found[f"bare_{name}"], 2) for name in RATIOS},
    }


def main() -> None:
    given = arguments("Hasil survei")
    answers, rounds = (QUICK_ANSWERS, QUICK_ROUNDS) if given.quick else (ANSWERS, ROUNDS)
    figures: dict[str, Any] = {}
    for database in given.databases:
        with opened(database):
            found = measure(answers, rounds)
        say(f"{database:<11} {answers:>8,}  {found['ratios']}  {found['summarise_s']} s  {found['peak_mib']} MiB")
        figures[database] = found
    ratios = {name: max(one["ratios"][name] for one in figures.values()) for name in RATIOS}
    say("  ".join(f"{name} {value:.2f} (aim {AIM:.0f})" for name, value in ratios.items()))
    holds = all(value <= AIM for value in ratios.values())
    finish("surveys_results", {"ratios": ratios, "figures": figures}, quick=given.quick, holds=holds)


if __name__ == "__main__":
    sys.exit(main())
