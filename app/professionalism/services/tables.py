"""A new version of the table of points, typed in: it counts from its year on, and no closed year ever looks at it."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope
from app.base.database import db
from app.base.errors import RuleBroken
from app.professionalism.models import IndexTable, YearStatus
from app.professionalism.queries import tables as queries
from app.professionalism.queries import years
from app.professionalism.rules.table import PointTable, ensure_usable, to_json
from app.professionalism.services import following


class BadVersion(RuleBroken):
    message = "Versi tabel ini tidak bisa disimpan."


def enter(table: PointTable, *, name: str, from_year: int, source: str, by: Actor) -> IndexTable:
    """Raises BadTable for holes, overlaps and points that cannot be, BadVersion for a year that is closed or a version
    that is there already."""
    ensure_usable(table)
    over = [one.year for one in years.all_years() if one.status != YearStatus.OPEN and one.year >= from_year]
    if over:
        raise BadVersion(
            f"Tahun {max(over)} sudah ditutup dan hasilnya tidak dihitung ulang. Mulai versi ini dari tahun "
            f"{max(over) + 1}."
        )
    known = [one for one in queries.versions() if one.government_id == scope.current()]
    if any(one.from_year == from_year and one.name.casefold() == name.casefold() for one in known):
        raise BadVersion("Sudah ada versi dengan nama dan tahun ini. Beri nama lain, misalnya dengan «revisi 2».")
    one = IndexTable(
        government_id=scope.current(), name=name, from_year=from_year, content=to_json(table), source=source
    )
    db.session.add(one)
    db.session.flush()
    audit.record("professionalism.table.entered", one, by=by, year=from_year)
    following.follow_everybody()
    return one
