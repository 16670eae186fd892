"""The tables this house ships: read from the published rows, closed where they leave holes, each with its source.

Loading twice changes nothing; an agency enters later versions on a page.
"""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.competency.rules.bands import Band
from app.organisation.models import PositionTier
from app.professionalism.models import Dimension, IndexTable, PostKind
from app.professionalism.rules.table import (
    Course,
    Criterion,
    PointTable,
    RatingBand,
    closed,
    ensure_usable,
    to_json,
)

FOLDER = Path(__file__).parent / "data"
SHIPPED: tuple[tuple[str, int, bool], ...] = (
    ("Tabel 2019", 2019, False),
    ("Tabel 2019, predikat 2022", 2022, True),
)
DIMENSIONS = {
    "qualification": Dimension.QUALIFICATION,
    "competency": Dimension.TRAINING,
    "performance": Dimension.PERFORMANCE,
    "discipline": Dimension.DISCIPLINE,
}
# The published keys of the training rows as criteria with their JP and years.
COURSES = {
    "leadership_training_for_current_echelon": (Criterion.LEADERSHIP, "0", 0),
    "functional_training": (Criterion.FUNCTIONAL, "0", 0),
    "technical_training_20_jp": (Criterion.TECHNICAL, "20", 0),
    "technical_training_20_jp_last_year": (Criterion.TECHNICAL, "20", 1),
    "seminar_or_equivalent_last_2_years": (Criterion.SEMINAR, "0", 2),
}
PREDICATES = {
    "sangat_baik": "Sangat Baik",
    "baik": "Baik",
    "butuh_perbaikan": "Butuh Perbaikan",
    "kurang": "Kurang",
    "sangat_kurang": "Sangat Kurang",
}
CATEGORIES = {
    "sangat_tinggi": "Sangat Tinggi",
    "tinggi": "Tinggi",
    "sedang": "Sedang",
    "rendah": "Rendah",
    "sangat_rendah": "Sangat Rendah",
}
# Reference §6.1: only the training of the present echelon counts. The last name is the one told to people.
LEADERSHIP = {
    str(PositionTier.PENGAWAS): ("PIM IV", "Kepemimpinan Pengawas", "PKP"),
    str(PositionTier.ADMINISTRATOR): ("PIM III", "Kepemimpinan Administrator", "PKA"),
    str(PositionTier.JPT_PRATAMA): ("PIM II", "Kepemimpinan Nasional II", "PKN II"),
}
# Which forms of development (PerLAN 10/2018) a criterion counts: a default an agency may set otherwise in a version.
FORMS = {
    Criterion.LEADERSHIP: ("KL01",),
    Criterion.FUNCTIONAL: ("KL04",),
    Criterion.TECHNICAL: ("KL03", "KL10"),
    Criterion.SEMINAR: ("KL06", "KL07", "KL11"),
}
DISCIPLINE_YEARS = 5
# Where the rows come from, as people read it; the file says the same row by row.
RULES = "PermenPANRB 38/2018; PerBKN 8/2019; dicocokkan dengan program penilaian sebuah badan kepegawaian daerah (2021)"
PREDICATE_SOURCE = "Nilai predikat PermenPANRB 6/2022: urutannya pasti, padanannya belum ditemukan dalam aturan"


def load() -> None:
    """Bring the shipped tables into the database."""
    known = set(db.session.execute(select(IndexTable.from_year).where(IndexTable.government_id.is_(None))).scalars())
    for name, from_year, by_predicate in SHIPPED:
        if from_year not in known:
            table, source = shipped(by_predicate=by_predicate)
            db.session.add(IndexTable(name=name, from_year=from_year, content=to_json(table), source=source))


def shipped(*, by_predicate: bool) -> tuple[PointTable, str]:
    """The table of 2019 with its source; ``by_predicate`` adds the points of the predicates used since 2022."""
    rows = _rows()
    ratings = closed([(row["key"], Decimal(row["key"].split(" to ")[1])) for row in rows["performance", "2019"]])
    points = {row["key"]: Decimal(row["value"]) for row in rows["performance", "2019"]}
    categories = [(CATEGORIES[row["key"]], _top(row["value"])) for row in rows["index", "2019"]]
    predicates = rows["performance", "2022"] if by_predicate else []
    table = PointTable(
        weights={DIMENSIONS[row["criterion"]]: Decimal(row["value"]) for row in rows["weight", "2019"]},
        education=_points(rows["qualification", "2019"]),
        courses=_courses(rows["competency", "2019"]),
        ratings=[RatingBand(_named(band), points[band.name]) for band in ratings],
        predicates={PREDICATES[row["key"]]: Decimal(row["value"]) for row in predicates},
        discipline=_points(rows["discipline", "2019"]),
        discipline_years=DISCIPLINE_YEARS,
        categories=closed(categories),
        leadership=LEADERSHIP,
        forms=FORMS,
    )
    ensure_usable(table)
    return table, f"{RULES}. {PREDICATE_SOURCE}" if by_predicate else RULES


def _rows() -> dict[tuple[str, str], list[dict[str, str]]]:
    """Published rows by dimension and version; weights and categories stand apart."""
    found: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    with (FOLDER / "ip_asn_scoring.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            part = {"weight": "weight", "category": "index"}.get(row["row_kind"], row["dimension"])
            found[part, row["instrument_version"]].append(row)
    return found


def _points(rows: list[dict[str, str]]) -> dict[str, Decimal]:
    return {row["key"]: Decimal(row["value"]) for row in rows}


def _top(band: str) -> Decimal:
    return Decimal(band.rpartition("-")[2])


def _named(band: Band) -> Band:
    """A band of rating values named by its limits, as people read it."""
    low = f"{'dari' if band.lower_in else 'di atas'} {band.lower}"
    return Band(f"{low} sampai {band.upper}", band.lower, band.upper, band.lower_in, band.upper_in)


def _courses(rows: list[dict[str, str]]) -> dict[PostKind, list[Course]]:
    found: dict[PostKind, list[Course]] = {kind: [] for kind in PostKind}
    for row in rows:
        criterion, hours, years = COURSES[row["key"]]
        found[PostKind(row["criterion"])].append(Course(criterion, Decimal(row["value"]), Decimal(hours), years))
    return found
