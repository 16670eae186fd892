"""Very many people in one government, written with plain SQL: units in a tree, posts in the units, a person in each."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random

from sqlalchemy import insert, select, text

from app.base import scope
from app.base.database import analyse, db
from app.config import ROOT
from app.demo.structure import _GENERAL, _SPECIAL
from app.organisation.models import Employee, Government, GovernmentKind, OrgUnit, Placement, Position, PositionTier
from app.organisation.services import refresh_directory
from support.figures import SEED

SINCE = date(2021, 1, 4)
AT_ONCE = 20_000
AGENCIES, DIVISIONS, SECTIONS = 40, 5, 5
_FIELDS = ("Pendidikan", "Kesehatan", "Perhubungan", "Pertanian", "Perikanan", "Sosial", "Perdagangan", "Pariwisata",
           "Kependudukan dan Pencatatan Sipil", "Komunikasi dan Informatika")  # fmt: skip


def fill(size: int) -> int:
    """A government with so many employees, nearly all of them in a post; returns its id."""
    rng = Random(f"{SEED}:crowd")
    government = Government(
        slug="bench", name="Kabupaten Ukur", short_name="Kab. Ukur", kind=GovernmentKind.REGENCY, region_code="99.99",
        seat="Ukur", timezone="Asia/Jakarta", hr_agency="BKPSDM", hr_agency_short="BKPSDM",
    )  # fmt: skip
    db.session.add(government)
    db.session.commit()
    scope.enter(government.id)
    units = _units(government.id)
    posts = _posts(government.id, units, rng)
    _people(government.id, size, posts, rng)
    analyse()
    db.session.commit()
    with _search_index_made_afterwards():
        refresh_directory()
    analyse()
    db.session.commit()
    return government.id


@contextmanager
def _search_index_made_afterwards() -> Iterator[None]:
    """PostgreSQL makes its index of words many times quicker from a full table than row by row."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    named = text("SELECT indexdef FROM pg_indexes WHERE indexname = 'directory_search_words'")
    definition = db.session.execute(named).scalar_one()
    db.session.execute(text("DROP INDEX directory_search_words"))
    yield
    db.session.execute(text(definition))


def _units(government_id: int) -> list[int]:
    """Agencies with divisions with sections; returns the sections."""
    leaves = []
    for agency in range(AGENCIES):
        field = _FIELDS[agency % len(_FIELDS)]
        top = _unit(government_id, f"Dinas {field} {agency // len(_FIELDS) + 1}", "regional_unit", None)
        for division in range(DIVISIONS):
            middle = _unit(government_id, f"Bidang {_FIELDS[division]}", "division", top)
            leaves += [
                _unit(government_id, f"Seksi {_FIELDS[section + 5]}", "section", middle).id
                for section in range(SECTIONS)
            ]
    db.session.commit()
    return leaves


def _unit(government_id: int, name: str, kind: str, parent: OrgUnit | None) -> OrgUnit:
    unit = OrgUnit(
        government_id=government_id, name=name, kind=kind, parent_id=parent.id if parent else None, starts_on=SINCE
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def _posts(government_id: int, units: list[int], rng: Random) -> list[tuple[int, int]]:
    """(post, weight): a head without weight and six other posts in each section; a few sections are large."""
    staff = [*_GENERAL, *(one for group in _SPECIAL.values() for one in group)]
    rows: list[dict[str, object]] = []
    weights: list[int] = []
    for index, unit in enumerate(units):
        weight = 1 + 400 // (index + 1)  # a few large sections, many small ones
        head = {"title": "Kepala Seksi", "tier": PositionTier.PENGAWAS, "needed": 1}
        kinds = [head, *({"title": one.title, "tier": one.tier, "needed": 9_999} for one in rng.sample(staff, 6))]
        rows += [one | {"government_id": government_id, "unit_id": unit, "starts_on": SINCE} for one in kinds]
        weights.extend([0, *([weight] * 6)])
    db.session.execute(insert(Position), rows)
    db.session.commit()
    ids = db.session.execute(select(Position.id).order_by(Position.id)).scalars()
    return [(number, weight) for number, weight in zip(ids, weights, strict=True) if weight]


def _people(government_id: int, size: int, posts: list[tuple[int, int]], rng: Random) -> None:
    names = _names()
    chosen = rng.choices([number for number, _weight in posts], [weight for _number, weight in posts], k=size)
    for start in range(0, size, AT_ONCE):
        count = min(AT_ONCE, size - start)
        people, stays = [], []
        for index in range(start, start + count):
            name = " ".join(rng.choices(names, k=rng.choice((2, 2, 3))))
            number = index + 1_000_000
            people.append({
                "id": number, "government_id": government_id, "nip": f"{number:018d}", "name": name,
                "sort_name": name.lower(), "kind": rng.choice(("pns", "pns", "pns", "pppk", "cpns")), "rank": "III/a",
            })  # fmt: skip
            stays.append({
                "government_id": government_id, "employee_id": number, "position_id": chosen[index],
                "kind": "definitive", "starts_on": SINCE,
            })  # fmt: skip
        db.session.execute(insert(Employee), people)
        db.session.execute(insert(Placement), stays)
        db.session.commit()


def _names() -> list[str]:
    """Names of persons as the demo draws them, and invented ones besides, so that some are frequent and many rare."""
    with (ROOT / "app" / "demo" / "data" / "names.csv").open(encoding="utf-8", newline="") as file:
        known = [name for row in csv.DictReader(file) for name in row["names"].split()]
    rng = Random(f"{SEED}:names")
    parts = ("wa", "ri", "su", "ko", "no", "di", "ta", "ra", "mu", "li", "san", "har", "yan", "bud", "pur", "nin")
    rare = ["".join(rng.choices(parts, k=rng.choice((2, 3)))).capitalize() for _ in range(1_500)]
    return known * 6 + rare
