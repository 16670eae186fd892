"""Years of the index: one more is worked out, or one is closed for good."""

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db
from app.base.errors import RuleBroken
from app.professionalism.models import IndexYear, YearStatus
from app.professionalism.queries import years as queries
from app.professionalism.services import following

YEARS_BACK = 2


class WrongYear(RuleBroken):
    status = 422
    heading = "Tahun ini belum bisa dipakai"
    message = "Tahun ini belum bisa dihitung."


class NotOver(RuleBroken):
    heading = "Tahun masih berjalan"
    message = "Tahun yang masih berjalan belum bisa ditutup. Perkiraannya terus mengikuti data sampai 31 Desember."


class AlreadyClosed(RuleBroken):
    heading = "Tahun sudah ditutup"
    message = "Tahun ini sudah ditutup. Hasilnya tidak dihitung ulang."


def add(year: int, *, by: Actor) -> IndexYear:
    """Work out an earlier year, too, by what is known of its last day. Raises WrongYear."""
    this_year = following.this_day().year
    if not this_year - YEARS_BACK <= year <= this_year:
        raise WrongYear(f"Pilih tahun antara {this_year - YEARS_BACK} dan {this_year}.")
    if queries.numbered(year) is not None:
        raise WrongYear(f"Tahun {year} sudah ada dalam daftar.")
    one = IndexYear(year=year, status=YearStatus.OPEN)
    db.session.add(one)
    db.session.flush()
    audit.record("professionalism.year.added", one, by=by, year=year)
    following.follow([])
    return one


def close(year: int, *, by: Actor) -> IndexYear:
    """Close a year that is over: the worker brings it up to date once more, and nothing changes it afterwards."""
    one = following.hold(year)
    if one.year >= following.this_day().year:
        raise NotOver
    if one.status != YearStatus.OPEN:
        raise AlreadyClosed
    one.status, one.closed_by = YearStatus.CLOSING, by.name
    audit.record("professionalism.year.closed", one, by=by, year=year)
    following.follow([])
    return one
