"""Two tables Sari brought in, by the services of the application: one taken, one tried that waits with its faults.

They come after the demo is committed, for a file is read in a process of its own and its check is a job. What is there
already is left alone, so an interrupted loading goes on where it stopped.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.access.visitor import Actor
from app.accounts.models import User
from app.base import scope, wording
from app.base.clock import today
from app.base.database import begin_writing, db
from app.demo import cast
from app.demo.governments import BUNGO
from app.documents.spreadsheets import xlsx_file
from app.imports.headings import ImportKind
from app.imports.models import ImportRun, ImportStatus
from app.imports.services import checking, uploads
from app.jobs import worker
from app.jobs.models import Job
from app.organisation.models import Employee, EmployeeKind, Government, OrgUnit, Placement, PlacementKind, Position

PROMOTIONS, EXPORT = "Kenaikan pangkat.xlsx", "Ekspor SIASN.xlsx"
PROMOTED, EXPORTED = 18, 24
_NEXT = {"II/a": "II/b", "II/b": "II/c", "II/c": "II/d", "III/a": "III/b", "III/b": "III/c", "III/c": "III/d"}
_PROMOTION_HEADINGS = ("NIP", "Nama", "Golongan", "TMT golongan")
_EXPORT_HEADINGS = (
    *("NIP BARU", "NAMA", "TEMPAT LAHIR NAMA", "TANGGAL LAHIR", "JENIS KELAMIN", "AGAMA NAMA", "NIK", "NOMOR HP"),
    *("KEDUDUKAN HUKUM NAMA", "STATUS CPNS PNS", "GOL AKHIR NAMA", "TINGKAT PENDIDIKAN NAMA", "PENDIDIKAN NAMA"),
    *("JENIS JABATAN NAMA", "JABATAN NAMA", "TMT JABATAN", "UNOR NAMA", "LOKASI KERJA NAMA"),
)


def bring() -> None:
    """Take both tables in, whatever of it is still to be done."""
    government_id = _government()
    with scope.within(government_id):
        day = today(BUNGO.timezone)
        chosen = _chosen()
        sari = _sari()
        tables = (
            (PROMOTIONS, ImportKind.EMPLOYEES, xlsx_file("Usul", _PROMOTION_HEADINGS, _promotions(chosen, day))),
            (EXPORT, ImportKind.SIASN, xlsx_file("Pegawai", _EXPORT_HEADINGS, _export(chosen))),
        )
        db.session.rollback()
        for name, kind, content in tables:
            if _run_named(name) is None:
                db.session.rollback()
                table = uploads.read_file(io.BytesIO(content), kind)
                begin_writing()
                uploads.receive(table, name, make_units=False, today=day, by=sari)
                db.session.commit()
        _do_what_waits()
        run = _run_named(PROMOTIONS)
        if run is not None and run.status == ImportStatus.CHECKED and run.digest:
            checking.request_application(run, everything=False, by=sari)
            db.session.commit()
        _do_what_waits()


def take_in(name: str, kind: ImportKind, content: bytes, *, by: Actor) -> None:
    """Bring in one table and apply its good rows, in the government in scope; whatever of it is still to be done."""
    if _run_named(name) is None:
        db.session.rollback()
        table = uploads.read_file(io.BytesIO(content), kind)
        begin_writing()
        uploads.receive(table, name, make_units=False, today=today(BUNGO.timezone), by=by)
        db.session.commit()
    _do_what_waits()
    run = _run_named(name)
    if run is not None and run.status == ImportStatus.CHECKED and run.digest:
        checking.request_application(run, everything=False, by=by)
        db.session.commit()
    _do_what_waits()


def officer() -> Actor:
    return _sari()


def moment_of(day: date) -> datetime:
    """Noon of a day in Bungo."""
    return wording.at(day, BUNGO.timezone, time(12))


def _government() -> int:
    found = db.session.execute(select(Government.id).where(Government.slug == BUNGO.slug)).scalar_one()
    db.session.rollback()
    return found


def _sari() -> Actor:
    row = db.session.execute(
        select(User.id, Employee.id, User.name)
        .join(Employee, Employee.id == User.employee_id)
        .where(Employee.nip == cast.SARI.nip)
    ).one()
    return Actor(*row)


def _chosen() -> Sequence[Any]:
    """Ordinary people with their posts, none of the cast."""
    above = aliased(OrgUnit)
    statement = (
        select(
            Employee.nip,
            Employee.name,
            Employee.rank,
            Position.title,
            Placement.starts_on,
            # As SIASN writes it: the unit with the one above.
            (OrgUnit.name + func.coalesce(" - " + above.name, "")).label("unit"),
        )
        .join(Placement, Placement.employee_id == Employee.id)
        .join(Position, Position.id == Placement.position_id)
        .join(OrgUnit, OrgUnit.id == Position.unit_id)
        .outerjoin(above, above.id == OrgUnit.parent_id)
        .where(Employee.kind == EmployeeKind.PNS, Employee.active, Employee.rank.in_(_NEXT))
        .where(Placement.kind == PlacementKind.DEFINITIVE, Placement.ends_on.is_(None), OrgUnit.ends_on.is_(None))
        .where(Employee.nip.not_in([one.nip for one in cast.CAST]))
        .order_by(Employee.id)
        .limit(PROMOTED + EXPORTED)
    )
    return db.session.execute(statement).all()


def _promotions(chosen: Sequence[Any], day: date) -> Iterator[Sequence[Any]]:
    """A rank higher for everybody but two: a rank that does not exist, and a number that lost a digit."""
    since = day.replace(day=1)
    for index, one in enumerate(chosen[:PROMOTED]):
        nip = one.nip[:-1] if index == 11 else one.nip
        rank = "III/f" if index == 5 else _NEXT[one.rank]
        yield nip, one.name.partition(",")[0], rank, since


def _export(chosen: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """As SIASN gives it, personal columns and all, with the faults such a file has after a day in Excel."""
    for index, one in enumerate(chosen[PROMOTED:]):
        facts = {
            "nip": one.nip,
            "rank": one.rank,
            "unit": one.unit,
            "since": one.starts_on.strftime("%d-%m-%Y"),
            "school": "S-1/Sarjana",
        }
        yield _export_row(one, facts | _spoiled(index, one))


def _spoiled(index: int, one: Any) -> dict[str, Any]:
    spoiled: dict[int, dict[str, Any]] = {
        2: {"nip": float(one.nip)},  # Excel took the number for a quantity
        4: {"school": "Sarjana Muda"},
        7: {"unit": f"  {one.unit.upper()} "},
        9: {"unit": one.unit.partition(" - ")[0] + "an"},
        13: {"since": "31-02-2022"},
        16: {"rank": "IX/z"},
        19: {"nip": f"{one.nip[:8]} {one.nip[8:14]} {one.nip[14]} {one.nip[15:]}"},
    }
    return spoiled.get(index, {})


def _export_row(one: Any, facts: dict[str, Any]) -> Sequence[Any]:
    born = date(int(one.nip[:4]), int(one.nip[4:6]), int(one.nip[6:8]))
    sex = "M" if one.nip[14] == "1" else "F"
    person = (facts["nip"], one.name.partition(",")[0].upper(), "Muara Bungo", born, sex, "Islam", "", "")
    standing = ("Aktif", "P", facts["rank"], facts["school"], "S-1 Administrasi Publik")
    return *person, *standing, "", one.title, facts["since"], facts["unit"], "Kabupaten Bungo"


def _run_named(name: str) -> ImportRun | None:
    statement = select(ImportRun).where(ImportRun.file_name == name).order_by(ImportRun.id)
    return db.session.execute(statement.execution_options(populate_existing=True)).scalars().first()


def _do_what_waits() -> None:
    """The jobs of these imports, here and now; a worker that has one already does it alone."""
    kinds = (checking.CHECK, checking.APPLY)
    statement = select(Job.id).where(Job.kind.in_(kinds), Job.government_id == scope.current()).order_by(Job.id)
    waiting = list(db.session.execute(statement).scalars())
    db.session.rollback()
    for job_id in waiting:
        worker.run(job_id)
