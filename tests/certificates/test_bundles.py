"""Many certificates in one file: which, for whom, under which names, for how long."""

import io
import tracemalloc
import zipfile
from datetime import date, timedelta

import pikepdf
import pytest
from sqlalchemy import insert, select

from app.access.visitor import EVERYWHERE, SYSTEM, Actor, Reach
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.certificates import bundles, jobs, services
from app.certificates.bundles import Choice
from app.certificates.models import BundleForm, Certificate, CertificateBundle
from app.certificates.rules import new_code
from app.documents import services as store
from app.documents.models import StoredFile
from app.jobs import worker
from app.organisation.models import OrgUnit
from tests.support.builders import (
    attend,
    make_batch,
    make_certificate,
    make_employee,
    make_position,
    make_unit,
    seat,
)

once = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def small_pdf(text="x"):
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(400, 300))
        made.add_blank_page(page_size=(400, 300))
        made.docinfo["/Title"] = text
        made.save(written)
    return written.getvalue()


def printed(person, content=None, **facts):
    """A certificate with a small file, as if it had been printed."""
    certificate = make_certificate(person, **facts)
    content = content or small_pdf(certificate.number)
    file = store.keep(content, storage_key=store.put(content), name="s.pdf", media_type="application/pdf")
    certificate.file_id, certificate.sha256 = file.id, file.sha256
    db.session.commit()
    return certificate


def made(choice, form=BundleForm.ZIP, by=SYSTEM, title="Kumpulan"):
    bundle = bundles.ask(choice, form, title, by=by)
    db.session.commit()
    worker.drain()
    db.session.refresh(bundle)
    return bundle


def content_of(bundle):
    return b"".join(store.pieces(db.session.get_one(StoredFile, bundle.file_id)))


def names_in(bundle):
    with zipfile.ZipFile(io.BytesIO(content_of(bundle))) as opened:
        assert opened.testzip() is None
        return opened.namelist()


def test_by_year_without_what_fell(bungo, budi, dewi):
    one = printed(budi, issued_on=date(2026, 3, 1))
    printed(dewi, issued_on=date(2025, 3, 1))
    gone = printed(dewi, issued_on=date(2026, 4, 1))
    gone.status = "revoked"
    make_certificate(dewi, issued_on=date(2026, 5, 1))
    db.session.commit()
    bundle = made(Choice(year=2026, reach=EVERYWHERE))
    assert names_in(bundle) == [f"{one.number.replace('/', '-').replace('.', '-')} Budi Pratama S A P.pdf"]
    assert bundle.count == 1


def test_by_unit_with_everything_below_it(bungo, budi):
    above = make_unit("Dinas Induk")
    below = make_unit("Bidang Bawah", parent=above)
    inside = make_employee("Di Bawah", position_id=make_position(unit=below).id)
    found = printed(inside)
    printed(budi)
    bundle = made(Choice(unit_id=above.id))
    assert bundle.count == 1
    assert found.number.split("/")[1] in names_in(bundle)[0]


def test_reach_narrows_the_whole_year(bungo, budi):
    unit = make_unit("Dinas Lain")
    inside = make_employee("Orang Dinas", position_id=make_position(unit=unit).id)
    printed(inside)
    printed(budi)
    path = db.session.get_one(OrgUnit, unit.id).path
    bundle = made(Choice(year=2026, reach=Reach(frozenset({path}))))
    assert [name.split(" ", 1)[1] for name in names_in(bundle)] == ["Orang Dinas.pdf"]
    with pytest.raises(bundles.NothingToBundle):
        bundles.ask(Choice(year=2026, reach=Reach()), BundleForm.ZIP, "x", by=SYSTEM)


def test_the_same_name_twice_and_a_hostile_one(bungo):
    hostile = make_employee('../../etc/<Siti> "Nur" | con?*')
    twin = make_employee("Ahmad Fauzi")
    first, second = printed(twin, group_key="g"), printed(twin, group_key="g")
    second.number = first.number.replace("/", "-")
    printed(hostile, group_key="g")
    db.session.commit()
    names = names_in(made(Choice(group_key="g")))
    assert len(set(names)) == 3
    assert names[1].removesuffix(" (2).pdf") == names[0].removesuffix(".pdf")
    assert all(set('/\\<>|?*"').isdisjoint(name) and not name.startswith(".") for name in names)


def test_one_pdf_has_every_page_and_a_bookmark_each(bungo, budi, dewi, tmp_path):
    for person in (budi, dewi):
        printed(person, group_key="g")
    bundle = made(Choice(group_key="g"), BundleForm.PDF)
    with pikepdf.open(io.BytesIO(content_of(bundle))) as opened:
        assert len(opened.pages) == 4
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert [title.split(" ", 1)[1] for title in titles] == ["Budi Pratama S A P", "Dewi Lestari S Kom"]
        assert str(opened.Root.Lang) == "id-ID"


@once
def test_a_real_certificate_merges_with_its_text(bungo, budi):
    from tests.support import pdf

    certificate = make_certificate(budi, group_key="g")
    services.print_group("g", after_each=lambda _one: None, progress=lambda _count: db.session.commit())
    content = content_of(made(Choice(group_key="g"), BundleForm.PDF))
    assert pdf.complaints(content) == ""
    assert budi.name in pdf.text(content)
    assert pdf.codes(content) == [certificate.facts["verification_url"]]


@once
@pytest.mark.parametrize("form", list(BundleForm))
def test_hundreds_take_little_more_memory_than_a_few(bungo, budi, form):
    """Twenty-four megabytes go in; what is held at once stays far below."""
    first = printed(budi, small_pdf() + b"\n%" + b"x" * 60_000, group_key="g")
    copied = {column.name: getattr(first, column.name) for column in Certificate.__table__.columns}
    del copied["id"]
    others = [
        copied | {"sequence": number, "number": f"{number}/SALINAN", "code": new_code(), "source_key": f"copy:{number}"}
        for number in range(2, 401)
    ]
    db.session.execute(insert(Certificate.__table__), others)
    bundle = bundles.ask(Choice(group_key="g"), form, "Banyak", by=SYSTEM)
    db.session.commit()
    db.session.expunge_all()
    tracemalloc.start()
    worker.drain()
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert db.session.get_one(CertificateBundle, bundle.id).count == 400
    assert peak < 10_000_000


@once
def test_too_many_get_a_sentence(bungo, budi, monkeypatch):
    printed(budi, group_key="g")
    printed(budi, group_key="g")
    monkeypatch.setattr(bundles, "PRINTED_AT_MOST", 1)
    with pytest.raises(bundles.TooManyToPrint, match="paling banyak"):
        bundles.ask(Choice(group_key="g"), BundleForm.PDF, "x", by=SYSTEM)
    assert bundles.ask(Choice(group_key="g"), BundleForm.ZIP, "x", by=SYSTEM).id
    monkeypatch.setattr(bundles, "AT_MOST", 1)
    with pytest.raises(bundles.TooMany, match="Persempit"):
        bundles.ask(Choice(group_key="g"), BundleForm.ZIP, "x", by=SYSTEM)


def test_run_twice_it_is_one_file(bungo, budi):
    printed(budi, group_key="g")
    bundle = made(Choice(group_key="g"))
    first = bundle.file_id
    assert bundles.make({"bundle_id": bundle.id}, lambda _done, _total: None) == "Selesai. 1 sertifikat."
    assert bundle.file_id == first
    assert bundles.make({"bundle_id": 10**6}, lambda _done, _total: None) == "Permintaan ini sudah dihapus."


def test_after_seven_days_it_is_gone_with_its_bytes(bungo, budi):
    printed(budi, group_key="g")
    bundle = made(Choice(group_key="g"))
    file = db.session.get_one(StoredFile, bundle.file_id)
    key, file_id = file.storage_key, file.id
    jobs.tidy_bundles()
    assert db.session.execute(select(CertificateBundle.id)).scalars().all() == [bundle.id]
    bundle.expires_at = now() - timedelta(minutes=1)
    db.session.commit()
    with scope.everything():
        jobs.tidy_bundles()
    assert db.session.execute(select(CertificateBundle.id)).scalars().all() == []
    assert db.session.execute(select(StoredFile.id).where(StoredFile.id == file_id)).scalars().all() == []
    with pytest.raises(FileNotFoundError):
        store._store.get(key)
    assert made(Choice(group_key="g")).file_id  # though on SQLite it has the number of the one that went


def test_hr_asks_by_unit_and_year_on_a_page(visit, sari, budi):
    printed(budi)
    page = visit(sari).open("bundles.list_own")
    done = page.press("Buat berkas", tahun=page.form("Buat berkas").choices("tahun")[1])
    assert "Berkas sedang disiapkan. Anda boleh meninggalkan halaman ini." in done.notices
    worker.drain()
    ready = visit(sari).open("bundles.list_own")
    answer = visit(sari).get(ready.links["Unduh"])
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=sertifikat-semua-unit-tahun-")
    assert answer.mimetype == "application/zip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    told = select(AuditEntry.action).where(AuditEntry.action.like("certificates.bundle.%")).order_by(AuditEntry.id)
    assert list(db.session.execute(told).scalars()) == ["certificates.bundle.asked", "certificates.bundle.taken"]


def test_what_the_page_refuses(visit, sari, budi, rina):
    printed(budi)
    for fields, status, sentence in (
        ({"bentuk": "zip"}, 422, "Pilih unit, tahun, atau keduanya."),
        ({"tahun": "1999", "bentuk": "zip"}, 422, "Belum ada sertifikat dari tahun itu."),
        ({"unit": str(make_unit("Dinas Ada").id), "bentuk": "exe"}, 422, "Pilih ZIP atau PDF."),
        ({"unit": "99999999", "bentuk": "zip"}, 404, ""),
        ({"unit": str(make_unit("Dinas Kosong").id), "bentuk": "zip"}, 409, "Belum ada sertifikat"),
    ):
        answer = visit(sari).post("bundles.create_bundle", fields=fields)
        assert (answer.status_code, sentence in answer.text) == (status, True)
    for person in (budi, rina):
        assert visit(person).post("bundles.create_bundle", fields={"tahun": "2026", "bentuk": "zip"}).status_code == 403
        visit(person).open("bundles.list_own", expect=403)


def test_another_officer_does_not_take_it(visit, sari, budi, organiser):
    printed(budi, group_key="g")
    bundle = made(Choice(group_key="g"), by=Actor(sari.user_id, sari.employee_id, sari.name))
    visit(organiser).open("bundles.download_own", bundle_id=bundle.id, expect=404)
    assert visit(sari).get(f"/sertifikat/kumpulan/{bundle.id}").status_code == 200


def test_the_organiser_takes_a_batch_as_one_pdf(visit, organiser, sari, budi):
    batch = make_batch(starts_in_days=-3)
    seat(budi, batch)
    attend(budi, batch)
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    page = visit(organiser).open("training.show_managed", batch_id=batch.id)
    listed = page.press("Siapkan satu PDF untuk dicetak")
    assert "Menurut unit atau tahun hanya untuk petugas kepegawaian." in listed.text
    worker.drain()
    ready = visit(organiser).open("bundles.list_own")
    answer = visit(organiser).get(ready.links["Unduh"])
    assert answer.data.startswith(b"%PDF-")
    wrong = visit(organiser).post("training.create_certificate_bundle", batch_id=batch.id, fields={"bentuk": "doc"})
    assert wrong.status_code == 400


def test_from_a_closed_batch_one_comes_to_its_certificates_and_recalls_them_all(visit, sari, budi, dewi):
    batch = make_batch(starts_in_days=-3)
    for person in (budi, dewi):
        seat(person, batch)
        attend(person, batch)
    visit(sari).open("training.show_closing", batch_id=batch.id).press("Tutup angkatan")
    worker.drain()
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert "Siapkan ZIP terbaru" not in page.buttons
    one = page.link("Ganti atau cabut sertifikat angkatan ini").link(budi.name)
    one.link("Ganti sertifikat ini").press("Terbitkan pengganti", holder_name="Budi, M.Si.", reason="Gelar keliru.")
    worker.drain()
    page = visit(sari).open("training.show_managed", batch_id=batch.id)
    assert "Sesudahnya 1 sertifikat diganti atau dicabut." in page.text
    page.press("Siapkan ZIP terbaru")
    worker.drain()
    archive = visit(sari).get(visit(sari).open("bundles.list_own").links["Unduh"])
    assert len(zipfile.ZipFile(io.BytesIO(archive.data)).namelist()) == 2
    listed = page.link("Ganti atau cabut sertifikat angkatan ini")
    listed.link("Cabut semua yang berlaku dari angkatan ini").press("Cabut 2 sertifikat", reason="Keliru terbit.")
    rows = visit(sari).open("training.show_managed", batch_id=batch.id).all("#participants .badge")
    assert rows.count("Dicabut") == 2


def test_a_list_asks_as_often_with_three_rows_as_with_one(visit, sari, budi, queries):
    printed(budi, group_key="g")
    who = Actor(sari.user_id, sari.employee_id, sari.name)
    asked = []
    for count in (1, 2):
        for _number in range(count):
            made(Choice(group_key="g"), by=who)
        visit(sari).open("bundles.list_own")
        with queries() as found:
            visit(sari).open("bundles.list_own")
        asked.append(len(found))
    assert asked[0] == asked[1]
