from datetime import date

from flask.typing import ResponseReturnValue

from app.access.guards import actor, requires, visitor
from app.access.permissions import Permission
from app.audit import services as audit
from app.base.database import db
from app.documents.spreadsheets import CSV_TYPE, XLSX_TYPE, csv_lines, xlsx_file
from app.learning import exports, labels
from app.learning.queries import control, lines, settings
from app.learning.queries import year as queries
from app.learning.views.blueprint import asked_year, bp, export_limit, this_day
from app.web.answers import download, show

READ, EXPORT = Permission.LEARNING_RECAP_READ, Permission.LEARNING_CLAIM_VERIFY
SHOWN_FAULTS = 100


@bp.get("/jp/rekap")
@requires(READ)
def show_recap() -> ResponseReturnValue:
    year = asked_year()
    units = queries.by_unit(visitor.reach(READ), year, this_day())
    return show(
        "learning/recap.html",
        units=units,
        people=sum(one.people for one in units),
        reached=sum(one.reached for one in units),
        with_ceiling=sum(one.with_ceiling for one in units),
        targets=queries.targets(year),
        year=year,
        this_year=this_day().year,
        may_export=visitor.may(EXPORT),
        labels=labels,
    )


@bp.get("/jp/rekap.xlsx")
@requires(READ)
@export_limit
def download_recap() -> ResponseReturnValue:
    year = asked_year()
    units = queries.by_unit(visitor.reach(READ), year, this_day())
    db.session.rollback()
    content = xlsx_file(f"Rekap JP {year}", exports.RECAP, exports.recap_rows(units))
    return download(content, name=f"rekap-jp-{year}.xlsx", media_type=XLSX_TYPE)


@bp.post("/jp/pengendali.xlsx")
@requires(EXPORT)
@export_limit
def create_control_file() -> ResponseReturnValue:
    """The control document of a year, with names and whole NIPs, so the trail says so."""
    year, reach = asked_year(), visitor.reach(EXPORT)
    forms = {code: one.name for code, one in lines.forms(date(year, 12, 31)).items()}
    found = exports.control_rows(control.people(reach), control.activities(reach, year), forms, queries.targets(year))
    rows = list(found)
    audit.record("learning.control.exported", None, by=actor(), year=year, lines=len(rows))
    db.session.commit()
    content = xlsx_file(f"Pengendali {year}", exports.CONTROL, rows)
    return download(content, name=f"pengendali-bangkom-{year}.xlsx", media_type=XLSX_TYPE)


@bp.get("/jp/siasn")
@requires(EXPORT)
def show_siasn() -> ResponseReturnValue:
    """What SIASN would refuse, before anything is uploaded there."""
    year = asked_year()
    limits = settings.values(this_day())
    report = exports.check(queries.course_lines(visitor.reach(EXPORT), year), limits, year, shown=SHOWN_FAULTS)
    return show(
        "learning/siasn.html",
        report=report,
        limits={key: one for key, one in settings.in_force(this_day()).items() if key.startswith("siasn_")},
        year=year,
        this_year=this_day().year,
        labels=labels,
    )


@bp.post("/jp/siasn.xlsx")
@requires(EXPORT)
@export_limit
def create_siasn_file() -> ResponseReturnValue:
    """The course records that pass, as a workbook; whole NIPs leave the house here, so the trail says so."""
    return _siasn("xlsx")


@bp.post("/jp/siasn.csv")
@requires(EXPORT)
@export_limit
def create_siasn_csv() -> ResponseReturnValue:
    return _siasn("csv")


@bp.post("/jp/siasn-perbaikan.csv")
@requires(EXPORT)
@export_limit
def create_siasn_faults() -> ResponseReturnValue:
    """Every line that does not pass, with whole NIPs, for whoever mends them one after the other."""
    year, limits = asked_year(), settings.values(this_day())
    rows = list(exports.fault_rows(queries.course_lines(visitor.reach(EXPORT), year), limits, year))
    audit.record("learning.siasn.listed", None, by=actor(), year=year, lines=len(rows))
    db.session.commit()
    content = "".join(csv_lines(exports.FAULTS, rows, for_excel=True)).encode()
    return download(content, name=f"perbaikan-siasn-{year}.csv", media_type=CSV_TYPE)


def _siasn(ending: str) -> ResponseReturnValue:
    year, limits = asked_year(), settings.values(this_day())
    rows = list(exports.siasn_rows(queries.course_lines(visitor.reach(EXPORT), year), limits, year))
    audit.record("learning.siasn.exported", None, by=actor(), year=year, lines=len(rows))
    db.session.commit()
    name = f"riwayat-kursus-siasn-{year}.{ending}"
    if ending == "csv":
        return download("".join(csv_lines(exports.SIASN, rows)).encode(), name=name, media_type=CSV_TYPE)
    return download(xlsx_file("Riwayat kursus", exports.SIASN, rows), name=name, media_type=XLSX_TYPE)
