"""The imports of the demo, by the real services: one taken, one that waits with its faults."""

import pytest
from sqlalchemy import func, select

from app.access.permissions import Role
from app.base import scope
from app.base.database import db
from app.demo import cast, tables
from app.imports.models import ImportFault, ImportRun
from app.organisation.models import Employee
from tests.support.builders import make_employee, make_government, make_position, make_unit


@pytest.fixture
def crowd(any_app):
    """Sari, and enough ordinary people for both tables."""
    scope.enter(make_government(slug="bungo").id)
    make_employee(cast.SARI.name, nip=cast.SARI.nip, roles=[Role.HR], female=True)
    post = make_position(unit=make_unit("Seksi Pelayanan Umum", parent=make_unit("Kecamatan Limbur")))
    for number in range(tables.PROMOTED + tables.EXPORTED):
        make_employee(f"Pegawai Nomor {number}", position_id=post.id)


def test_one_is_taken_and_one_waits_and_the_second_time_nothing_happens(crowd):
    tables.bring()
    tables.bring()
    with scope.everything():
        runs = {
            run.file_name: (run.status, run.changed, run.refused)
            for run in db.session.execute(select(ImportRun)).scalars()
        }
        assert runs == {tables.PROMOTIONS: ("applied", 16, 2), tables.EXPORT: ("checked", 20, 4)}
        promoted = select(func.count(Employee.id)).where(Employee.rank == "III/b")
        assert db.session.execute(promoted).scalar_one() == 16
        told = set(db.session.execute(select(ImportFault.heading)).scalars())
        assert told == {"Golongan", "NIP", "NIP BARU", "UNOR NAMA", "TMT JABATAN", "GOL AKHIR NAMA"}
        export = db.session.execute(select(ImportRun).where(ImportRun.file_name == tables.EXPORT)).scalar_one()
        assert export.personal == ["TEMPAT LAHIR NAMA", "TANGGAL LAHIR", "AGAMA NAMA", "NIK", "NOMOR HP"]
