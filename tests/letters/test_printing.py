import io
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from app.letters import printing
from app.letters.facts import Annex, Head, LetterFacts, Signer
from app.letters.models import Paper
from tests.support import pdf as look
from tests.support.proposals import picture

HEAD = Head(
    "Pemerintah Kabupaten Bungo",
    "Dinas Perhubungan",
    "Jalan Sultan Thaha 1",
    "Telepon 0747 21001, surat@penata.example",
    "Muara Bungo",
)


def make_letter(**different) -> LetterFacts:
    facts = {
        "head": HEAD,
        "paper": Paper.A4,
        "number": "800.2/12/DP/2026",
        "issued_on": date(2026, 11, 30),
        "nature": "Biasa",
        "attachments": "2 berkas",
        "subject": "Usulan kegiatan <b>Uji</b> & emisi",
        "addressee": ("Kepala BKPSDM", "di Muara Bungo"),
        "opening": ("Dengan ini kami mengusulkan.",),
        "rows": (("Kegiatan", "Uji emisi"), ("Waktu", "14 Desember 2026")),
        "closing": ("Terima kasih.",),
        "signer": Signer("Plt. Kepala Dinas Perhubungan", "Hasan Basri, S.T.", "198206142001011904", "Bupati Bungo"),
        "copies": ("Sekretaris Daerah",),
        "annexes": (Annex("Rincian", ("No.", "Mata", "JP"), (("1", "Uji emisi", "6"),)),),
    }
    return LetterFacts(**facts | different)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (210, 297)), (Paper.F4, (215, 330))])
def test_a_letter_is_tagged_pdf_a_on_its_paper(paper, size):
    content = printing.print_letter(make_letter(paper=paper), picture())
    assert look.complaints(content) == ""
    assert set(look.fonts(content).values()) == {True}
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "id"
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert len(document.pages) == 2
        for page in document.pages:
            left, bottom, right, top = (float(edge) for edge in page.MediaBox)
            millimetres = ((right - left) / look.POINTS_PER_MM, (top - bottom) / look.POINTS_PER_MM)
            assert millimetres == pytest.approx(size, abs=0.5)
        assert any(str(one.get("/S")) == "/Figure" for one in elements(document.Root.StructTreeRoot))


def elements(node):
    for child in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else []:
        if isinstance(child, pikepdf.Dictionary):
            yield child
            yield from elements(child)


def test_everything_stands_on_the_sheet_as_it_was_given():
    shown = look.text(printing.print_letter(make_letter(), None))
    for text in (
        "PEMERINTAH KABUPATEN BUNGO",
        "Muara Bungo, 30 November 2026",
        "800.2/12/DP/2026",
        "Usulan kegiatan <b>Uji</b> & emisi",
        "Yth. Kepala BKPSDM",
        "a.n. Bupati Bungo",
        "Plt. Kepala Dinas Perhubungan,",
        "NIP 19820614 200101 1 904",
        "Tembusan:",
        "Lampiran 1 surat nomor 800.2/12/DP/2026",
    ):
        assert text in shown


def test_the_longest_letter_keeps_inside_its_margins():
    long = "Penyelenggaraan " * 40
    content = printing.print_letter(
        make_letter(
            head=Head("Pemerintah " + "Kabupaten " * 12, "Dinas " * 30, "J" * 240, "x" * 120, "Muara Bungo"),
            subject=long[:250],
            rows=(("Kegiatan", long),) * 10,
            opening=(long,) * 6,
        ),
        picture("JPEG", size=(2000, 300)),
    )
    words = look.words(content)
    assert max(word.right for word in words) <= 210 - 19
    assert min(word.left for word in words) >= 24
    assert max(word.page for word in words) > 2


def test_the_same_letter_is_the_same_file():
    assert printing.print_letter(make_letter(), None) == printing.print_letter(make_letter(), None)


def test_a_list_carries_the_same_head():
    rows = tuple((str(count), f"Pegawai {count}", "") for count in range(1, 81))
    content = printing.print_list(
        HEAD, Annex("Daftar hadir", ("No.", "Nama", "Tanda tangan"), rows), lede="Hari pertama", paper=Paper.F4
    )
    shown = look.text(content)
    assert shown.startswith("PEMERINTAH KABUPATEN BUNGO DINAS PERHUBUNGAN")
    assert "Pegawai 80" in shown
    assert look.complaints(content) == ""


@pytest.mark.parametrize("paragraphs", [15, 19])
def test_a_signature_never_stands_on_a_page_of_its_own(paragraphs):
    """Around the length at which the body fills the first page."""
    letter = make_letter(opening=("Kalimat pembuka surat ini.",) * paragraphs, copies=(), annexes=())
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(printing.print_letter(letter, None))).pages]
    (signed,) = [text for text in pages if "Hasan Basri" in text]
    assert "Terima kasih." in signed


@pytest.mark.parametrize("paragraphs", [12, 15, 19])
def test_who_gets_a_copy_stands_beside_the_signature(paragraphs):
    """Never on a page of its own, and never across the signature, however long the list."""
    copies = ("Sekretaris Daerah Kepulauan Hulu Sungai Tengah Barat Daya bagian umum",) * 6
    letter = make_letter(opening=("Kalimat pembuka surat ini.",) * paragraphs, copies=copies, annexes=())
    words = look.words(printing.print_letter(letter, None))
    (heading,) = [word for word in words if word.text == "Tembusan:"]
    (signer,) = [word for word in words if word.text == "Hasan"]
    assert heading.page == signer.page
    listed = [word for word in words if word.page == heading.page and word.text in copies[0].split()]
    assert len(listed) >= 6 * len(copies[0].split())
    assert max(word.right for word in listed if word.top >= heading.top) < signer.left
