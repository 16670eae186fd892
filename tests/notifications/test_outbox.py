"""The log of what went to whom: filters, pages, files, and sending a refused letter again."""

import csv
import io
import re
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from app.audit.models import AuditEntry
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.notifications import catalogue, post, posting, services
from app.notifications.models import Mail, MailStatus
from app.notifications.services import Recipient
from app.organisation.models import Employee
from tests.support import html
from tests.support.builders import ZONE, make_employee

FACTS = {
    "batch": "Pelayanan Prima, Angkatan 3",
    "dates": "10 Desember 2026",
    "place": "Aula BKPSDM",
    "until": "Kamis, 3 Desember 2026, 08.00 WIB",
    "why": "",
}


def tell(person, kind="training_expired", key="1", **facts):
    services.tell(
        Recipient(person.employee_id, person.name, person.email), kind, "Kabar.", path="/", key=key, **FACTS | facts
    )
    db.session.commit()
    return db.session.execute(select(Mail.id).order_by(Mail.id.desc()).limit(1)).scalar_one()


def change(mail_id, **values):
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(**values))
    db.session.commit()


def state_of(mail_id):
    db.session.rollback()
    return db.session.get_one(Mail, mail_id, populate_existing=True)


@pytest.fixture
def three(budi, dewi, rina):
    """A sent, a refused and a waiting letter, a day apart each."""
    ids = [tell(budi), tell(dewi, key="2"), tell(rina, "training_request", key="3", requester="Budi")]
    change(ids[0], status=MailStatus.SENT, sent_at=now(), created_at=now() - timedelta(days=2))
    change(ids[1], status=MailStatus.FAILED, trouble="alamat ditolak (550)", created_at=now() - timedelta(days=1))
    return ids


def listed(page):
    return [re.findall(r"Untuk (\w+)", row)[0] for row in page.all(".rows .rows__body")]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Rina", "Dewi", "Budi"]),
        ({"keadaan": "failed"}, ["Dewi"]),
        ({"keadaan": "sent"}, ["Budi"]),
        ({"keadaan": "nonsense"}, ["Rina", "Dewi", "Budi"]),
        ({"surat": "training_request"}, ["Rina"]),
        ({"cari": "bUdI"}, ["Budi"]),
        ({"cari": "%"}, []),
        ({"cari": "_"}, []),
        ({"surat": "training_expired", "keadaan": "failed", "cari": "dewi"}, ["Dewi"]),
        ({"dari": "2026-99-99"}, ["Rina", "Dewi", "Budi"]),
        ({"dari": "9999-12-31"}, ["Rina", "Dewi", "Budi"]),
    ],
)
def test_filters(visit, sari, three, asked, names):
    page = visit(sari).open("notifications.list_mails", **asked)
    assert listed(page) == names
    assert page.has(".empty") == (not names)


def test_what_tells_by_its_recipient_is_not_offered_to_be_sought(visit, sari):
    """It stands in no list; a filter of its name that finds nothing would say that nobody was reminded."""
    offered = visit(sari).open("notifications.list_mails").form("Cari surat").choices("surat")
    assert set(offered) == {"", *(one.kind for one in catalogue.every())} - set(catalogue.unlisted())
    assert {"survey_reminder", "evaluation_reminder"} <= set(catalogue.unlisted())


def test_filters_by_day_of_the_government(visit, sari, three):
    day = (now() - timedelta(days=1)).astimezone(ZONE).date().isoformat()
    assert listed(visit(sari).open("notifications.list_mails", dari=day, sampai=day)) == ["Dewi"]
    assert listed(visit(sari).open("notifications.list_mails", sampai=day)) == ["Dewi", "Budi"]


def test_a_waiting_letter_tells_its_next_try_and_its_trouble(visit, sari, three):
    change(three[2], attempts=2, trouble="server surat belum bisa dihubungi")
    row = visit(sari).open("notifications.list_mails").all(".rows li")[0]
    assert "server surat belum bisa dihubungi. Dicoba lagi " in row


def test_leafing_through_keeps_the_filter(visit, sari, budi):
    for number in range(27):
        tell(budi, key=str(number))
    tell(budi, "training_requested", key="x", superior="Rina")
    first = visit(sari).open("notifications.list_mails", surat="training_expired")
    second = first.link("Berikutnya")
    assert (len(first.all(".rows li")), len(second.all(".rows li"))) == (25, 2)
    assert "27 surat" in first.text


def test_it_asks_the_same_whether_there_is_one_or_three(visit, sari, budi, queries):
    browser, counts = visit(sari), []
    for number in range(3):
        tell(budi, key=str(number))
        with queries() as asked:
            browser.open("notifications.list_mails")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_a_letter_is_shown_in_both_versions_and_whether_it_is_as_it_was_sent(visit, sari, budi):
    mail_id = tell(budi)
    page = visit(sari).open("notifications.show_mail", mail_id=mail_id)
    assert "Isi di bawah sama persis" not in page.text
    letter = posting.letter_of(state_of(mail_id))
    change(mail_id, status=MailStatus.SENT, sent_at=now(), seal=services.rules.seal(letter.subject, *both(letter)))
    page = visit(sari).open("notifications.show_mail", mail_id=mail_id)
    assert "Isi di bawah sama persis dengan yang dikirim." in page.text
    assert "Yth. Budi Pratama" in page.text
    change(mail_id, seal="0" * 64)
    assert "sudah diperbarui sejak dikirim" in visit(sari).open("notifications.show_mail", mail_id=mail_id).text


def both(letter):
    return letter.text, letter.html


def test_the_page_of_a_letter_frames_it_and_the_letter_may_do_nothing(visit, sari, budi):
    mail_id = tell(budi)
    browser = visit(sari)
    page = browser.open("notifications.show_mail", mail_id=mail_id)
    frame = page.tree.query("iframe")[0]
    assert html.has(frame, "sandbox")
    assert page.answer.headers["Content-Security-Policy"].endswith("; frame-src 'self'")
    shown = browser.get(html.attribute(frame, "src"))
    policy = shown.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src-attr 'unsafe-inline'; style-src-elem 'sha256-")
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Yth. Budi Pratama" in shown.text


def test_a_refused_letter_is_sent_again_to_the_address_of_today(visit, sari, three, dewi):
    mail_id = three[1]
    before = state_of(mail_id).message_id
    db.session.execute(update(Employee).where(Employee.id == dewi.employee_id).values(email="dewi@baru.example"))
    db.session.commit()
    page = visit(sari).open("notifications.show_mail", mail_id=mail_id)
    again = page.press("Kirim ulang")
    assert again.notices == ["Surat ini menunggu dikirim lagi."]
    mail = state_of(mail_id)
    assert (mail.status, mail.attempts, mail.trouble) == (MailStatus.WAITING, 0, "")
    assert (mail.address, mail.message_id) == ("dewi@baru.example", before)
    line = db.session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
    assert (line.action, line.object_id, line.details) == ("notifications.mail.resent", mail_id, {"new_address": True})


@pytest.mark.parametrize("index", [0, 2])
def test_what_was_sent_or_waits_is_not_sent_again(visit, sari, three, index):
    answer = visit(sari).post("notifications.create_resending", mail_id=three[index])
    assert visit(sari).page(answer, expect=409).heading == "Belum bisa dilakukan"
    page = visit(sari).open("notifications.show_mail", mail_id=three[index])
    assert "Kirim ulang" not in page.buttons


def export(browser, form="csv", **fields):
    answer = browser.post("notifications.create_mail_export", fields={"bentuk": form} | fields)
    assert answer.status_code == 200
    return answer


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_the_list_as_a_file_is_the_list_as_it_is_filtered(visit, sari, three, joko):
    with scope.within(joko.government_id):
        tell(joko, key="9")
    rows = rows_of(export(visit(sari)))
    assert rows[0][:2] == ["Ditulis", "Penerima"]
    assert [row[1].split()[0] for row in rows[1:]] == ["Rina", "Dewi", "Budi"]
    assert [row[5] for row in rows[1:]] == ["Menunggu dikirim", "Ditolak", "Terkirim"]
    assert [row[1].split()[0] for row in rows_of(export(visit(sari), keadaan="failed"))[1:]] == ["Dewi"]
    assert [row[1] for row in rows_of(export(visit(joko)))[1:]] == [joko.name]


def test_a_spreadsheet_runs_nothing_people_wrote(visit, sari, bungo):
    tell(make_employee('=HYPERLINK("http://evil.example")'))
    assert rows_of(export(visit(sari)))[1][1].startswith("'=")
    book = CalamineWorkbook.from_filelike(io.BytesIO(export(visit(sari), "xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    assert (len(rows), rows[1][1][:2]) == (2, "'=")


def test_each_file_is_noted(visit, sari, three):
    export(visit(sari), "xlsx")
    line = db.session.execute(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).scalar_one()
    assert (line.action, line.details) == ("notifications.outbox.exported", {"form": "xlsx", "rows": 3})


def test_who_may_have_the_file_and_send_again(visit, cast, three):
    for name, person in cast.items():
        browser = visit(person)
        exported = browser.post("notifications.create_mail_export").status_code
        resent = browser.post("notifications.create_resending", mail_id=three[0]).status_code
        expected = {"sari": (200, 409), "administrator": (200, 409), "joko": (200, 404)}.get(name, (403, 403))
        assert (exported, resent) == expected, name


def test_every_letter_can_be_looked_at(visit, sari):
    listed = visit(sari).open("notifications.list_letters")
    for kind in catalogue.every():
        page = listed.link(kind.title)
        assert page.heading == kind.title
        assert "Data contoh" in page.text
        shown = visit(sari).get(f"/surat/{kind.kind}/pratinjau")
        assert "Contoh." in shown.text
    assert visit(sari).open("/surat/surprise", expect=404)
    assert visit(sari).get("/surat/surprise/pratinjau").status_code == 404


def test_who_may_look_at_letters(visit, cast):
    opened = {name for name, person in cast.items() if visit(person).get("/surat").status_code == 200}
    assert opened == {"sari", "administrator", "joko"}


def test_a_sample_goes_to_oneself_and_says_that_it_is_one(visit, sari):
    page = visit(sari).open("/surat/training_offer")
    sent = page.press("Kirim contoh ke saya")
    assert sent.notices == ["Contohnya menunggu di Surat keluar, karena server surat belum diatur."]
    twice = sent.press("Kirim contoh ke saya")
    assert twice.notices == ["Contohnya baru saja dikirim. Tunggu semenit sebelum mengirim lagi."]
    mail = db.session.execute(select(Mail)).scalar_one()
    assert (mail.address, mail.is_sample, mail.status) == (sari.email, True, MailStatus.WAITING)
    assert mail.subject.startswith("[Contoh] Ada kursi untuk Anda")
    letter = posting.letter_of(mail)
    assert "CONTOH." in letter.text
    assert sari.name in letter.html


def test_with_a_mail_server_the_sample_says_where_it_goes(visit, sari):
    post.use_settings(smtp_url="smtp://127.0.0.1:9", sender="Penata <penata@bungo.example>")
    page = visit(sari).open("/surat/training_confirmed")
    assert page.press("Kirim contoh ke saya").notices == [f"Contohnya dikirim ke {sari.email}."]
