"""What becomes of a certificate: replaced, recalled, its name corrected; and what officers set up."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound

from app.access.visitor import SYSTEM
from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.base.errors import StaleVersion
from app.certificates import queries, rules, services
from app.certificates.models import Certificate, CertificateDesignVersion, NameStatus
from app.certificates.queries import designs as design_queries
from app.certificates.queries import names as name_queries
from app.certificates.rules import CertificateStatus, WrongField
from app.certificates.services import designs, names, recalls, replacing
from app.certificates.services import series as numberings
from app.certificates.services.replacing import Correction
from app.certificates.style import Layout, Texts, contrast, problem_of_colour, problems_of_text
from app.certificates.wishes import DesignFacts
from app.documents import services as store
from app.jobs import worker
from app.notifications.models import Mail, Notice
from tests.support import pdf as look
from tests.support.builders import make_certificate, make_issue, make_series
from tests.support.signing import add_series, series_facts

DAY = date(2026, 11, 29)
CORRECTION = Correction("Budi Pratama, S.A.P., M.Si.", "Penata", "BKPSDM", "Gelar belum tertulis.")


def issued(person, group="batch:1", **facts):
    """A certificate with its file, without the price of printing one."""
    certificate = make_certificate(person, group_key=group, **facts)
    content = f"%PDF-1.7 {certificate.number}".encode()
    file = store.keep(content, storage_key=store.put(content), name="s.pdf", media_type="application/pdf")
    certificate.file_id, certificate.sha256 = file.id, file.sha256
    db.session.commit()
    return certificate


def count(model, *conditions):
    return db.session.execute(select(func.count(model.id)).where(*conditions)).scalar_one()


def test_a_replacement_takes_over_when_its_file_is_there(bungo, budi, sari):
    old = issued(budi)
    new, _job = replacing.replace_with(old, CORRECTION, by=sari.actor)
    db.session.commit()
    code = new.code
    assert queries.by_code(old.code, DAY).status == CertificateStatus.VALID
    assert queries.by_code(code, DAY) is None
    worker.drain()
    before, after = queries.by_code(old.code, DAY), queries.by_code(code, DAY)
    assert (before.status, after.status) == (CertificateStatus.REPLACED, CertificateStatus.VALID)
    assert before.reason == "Gelar belum tertulis."
    assert (before.successor, after.predecessor) == (after.code, before.code)
    assert before.to_public_dict()["successor"] == after.code
    assert after.facts.holder_name == CORRECTION.holder_name
    assert after.facts.number != before.facts.number
    assert count(Mail, Mail.kind == "certificate_replaced") == 1
    with pytest.raises(rules.NotValid):
        replacing.replace_with(old, CORRECTION, by=sari.actor)


def test_a_replacement_asked_for_twice_is_one(bungo, budi, sari):
    old = issued(budi)
    first, _job = replacing.replace_with(old, CORRECTION, by=sari.actor)
    again, _job = replacing.replace_with(old, CORRECTION, by=sari.actor)
    db.session.commit()
    assert first.id == again.id
    assert count(Certificate) == 2


def test_what_is_not_printed_yet_cannot_be_replaced(budi, sari):
    with pytest.raises(rules.NotPrinted):
        replacing.replace_with(make_certificate(budi), CORRECTION, by=sari.actor)


def test_a_recall_holds_at_once_and_everybody_hears_once(bungo, budi, dewi, sari):
    group = [issued(person) for person in (budi, dewi, budi)]
    other = issued(dewi, "batch:2")
    recall, _job = recalls.recall([one.id for one in group], "Daftar hadir keliru.", by=sari.actor)
    db.session.commit()
    found = [queries.by_code(one.code, DAY) for one in group]
    assert {(one.status, one.reason) for one in found} == {(CertificateStatus.REVOKED, "Daftar hadir keliru.")}
    assert queries.by_code(other.code, DAY).status == CertificateStatus.VALID
    assert recall.total == 3
    worker.drain()
    for _again in range(2):
        recalls.tell({"recall_id": recall.id}, lambda _done, _total: db.session.commit())
    assert count(Notice, Notice.kind == "certificate_revoked") == 3
    assert count(Mail, Mail.kind == "certificate_revoked") == 3
    assert count(AuditEntry, AuditEntry.action == "certificates.revoked") == 3
    assert recall.told_at is not None


def test_days_on_record_are_those_of_the_government(bungo, budi, dewi, sari):
    """Half an hour into the new year it is still the old one in Greenwich."""
    recalled, wrong = make_certificate(budi), issued(dewi)
    with time_machine.travel(datetime(2027, 1, 1, 0, 30, tzinfo=ZoneInfo("Asia/Jakarta"))):
        recalls.recall([recalled.id], "Terbit untuk angkatan yang keliru.", by=sari.actor)
        replacing.replace_with(wrong, Correction("Dewi Lestari", "", "", "Gelar keliru."), by=sari.actor)
        db.session.commit()
        worker.drain()
        assert numberings.next_number(make_series(), None).endswith("/I/2027")
    db.session.expire_all()
    assert (recalled.changed_on, wrong.changed_on) == (date(2027, 1, 1), date(2027, 1, 1))


def test_a_recall_that_was_killed_goes_on_where_it_stopped(bungo, budi, dewi, sari):
    recall, _job = recalls.recall([issued(one).id for one in (budi, dewi, budi)], "Keliru terbit.", by=sari.actor)
    db.session.commit()

    class Killed(Exception):
        pass

    def until_the_second(done, _total):
        db.session.commit()
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        recalls.tell({"recall_id": recall.id}, until_the_second)
    db.session.rollback()
    assert count(Notice, Notice.kind == "certificate_revoked") == 2
    worker.drain()
    assert count(Notice, Notice.kind == "certificate_revoked") == 3


def test_a_recall_with_one_foreign_number_changes_nothing(bungo, budi, joko, sari):
    own = issued(budi)
    with scope.within(joko.government_id):
        foreign = issued(joko)
    with pytest.raises(NoResultFound):
        recalls.recall([own.id, foreign.id], "Tidak boleh.", by=sari.actor)
    db.session.rollback()
    assert queries.by_code(own.code, DAY).status == CertificateStatus.VALID
    recalls.recall([own.id], "Boleh sekali.", by=sari.actor)
    with pytest.raises(rules.NotValid):
        recalls.recall([own.id], "Sudah dicabut.", by=sari.actor)


def test_a_name_is_printed_as_granted_until_the_record_changes(bungo, budi, sari):
    wish = names.ask(budi.employee_id, "Budi Pratama, S.A.P., M.Si.", "Ijazah 2026", None, by=budi.actor)
    with pytest.raises(rules.AlreadyWaiting):
        names.ask(budi.employee_id, "Budi P.", "", None, by=budi.actor)
    with pytest.raises(rules.OwnWish):
        names.grant(wish, "", by=budi.actor)
    assert make_certificate(budi).facts["holder_name"] == budi.name
    names.grant(wish, "Sesuai ijazah.", by=sari.actor)
    with pytest.raises(rules.AlreadyDecided):
        names.refuse(wish, "Terlambat.", by=sari.actor)
    assert make_certificate(budi).facts["holder_name"] == "Budi Pratama, S.A.P., M.Si."
    assert name_queries.printed_name(budi.employee_id, "Budi Pratama Baru") == "Budi Pratama Baru"


def test_a_refused_name_changes_nothing_and_says_why(bungo, budi, sari):
    wish = names.ask(budi.employee_id, "Budi Pratama, Ph.D.", "", None, by=budi.actor)
    names.refuse(wish, "Ijazahnya belum ada.", by=sari.actor)
    assert (wish.status, wish.answer) == (NameStatus.REFUSED, "Ijazahnya belum ada.")
    assert make_certificate(budi).facts["holder_name"] == budi.name
    with pytest.raises(WrongField):
        names.ask(budi.employee_id, budi.name, "", None, by=budi.actor)


def test_a_granted_name_on_an_issued_certificate_replaces_it(bungo, budi, sari):
    old = issued(budi)
    names.grant(names.ask(budi.employee_id, "Budi P., M.Si.", "", old, by=budi.actor), "", by=sari.actor)
    db.session.commit()
    new = db.session.execute(select(Certificate).where(Certificate.replaces_id == old.id)).scalar_one()
    assert new.facts["holder_name"] == "Budi P., M.Si."


def test_a_number_that_was_given_is_never_given_by_another_pattern(bungo, budi, dewi):
    series = make_series()
    make_certificate(budi, series=series, issued_on=DAY)
    make_certificate(dewi, series=series, issued_on=DAY)
    taken = db.session.execute(select(Certificate).order_by(Certificate.id)).scalars().first()
    taken.number = "800.2.3/3/BKPSDM/XI/2026"
    db.session.commit()
    with pytest.raises(rules.NumberTaken):
        make_certificate(budi, series=series, issued_on=DAY)


@pytest.mark.parametrize(
    ("different", "field", "words"),
    [
        ({"pattern": "{urut}/DINKES"}, "pattern", "{tahun}"),
        ({"pattern": "DINKES/{tahun}"}, "pattern", "{urut}"),
        ({"pattern": "{nomor}/{urut}/{tahun}"}, "pattern", "tidak dikenal"),
        ({"unit_code": "BKPSDM"}, "pattern", "nomor yang sama dengan penomoran BKPSDM"),
        ({"organiser": "BKPSDM"}, "organiser", "sudah ada"),
        ({"signing": "signatory"}, "signing", "menurut jabatan"),
    ],
)
def test_a_numbering_that_could_not_hold_is_refused_at_its_field(bungo, different, field, words):
    make_series()
    with pytest.raises(WrongField) as refused:
        numberings.create(series_facts(**different), by=SYSTEM)
    assert (refused.value.field, words in refused.value.message) == (field, True)


def test_a_numbering_is_made_shown_and_changed(bungo, budi):
    series = add_series()
    year = now().year
    assert numberings.next_number(series, series).startswith("800.2.3/1/DINKES/")
    make_certificate(budi, series=series, issued_on=now().date())
    assert numberings.next_number(series, series).startswith("800.2.3/2/DINKES/")
    numberings.change(series, series_facts(pattern="{urut}/{unit}/{tahun}"), version=1, by=SYSTEM)
    assert numberings.next_number(series, series) == f"2/DINKES/{year}"
    with pytest.raises(StaleVersion):
        numberings.change(series, series_facts(), version=1, by=SYSTEM)


FACTS = DesignFacts("Teknis", Layout.CLASSIC, "#5a1f3d", "#a6672c", Texts(role="{nama} telah {hasil}"))


def test_a_design_is_frozen_once_something_was_issued_with_it(bungo, budi):
    design = designs.create(FACTS, None, by=SYSTEM)
    designs.change(design, FACTS, None, drop_logo=False, version=1, by=SYSTEM)
    assert [one.number for one in versions()] == [1]
    first = make_certificate(budi)
    one = services.issue(replace(make_issue(budi), design_id=design.id), by=SYSTEM)
    changed = replace(FACTS, primary="#10233f")
    designs.change(design, changed, None, drop_logo=False, version=2, by=SYSTEM)
    db.session.commit()
    assert [(row.number, row.colours["primary"]) for row in versions()] == [(1, "#5a1f3d"), (2, "#10233f")]
    assert design_queries.style(one.design_version_id).primary == "#5a1f3d"
    assert design_queries.style(first.design_version_id).layout == Layout.SHOOTS
    with pytest.raises(StaleVersion):
        designs.change(design, FACTS, None, drop_logo=False, version=2, by=SYSTEM)
    with pytest.raises(WrongField):
        designs.create(FACTS, None, by=SYSTEM)


def versions():
    return (
        db.session.execute(select(CertificateDesignVersion).order_by(CertificateDesignVersion.number)).scalars().all()
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<script>alert(1)</script>", "skrip"),
        ('<img src="https://jahat.example/x.png">', "alamat gambar"),
        ("latar: url(x)", "alamat gambar"),
        ("{nip} lulus", "tidak dikenal"),
        ("{nama.__class__}", "tidak dikenal"),
        ("{nama lulus", "tidak berpasangan"),
    ],
)
def test_a_text_that_is_no_plain_sentence_is_refused(text, words):
    assert any(words in problem for problem in problems_of_text(text))


def test_colours_are_checked_against_the_paper():
    assert problem_of_colour("#0d4459", 4.5) == problem_of_colour("#b8860f", 3) == ""
    assert "terlalu pucat" in problem_of_colour("#f0e0a0", 3)
    assert "tanda pagar" in problem_of_colour("red", 3)
    assert round(contrast("#000000", "#ffffff"), 1) == 21


def picture(kind, size=(40, 30)):
    out = look.io.BytesIO()
    Image.new("RGB", size, "#1c4f3c").save(out, kind, **({"comment": b"rahasia"} if kind == "JPEG" else {}))
    return out.getvalue()


def test_a_logo_is_drawn_anew():
    clean = designs.clean_logo(picture("JPEG"))
    assert clean.startswith(b"\x89PNG")
    assert b"rahasia" not in clean


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"%PDF-1.7", b"", b"\x89PNG\r\n"]
)
def test_what_is_no_picture_is_no_logo(content):
    with pytest.raises(WrongField) as refused:
        designs.clean_logo(content)
    assert refused.value.field == "logo"
