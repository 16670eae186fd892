"""Surveys: how many answers of thirty statements come in a second, as a ratio to one durable row.

    python bench/surveys.py [--quick] [--database sqlite|postgresql|both]

Through the running server, by several connections without a session, as from phones: the last press of the form, which
spends a token and writes an answer, between two runs of a POST that commits one row and does nothing else. Afterwards
the database is asked: as many answers as were acknowledged, as many tokens spent, no answer twice. It ends with 1 where
that does not hold.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle
from random import Random
from typing import Any

from sqlalchemy import func, insert, select
from support.crowd import Crowd, Tally, Visit, post
from support.durable import rows
from support.figures import SEED, arguments, finish, middle, percentile, say
from support.probe_routes import ROW
from support.server import WORKERS, Server
from support.town import Guest, Town, raised

from app.access.visitor import SYSTEM
from app.base.clock import now
from app.base.database import db
from app.organisation.models import OrgUnit
from app.surveys.facts import WaveFacts
from app.surveys.models import (
    Direction,
    Instrument,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    PopulationKind,
    SurveyAnswer,
    SurveyParticipation,
    VersionStatus,
    WaveMode,
)
from app.surveys.queries.items import items_of_wave
from app.surveys.rules import tokens
from app.surveys.services import opening, waves
from app.surveys.services.waves import Named

AIM = 0.6
STATEMENTS, CONNECTIONS = 30, 8
SIZE, ROUNDS, SECONDS = 20_000, 7, 1.5
QUICK_SIZE, QUICK_ROUNDS, QUICK_SECONDS = 1_200, 3, 0.4
AGREEMENT = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"]
# All of them sit behind one address here; the brake still counts, it does not stop.
SETTINGS = {"LIMIT_FORM": "100000/second"}


# --- part one: answers coming in ---------------------------------------------------------------------------


def instrument() -> int:
    """Thirty statements on one page, published."""
    made = Instrument(title=f"Tiga puluh pernyataan {secrets.token_hex(4)}", direction=Direction.HIGH_IS_GOOD)
    db.session.add(made)
    db.session.flush()
    version = InstrumentVersion(instrument_id=made.id, number=1, status=VersionStatus.DRAFT, published_at=None)
    db.session.add(version)
    db.session.flush()
    statements = [
        {
            "government_id": made.government_id,
            "version_id": version.id,
            "code": f"K{place}",
            "concept": 1,
            "kind": ItemKind.SCALE,
            "text": f"Pernyataan {place} tentang {{perubahan}}.",
            "options": AGREEMENT,
            "scale_min": 1,
            "reversed": False,
            "is_required": True,
            "page": 1,
            "sort_order": place,
        }
        for place in range(1, STATEMENTS + 1)
    ]
    db.session.execute(insert(InstrumentItem), statements)
    version.status, version.published_at = VersionStatus.PUBLISHED, now()
    db.session.flush()
    return version.id


def open_wave(town: Town) -> tuple[int, list[int], list[int]]:
    """A wave that asks everybody: its number, its items, and who is asked."""
    with town.inside():
        units = list(db.session.execute(select(OrgUnit).where(OrgUnit.parent_id.is_(None))).scalars())
        facts = WaveFacts(
            title="Gelombang terukur",
            purpose="Mengukur.",
            change_name="perubahan",
            mode=WaveMode.ANONYMOUS,
            minimum_group=5,
            closes_at=now() + timedelta(days=5),
            version_ids=(instrument(),),
        )
        wave = waves.create(units[0], facts, by=SYSTEM)
        for unit in units:
            waves.add_line(wave, Named(PopulationKind.SUBTREE, unit_id=unit.id), is_left_out=False, by=SYSTEM)
        opening.open_at_once(wave, by=SYSTEM)
        db.session.commit()
        asked = select(SurveyParticipation.employee_id).where(SurveyParticipation.wave_id == wave.id)
        return wave.id, [one.id for one in items_of_wave(wave.id)], list(db.session.execute(asked).scalars())


class Submissions:
    """Runs of durable rows and of answers, one after the other."""

    def __init__(self, town: Town, rounds: int, seconds: float) -> None:
        self._town, self._rounds, self._seconds = town, rounds, seconds
        self._host = town.origin.removeprefix("http://")
        self._wave, self._items, people = open_wave(town)
        self._guests = town.sign_in(town.draw(CONNECTIONS, salt="rows"))
        Random(SEED).shuffle(people)
        self._answers = [iter(self._presses(people[place::CONNECTIONS])) for place in range(CONNECTIONS)]
        self._rows = [cycle([self._row(one)]) for one in self._guests]
        with town.inside():
            rows.create(db.session.connection())
            db.session.commit()

    def _row(self, one: Guest) -> Visit:
        return post(ROW, self._host, one.cookie, {"csrf_token": one.token, "text": "satu baris"}, expect=200)

    def _presses(self, people: list[int]) -> Iterator[Visit]:
        """The last press of each of these people, made when it is sent."""
        chance = Random(SEED)
        for employee_id in people:
            fields = {f"p-{item}": str(chance.randrange(5)) for item in self._items}
            path = tokens.path_of(self._token(employee_id))
            yield post(path, self._host, "", fields | {"halaman": "1", "arah": "lanjut"}, expect=200)

    def _token(self, employee_id: int) -> str:
        return tokens.token_of(self._wave, employee_id)

    def measure(self) -> dict[str, Any]:
        with Server(self._town, probes=True):
            crowd = Crowd(self._town.port, CONNECTIONS)
            try:
                run: Callable[[list[Iterator[Visit]]], Tally] = lambda visits: crowd.run(visits, self._seconds)  # noqa: E731
                answers = [run(self._rows), run(self._answers)][1:]  # both once, so that no worker is cold
                ratios, durable = [], [run(self._rows)]
                for _round in range(self._rounds):
                    answers.append(run(self._answers))
                    durable.append(run(self._rows))
                    ratios.append(2 * answers[-1].per_second / (durable[-2].per_second + durable[-1].per_second))
            finally:
                crowd.close()
        return self._told(answers, durable, ratios)

    def _told(self, answers: list[Tally], durable: list[Tally], ratios: list[float]) -> dict[str, Any]:
        acknowledged = sum(one.served - one.errors for one in answers)
        milliseconds = [ms for one in answers[1:] for ms in one.milliseconds]
        return {
            "ratio": middle(ratios),
            "answers_per_second": middle([one.per_second for one in answers[1:]], 1),
            "rows_per_second": middle([one.per_second for one in durable], 1),
            "p50_ms": round(percentile(milliseconds, 50), 2),
            "p95_ms": round(percentile(milliseconds, 95), 2),
            "acknowledged": acknowledged,
            "errors": sum(one.errors for one in answers),
            **self._kept(),
        }

    def _kept(self) -> dict[str, int]:
        with self._town.inside():
            kept = select(func.count(SurveyAnswer.key)).where(SurveyAnswer.wave_id == self._wave)
            done = select(func.count(SurveyParticipation.employee_id)).where(
                SurveyParticipation.wave_id == self._wave, SurveyParticipation.done
            )
            return {"kept": db.session.execute(kept).scalar_one(), "spent": db.session.execute(done).scalar_one()}


def submissions(town: Town, *, quick: bool) -> dict[str, Any]:
    return Submissions(town, QUICK_ROUNDS if quick else ROUNDS, QUICK_SECONDS if quick else SECONDS).measure()


def nothing_lost(found: dict[str, Any]) -> bool:
    return found["errors"] == 0 and found["acknowledged"] == found["kept"] == found["spent"]


def main() -> None:
    given = arguments(__doc__ or "")
    found = {}
    for database in given.databases:
        with raised(database, QUICK_SIZE if given.quick else SIZE, **SETTINGS) as town:
            found[database] = one = {"submission": submissions(town, quick=given.quick)}
        told = one["submission"]
        say(f"{database}: {told['answers_per_second']} answers/s, {told['rows_per_second']} rows/s, {told['ratio']}")
    first = next(iter(found.values()))
    finish(
        "surveys",
        {
            "workers": WORKERS,
            "connections": CONNECTIONS,
            "aims": {"submission": AIM},
            "ratios": {"submission": first["submission"]["ratio"]},
            "databases": found,
        },
        quick=given.quick,
        holds=all(nothing_lost(one["submission"]) for one in found.values()),
    )


if __name__ == "__main__":
    main()
