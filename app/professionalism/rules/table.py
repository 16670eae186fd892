"""A version of the table of points, and what makes one usable (PermenPANRB 38/2018; PerBKN 8/2019).

Points of a row already carry the weight of their dimension, so the index is their plain sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.base import wording
from app.base.errors import RuleBroken
from app.competency.rules.bands import HIGHEST, BadBands, Band, ensure_cover, from_content, to_content
from app.organisation.models import PositionTier
from app.professionalism.models import Dimension, PostKind, SanctionLevel

# From the lowest to the highest, as the qualification dimension names them.
EDUCATION = ("sd", "sltp", "slta", "d1", "d2", "d3", "d4", "s1", "s2", "s3")
NO_SANCTION = "none"
SANCTIONS = (NO_SANCTION, *SanctionLevel)
HOURS_AT_MOST, YEARS_AT_MOST = Decimal(1_000), 20
ZERO = Decimal(0)


class Criterion(StrEnum):
    """What a row of the training dimension asks for."""

    LEADERSHIP = "leadership"
    FUNCTIONAL = "functional"
    TECHNICAL = "technical"
    SEMINAR = "seminar"


class BadTable(RuleBroken):
    message = "Tabel ini belum bisa dipakai."


@dataclass(frozen=True)
class Course:
    """A row of the training dimension: ``hours`` JP at least, gathered in the last ``years``; 0 sets no limit."""

    criterion: Criterion
    points: Decimal
    hours: Decimal = ZERO
    years: int = 0


@dataclass(frozen=True)
class RatingBand:
    """A band of last year's rating value with its points."""

    band: Band
    points: Decimal


@dataclass(frozen=True)
class PointTable:
    """Everything a version says. ``leadership`` names, for a tier, the trainings that match it; ``forms`` says which
    forms of development a criterion counts."""

    weights: Mapping[Dimension, Decimal]
    education: Mapping[str, Decimal]
    courses: Mapping[PostKind, Sequence[Course]]
    ratings: Sequence[RatingBand]
    predicates: Mapping[str, Decimal]
    discipline: Mapping[str, Decimal]
    discipline_years: int
    categories: Sequence[Band]
    leadership: Mapping[str, Sequence[str]] = field(default_factory=dict)
    forms: Mapping[Criterion, Sequence[str]] = field(default_factory=dict)


def post_kind(tier: str) -> PostKind | None:
    """Structural posts lead, functional ones are named by their ladder, executive ones are the rest."""
    if not tier:
        return None
    if tier.startswith("jf_"):
        return PostKind.FUNCTIONAL
    return PostKind.EXECUTIVE if tier == PositionTier.PELAKSANA else PostKind.STRUCTURAL


def closed(uppers: Sequence[tuple[str, Decimal]]) -> list[Band]:
    """Bands that leave no hole: each from above its lower neighbour's top up to its own top, which belongs to it."""
    ordered = sorted(uppers, key=lambda one: one[1])
    lowers = [ZERO, *(upper for _name, upper in ordered)]
    return [
        Band(name, lower, upper, lower_in=index == 0, upper_in=True)
        for index, ((name, upper), lower) in enumerate(zip(ordered, lowers, strict=False))
    ]


def to_json(table: PointTable) -> dict[str, Any]:
    """As a version keeps it."""
    return {
        "weights": _texts(table.weights),
        "education": _texts(table.education),
        "courses": {
            str(kind): [
                {
                    "criterion": str(one.criterion),
                    "points": str(one.points),
                    "hours": str(one.hours),
                    "years": one.years,
                }
                for one in courses
            ]
            for kind, courses in table.courses.items()
        },
        "ratings": [one | {"points": str(row.points)} for row in table.ratings for one in to_content([row.band])],
        "predicates": _texts(table.predicates),
        "discipline": _texts(table.discipline),
        "discipline_years": table.discipline_years,
        "categories": to_content(table.categories),
        "leadership": {tier: list(names) for tier, names in table.leadership.items()},
        "forms": {str(one): list(codes) for one, codes in table.forms.items()},
    }


def from_json(content: Mapping[str, Any]) -> PointTable:
    return PointTable(
        weights={Dimension(name): Decimal(value) for name, value in content["weights"].items()},
        education=_figures(content["education"]),
        courses={
            PostKind(kind): tuple(
                Course(Criterion(one["criterion"]), Decimal(one["points"]), Decimal(one["hours"]), int(one["years"]))
                for one in rows
            )
            for kind, rows in content["courses"].items()
        },
        ratings=tuple(
            RatingBand(band, Decimal(row["points"]))
            for band, row in zip(from_content(content["ratings"]), content["ratings"], strict=True)
        ),
        predicates=_figures(content["predicates"]),
        discipline=_figures(content["discipline"]),
        discipline_years=int(content["discipline_years"]),
        categories=tuple(from_content(content["categories"])),
        leadership={tier: tuple(names) for tier, names in content["leadership"].items()},
        forms={Criterion(one): tuple(codes) for one, codes in content["forms"].items()},
    )


def _texts(values: Mapping[Any, Decimal]) -> dict[str, str]:
    return {str(name): str(value) for name, value in values.items()}


def _figures(values: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in values.items()}


def ensure_usable(table: PointTable) -> None:
    """Raises BadTable, in words, for holes, overlaps, rows that are missing and points that cannot be."""
    _ensure_weights(table)
    _ensure_rows("Kualifikasi", table.education, EDUCATION, table.weights[Dimension.QUALIFICATION])
    _ensure_rising("Kualifikasi", [table.education[code] for code in EDUCATION])
    for kind in PostKind:
        _ensure_courses(kind, table.courses.get(kind, ()), table.weights[Dimension.TRAINING])
    _ensure_ratings(table)
    _ensure_rows("Disiplin", table.discipline, SANCTIONS, table.weights[Dimension.DISCIPLINE])
    _ensure_rising("Disiplin", [table.discipline[level] for level in reversed(SANCTIONS)])
    if not 1 <= table.discipline_years <= YEARS_AT_MOST:
        raise BadTable(f"Disiplin: jangka waktunya antara 1 dan {YEARS_AT_MOST} tahun.")
    _ensure_bands("Kategori", table.categories)


def _ensure_weights(table: PointTable) -> None:
    if any(table.weights.get(one, ZERO) <= 0 for one in Dimension):
        raise BadTable("Bobot setiap dimensi harus lebih dari 0.")
    total = sum(table.weights.values(), ZERO)
    if total != HIGHEST:
        raise BadTable(f"Bobot keempat dimensi harus berjumlah 100. Sekarang {wording.number(total)}.")


def _ensure_rows(where: str, rows: Mapping[str, Decimal], wanted: Sequence[str], most: Decimal) -> None:
    if any(one not in rows for one in wanted):
        raise BadTable(f"{where}: isi nilai setiap baris.")
    _ensure_points(where, rows.values(), most)


def _ensure_points(where: str, points: Any, most: Decimal) -> None:
    for one in points:
        if not 0 <= one <= most:
            raise BadTable(
                f"{where}: nilai {wording.number(one)} di luar 0 sampai {wording.number(most)}, bobot dimensinya."
            )


def _ensure_rising(where: str, points: Sequence[Decimal]) -> None:
    if any(after < before for before, after in pairwise(points)):
        raise BadTable(f"{where}: baris yang lebih tinggi tidak boleh bernilai lebih kecil daripada baris di bawahnya.")


def _ensure_courses(kind: PostKind, courses: Sequence[Course], most: Decimal) -> None:
    where = f"Riwayat pelatihan, {KIND_WORDS[kind]}"
    if not courses:
        raise BadTable(f"{where}: isi paling sedikit satu baris.")
    if len({one.criterion for one in courses}) < len(courses):
        raise BadTable(f"{where}: satu syarat tertulis dua kali.")
    if any(one.points <= 0 for one in courses):
        raise BadTable(f"{where}: nilai setiap baris harus lebih dari 0. Kosongkan baris yang tidak dipakai.")
    total = sum((one.points for one in courses), ZERO)
    if total > most:
        raise BadTable(
            f"{where}: jumlah nilainya {wording.number(total)}, melebihi bobot dimensinya, {wording.number(most)}."
        )
    for one in courses:
        if not (0 <= one.hours <= HOURS_AT_MOST and 0 <= one.years <= YEARS_AT_MOST):
            raise BadTable(f"{where}: JP paling banyak 1.000 dan jangka waktu paling lama {YEARS_AT_MOST} tahun.")


KIND_WORDS = {
    PostKind.STRUCTURAL: "jabatan struktural",
    PostKind.FUNCTIONAL: "jabatan fungsional",
    PostKind.EXECUTIVE: "jabatan pelaksana",
}


def _ensure_ratings(table: PointTable) -> None:
    _ensure_bands("Nilai kinerja", [one.band for one in table.ratings])
    most = table.weights[Dimension.PERFORMANCE]
    _ensure_points("Nilai kinerja", [one.points for one in table.ratings], most)
    ordered = sorted(table.ratings, key=lambda one: (one.band.lower, not one.band.lower_in))
    _ensure_rising("Nilai kinerja", [one.points for one in ordered])
    _ensure_points("Predikat kinerja", table.predicates.values(), most)


def _ensure_bands(where: str, bands: Sequence[Band]) -> None:
    try:
        ensure_cover(bands)
    except BadBands as wrong:
        raise BadTable(f"{where}: {wrong.message}") from wrong
