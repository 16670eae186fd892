"""Data saya: what is kept, in words, and as files."""

import io
import json

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.base.database import db
from tests.support.builders import enrol, make_batch, make_certificate


def words_of(pdf):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def test_what_is_kept_is_said_in_words(visit, budi):
    enrol(budi, make_batch())
    page = visit(budi).open("privacy.show_own")
    assert page.heading == "Data saya"
    for words in ("Data kepegawaian", "Pendaftaran dan hasil pelatihan", "Pemberitahuan", "UU 20/2023", "365 hari"):
        assert words in page.text
    assert "Sertifikat" not in page.all(".rows__body b")


def test_the_copy_for_programs(visit, budi, dewi):
    make_certificate(budi)
    make_certificate(dewi)
    answer = visit(budi).open("privacy.show_own").form("Unduh JSON").send()
    assert answer.headers["Content-Type"] == "application/json"
    assert "attachment; filename=data-saya-" in answer.headers["Content-Disposition"]
    parts = {one["kunci"]: one["baris"] for one in json.loads(answer.data)["bagian"]}
    assert parts["file"][0]["nip"] == budi.nip
    assert [row["facts"]["holder_name"] for row in parts["certificates"]] == [budi.name]
    assert dewi.name not in answer.text


def test_the_copy_on_paper(visit, budi, dewi):
    make_certificate(budi)
    make_certificate(dewi)
    answer = visit(budi).open("privacy.show_own").form("Unduh PDF").send()
    assert answer.headers["Content-Type"] == "application/pdf"
    words = words_of(answer.data)
    for one in (budi.name, budi.nip, "Data kepegawaian", "Masa simpan", "Halaman 1"):
        assert one in words
    assert dewi.nip not in words


def test_taking_a_copy_is_noted_and_looking_is_not(visit, budi):
    visit(budi).open("privacy.show_own").form("Unduh JSON").send()
    lines = db.session.execute(select(AuditEntry.action, AuditEntry.details).order_by(AuditEntry.position)).all()
    assert [tuple(one) for one in lines[1:]] == [("privacy.copy.made", {"format": "json"})]


def test_copies_are_limited(visit, budi, app):
    form = visit(budi).open("privacy.show_own").form("Unduh JSON")
    answers = [form.send().status_code for _one in range(11)]
    assert (answers[:10], answers[10]) == ([200] * 10, 429)


@pytest.mark.parametrize("name", ["budi", "rina", "sari", "auditor"])
def test_everybody_with_a_file_has_the_page(visit, cast, name):
    assert visit(cast[name]).open("privacy.show_own").heading == "Data saya"


def test_one_line_and_three_ask_the_same(visit, budi, queries):
    browser = visit(budi)
    make_certificate(budi)
    browser.open("privacy.show_own")

    def asked():
        with queries() as found:
            browser.open("privacy.show_own")
        return len(found)

    one = asked()
    make_certificate(budi)
    make_certificate(budi)
    assert asked() == one
