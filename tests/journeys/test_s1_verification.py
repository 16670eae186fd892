"""What a stranger learns about a certificate."""

from decimal import Decimal

import pytest
from markupsafe import escape

from app.base import wording
from app.certificates.rules import new_code
from tests.support import pdf
from tests.support.workshop import certificate_of, close, finished_batch, stored_bytes


@pytest.fixture
def issued(visit, budi, sari):
    """Budi's certificate, printed."""
    batch = finished_batch([budi], score="93.57", min_score="70")
    close(visit, sari, batch)
    return certificate_of(budi)


def test_a_stranger_reads_every_printed_fact_that_is_not_personal(visit, budi, issued):
    stranger = visit()
    page = stranger.open("certificates.show_verification", code=issued.code)
    facts = issued.facts
    assert page.heading == "Sertifikat ini berlaku"
    public = [
        budi.name,
        facts["programme_title"],
        facts["number"],
        facts["result"].capitalize(),
        facts["government_name"],
        facts["organiser_name"],
        facts["place"],
        facts["city"],
        facts["signatory_name"],
        facts["signatory_position"],
        facts["code"],
        facts["subjects"][0]["title"],
        "8 JP",
        wording.plain_date(issued.issued_on),
        issued.sha256,
    ]
    assert [fact for fact in public if fact not in page.text] == []
    private = [
        facts["holder_nip"],
        budi.nip,
        facts["signatory_nip"],
        facts["holder_position"],
        "III/a",
        "93.57",
        "93,57",
    ]
    assert "93.57" in str(facts["score"])
    shown = page.text.replace(issued.sha256, "").replace(facts["code"], "").replace(facts["number"], "")
    assert [fact for fact in private if fact in shown] == []
    assert stranger.cookies() == {}


def test_the_printed_sheet_and_the_page_say_the_same(visit, budi, issued):
    """What is printed and not personal stands on the page, word for word."""
    content = stored_bytes(budi)
    words = pdf.text(content)
    page = visit().open("certificates.show_verification", code=issued.code).text
    for fact in (budi.name, issued.number, "Pelayanan Prima bagi Petugas Loket", "Sari Wulandari, S.Sos., M.Si."):
        assert (fact in words, fact in page) == (True, True), fact
    assert pdf.complaints(content) == ""


def test_the_same_as_json(visit, budi, issued):
    answer = visit().download("certificates.show_verification_json", code=issued.code)
    told = answer.get_json()
    assert (told["status"], told["holder"], told["number"]) == ("valid", budi.name, issued.number)
    assert told["file_sha256"] == issued.sha256
    assert told["lesson_hours"] == "8.00" or Decimal(told["lesson_hours"]) == 8
    assert [
        one for one in (budi.nip, issued.facts["signatory_nip"], "III/a", "score", "nip") if one in answer.text
    ] == []
    assert "Set-Cookie" not in answer.headers


def test_a_code_typed_by_hand_finds_it_however_it_is_written(visit, issued):
    for typed in (issued.code.lower(), issued.facts["code"], f" {issued.facts['code'].replace('-', ' ')} "):
        form = visit().open("certificates.show_verification_form")
        assert form.press("Periksa kode", kode=typed).heading == "Sertifikat ini berlaku"


def test_wrong_mistyped_and_unknown_codes_get_one_calm_page(visit, issued):
    flipped = ("1" if issued.code[0] != "1" else "2") + issued.code[1:]
    unknown = _another_code(issued.code)
    bodies = {}
    for code in (unknown, flipped, "SALAH", "7QK2", "%3Cscript%3E", "a" * 300, "--", "ÀÉÎ"):
        answer = visit().get(f"/v/{code}")
        assert answer.status_code == 404
        page = visit().page(answer, expect=404)
        assert page.heading == "Kode tidak dikenal"
        bodies[code] = _without_typed(page)
    assert len(set(bodies.values())) == 1, bodies.keys()
    for code in (unknown, flipped, "SALAH"):
        typed = visit().open("certificates.show_verification_form").press("Periksa kode", kode=code, expect=404)
        assert _without_typed(typed) == bodies[unknown]
    answers = {code: visit().get(f"/v/{code}.json") for code in (unknown, flipped, "SALAH")}
    assert {(one.status_code, one.text) for one in answers.values()} == {(404, answers[unknown].text)}


def _another_code(code: str) -> str:
    """A well-formed code that was never given out."""
    fresh = new_code()
    assert fresh != code
    return fresh


def _without_typed(page) -> str:
    typed = page.fields["kode"]
    field = f'value="{escape(typed)}"'
    assert page.source.count(field) == 1
    return page.source.replace(field, "")
