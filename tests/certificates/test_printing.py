import io
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from app.certificates import design, printing
from app.certificates.facts import CertificateFacts
from app.certificates.fitting import Face, Step, fit, width_of
from app.certificates.printing import PrintingTookTooLong, print_certificate, print_in_processes, print_many
from app.documents.printing import ROOT
from tests.support import pdf as look
from tests.support.certificates import make_facts, make_subjects

LONG_NAME = (
    "Prof. Dr. H. Muhammad Ma'ruf Nur'aini Siti Rahmatullah "
    "Abdurrahman Wahid Hasyim Al-Qur'ani bin Syafi'i, S.H., M.Hum., CP"
)
LONG_TITLE = (
    "Pelatihan Penyusunan Analisis Jabatan, Analisis Beban Kerja, dan Penataan Organisasi "
    "Perangkat Daerah bagi Pejabat Fungsional Analis Kebijakan Utama I"
)
LONG_PLACE = "Gedung Pertemuan Serba Guna Balai Pendidikan dan Pelatihan Provinsi Jambi, Kecamatan Telanaipura"
LONG_OFFICE = (
    "Kepala Bidang Pengembangan Kompetensi Aparatur dan Pembinaan Jabatan Fungsional Pada Badan Kepegawaian Daerah"
)
WIDE = "W" * 120

EVERY_NAME = (
    "holder_name",
    "holder_position",
    "holder_unit",
    "programme_title",
    "place",
    "signatory_name",
    "signatory_heading",
    "signatory_position",
    "organiser_name",
    "government_name",
    "number",
)

EVERYTHING_LONG = {
    "government_name": "Pemerintah Kabupaten Administrasi Kepulauan Hulu Sungai Tengah Barat Daya Raya",
    "organiser_name": "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Aparatur Daerah " * 2,
    "number": "800.2.3.4.5.6/1234567/BADAN-KEPEGAWAIAN-DAN-PENGEMBANGAN-SDM/VIII/2026" * 2,
    "holder_name": LONG_NAME,
    "holder_position": LONG_OFFICE,
    "holder_unit": LONG_PLACE,
    "programme_title": LONG_TITLE + " " + LONG_TITLE[:100],
    "place": LONG_PLACE,
    "city": "Kabupaten Administrasi Kepulauan Seribu",
    "lesson_hours": Decimal("1234.75"),
    "score": Decimal("86.25"),
    "signatory_heading": "a.n. " + LONG_OFFICE,
    "signatory_position": LONG_OFFICE,
    "signatory_name": LONG_NAME,
    "verification_url": "https://penata.kabupaten-hulu-sungai-tengah.go.id/pemeriksaan-sertifikat/7QK2M9XD4FTR8BWHP",
    "verification_host_path": "penata.kabupaten-hulu-sungai-tengah.go.id/pemeriksaan-sertifikat",
    "subjects": make_subjects(30, LONG_TITLE),
}

LAYOUTS = {
    "ordinary": {},
    "long name": {"holder_name": LONG_NAME},
    "long title": {"programme_title": LONG_TITLE},
    "long name and title": {"holder_name": LONG_NAME, "programme_title": LONG_TITLE},
    "name without spaces": {"holder_name": WIDE, "signatory_name": WIDE, "programme_title": WIDE},
    "other alphabets": {"holder_name": "Пётр Ильич Ștefan Nguyễn Łukasz Øystein " * 3},
    "wide subjects": {"subjects": make_subjects(3, WIDE)},
    "30 subjects": {"subjects": make_subjects(30)},
    "no subjects": {"subjects": ()},
    "bare": {"holder_nip": "", "holder_position": "", "signatory_nip": "", "signatory_position": "", "score": None},
    "everything long": EVERYTHING_LONG,
    "everything wide": dict.fromkeys(EVERY_NAME, WIDE),
}


@pytest.fixture(scope="module")
def ordinary():
    return print_certificate(make_facts())


@pytest.fixture(scope="module", params=LAYOUTS)
def facts(request):
    return make_facts(**LAYOUTS[request.param])


@pytest.fixture(scope="module")
def printed(facts):
    return print_certificate(facts)


def test_the_long_texts_are_as_long_as_they_may_be():
    assert (len(LONG_NAME), len(LONG_TITLE)) == (120, 150)


def test_a_certificate_says_everything_on_two_pages(ordinary):
    shown = look.text(ordinary)
    for words in (
        "Pemerintah Kabupaten Bungo Badan Kepegawaian dan Pengembangan Sumber Daya Manusia",
        "Sertifikat Nomor 800.2.3/1187/BKPSDM/XII/2026 diberikan kepada Budi Pratama, S.A.P.",
        "NIP 19900315 201503 1 002, Penata Layanan Operasional, BKPSDM Kabupaten Bungo",
        "sebagai peserta yang dinyatakan lulus Pelayanan Prima bagi Petugas Loket",
        "Angkatan 3 Tahun 2026, yang diselenggarakan pada 10–12 Desember 2026 di Aula BKPSDM,",
        "selama 8 jam pelajaran (JP)",
        "Pindai kode ini, atau buka penata.example/v lalu ketik 7QK2-M9XD-4FTR-8BWH-P",
        "8 JP nilai akhir 86",
        "Muara Bungo, 14 Desember 2026 a.n. Kepala BKPSDM Kabupaten Bungo,",
        "Kepala Bidang Pengembangan Kompetensi",
        "Keaslian dokumen ini dapat diperiksa pada laman pemeriksaan Penata",
        "Sari Wulandari, S.Sos., M.Si. NIP 19820614 200604 2 004",
        "Menangani keluhan sampai tuntas",
        "Pelayanan Publik",
        "Nomor 800.2.3/1187/BKPSDM/XII/2026. Kode 7QK2-M9XD-4FTR-8BWH-P.",
    ):
        assert words in shown
    assert len(pikepdf.open(io.BytesIO(ordinary)).pages) == 2


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"holder_name": LONG_NAME}, LONG_NAME),
        ({"programme_title": LONG_TITLE}, LONG_TITLE),
        ({"signatory_name": LONG_NAME}, LONG_NAME),
        ({"lesson_hours": Decimal("7.5")}, "selama 7,5 jam pelajaran (JP)"),
        ({"lesson_hours": Decimal("7.5")}, "7,5 JP"),
        ({"score": Decimal("86.25")}, "nilai akhir 86,25"),
        ({"result": "telah mengikuti"}, "sebagai peserta yang telah mengikuti Pelayanan Prima"),
        ({"starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 2)}, "30 November–2 Desember 2026"),
        ({"subjects": ()}, "Pelatihan ini tidak dibagi menjadi mata pelajaran. Jumlah keseluruhan 8 JP."),
        ({"holder_name": "Nguyễn Ștefan Łukasz Пётр"}, "Nguyễn Ștefan Łukasz Пётр"),
        ({"signed": True}, "Berkas ini ditandatangani secara elektronik"),
    ],
)
def test_what_differs_is_said_in_full(different, words):
    assert words in look.text(print_certificate(make_facts(**different)))


def test_no_score_is_no_zero():
    assert "nilai akhir" not in look.text(print_certificate(make_facts(score=None)))


def test_an_unsigned_certificate_claims_no_signature(ordinary):
    shown = look.text(ordinary).lower()
    assert [word for word in ("elektronik", "bsre", "bssn", "pades", "tanda tangan") if word in shown] == []


def test_a_signed_certificate_claims_no_bsre():
    assert "bsre" not in look.text(print_certificate(make_facts(signed=True))).lower()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{ facts.score }} {% include 'x' %}",
        "file:///etc/passwd",
        "</p><img src=file:///etc/passwd>",
        "</style><style>p{display:none}",
        "url(http://127.0.0.1/) @import",
        "&lt;b&gt; &amp;",
        '" onload="x',
        "(Tj) ET Q \\",
    ],
)
def test_hostile_text_is_printed_as_text(hostile):
    facts = make_facts(
        holder_name=hostile,
        programme_title=hostile,
        place=hostile,
        subjects=make_subjects(1, hostile),
        signatory_name=hostile,
        number=hostile,
    )
    pdf = print_certificate(facts)
    assert look.text(pdf).count(hostile) == 9
    assert look.complaints(pdf) == ""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.docinfo["/Title"] == f"Sertifikat {hostile}, {hostile}"


@pytest.mark.parametrize("broken", ["Budi\x00Pratama", "Budi\ud800", "Budi\u202e", "Budi\x1b\uffff", "\u200b"])
def test_characters_without_a_look_break_nothing(broken):
    pdf = print_certificate(make_facts(holder_name=broken, programme_title=broken))
    assert look.complaints(pdf) == ""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.open_metadata()["pdfaid:part"] == "3"


@pytest.mark.parametrize("layout", ["ordinary", "everything long"])
def test_a_camera_reads_the_address(layout):
    facts = make_facts(**LAYOUTS[layout])
    assert look.codes(print_certificate(facts)) == [facts.verification_url]


def test_the_address_can_be_clicked(ordinary):
    with pikepdf.open(io.BytesIO(ordinary)) as file:
        links = [str(note.A.URI) for note in file.pages[0].Annots]
    assert links == [make_facts().verification_url]


def test_the_code_is_large_enough_on_a_quiet_ground(ordinary):
    assert design.QR_SIZE >= 25
    dpi = 127
    left, top = (round(edge * 5) for edge in design.QR_CORNERS["pucuk"])
    size, quiet = design.QR_SIZE * 5, round(design.QR_SIZE * 5 * 4 / 33) - 2
    page = look.picture(ordinary, dpi=dpi).convert("L")
    ground = page.crop((left - quiet, top - quiet, left + size + quiet, top + size + quiet))
    ground.paste(255, (quiet - 1, quiet - 1, quiet + size + 1, quiet + size + 1))
    assert ground.getextrema()[0] > 250
    assert page.crop((left, top, left + size, top + size)).getextrema()[0] < 80


def test_the_file_is_sound(printed):
    assert look.complaints(printed) == ""


def test_every_font_is_embedded(printed):
    fonts = look.fonts(printed)
    assert len(fonts) >= 4
    assert all(fonts.values())


def test_the_file_is_a_tagged_pdf_a_3b_in_indonesian(ordinary):
    with pikepdf.open(io.BytesIO(ordinary)) as file:
        root, metadata = file.Root, file.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert root.OutputIntents[0].S == "/GTS_PDFA1"
        assert root.OutputIntents[0].DestOutputProfile.N == 3
        assert root.MarkInfo.Marked is True
        assert root.Lang == "id"
        assert "/EmbeddedFiles" not in root.get("/Names", {})
        kinds = _kinds(root.StructTreeRoot.K[0])
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Link"} <= kinds
        assert metadata["dc:title"] == "Sertifikat Budi Pratama, S.A.P., Pelayanan Prima bagi Petugas Loket"
        assert metadata["dc:title"] == file.docinfo["/Title"]
        assert not file.is_encrypted


def _kinds(element):
    if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
        return set()
    children = element.get("/K", [])
    children = children if isinstance(children, pikepdf.Array) else [children]
    return {str(element.S)}.union(*map(_kinds, children))


def test_drawings_are_passed_over_when_read_aloud(ordinary):
    with pikepdf.open(io.BytesIO(ordinary)) as file:
        first, second = ([stream.read_bytes() for stream in page.Contents] for page in file.pages)
    assert [stream.startswith(b"/Artifact BMC q") for stream in first] == [True, True, False]
    assert [stream.startswith(b"/Artifact BMC q") for stream in second] == [True, False]


def test_no_text_leaves_the_frame(printed):
    words = look.words(printed)
    assert words
    outside = [w for w in words if w.left < 19 or w.right > 278 or w.top < 19 or w.bottom > 191]
    assert outside == []


def test_no_text_stands_on_another(printed):
    words = [_core(word) for word in look.words(printed)]
    meeting = [(a, b) for n, a in enumerate(words) for b in words[n + 1 :] if a.meets(b)]
    assert meeting == []


def _core(word):
    """The letters without the empty space fonts keep above and below them, which lines may share."""
    spare = (word.bottom - word.top) * 0.22
    return replace(word, top=word.top + spare, bottom=word.bottom - spare, left=word.left + 0.1, right=word.right - 0.1)


def test_no_text_stands_on_emblem_or_code(printed):
    x, y = design.EMBLEM
    left, top = design.QR_CORNERS["pucuk"]
    kept_free = [
        look.Word("emblem", 1, x - 11, y - 11, x + 11, y + 11),
        look.Word("code", 1, left - 3, top - 3, left + design.QR_SIZE + 3, top + design.QR_SIZE + 3),
    ]
    assert [word for word in look.words(printed) for free in kept_free if _core(word).meets(free)] == []


def test_name_title_and_foot_keep_their_order(facts, printed):
    words = [word for word in look.words(printed) if word.page == 1]

    def first(text, left=0):
        return next(word for word in words if word.text == text and word.left > left)

    parts = [first("Sertifikat"), first("Nomor"), first("diberikan"), first("peserta"), first("(JP)")]
    foot = min(first("Pindai").top, first(facts.city.split()[0], left=185).top)
    assert [one.bottom <= other.top + 1 for one, other in pairwise(parts)] == [True] * 4
    assert parts[-1].bottom <= foot


@pytest.mark.parametrize(("count", "pages"), [(0, 2), (1, 2), (10, 2), (11, 2), (16, 2), (17, 2), (30, 2), (60, 3)])
def test_subjects_fit_one_page_as_long_as_they_can(count, pages):
    pdf = print_certificate(make_facts(subjects=make_subjects(count)))
    shown = look.text(pdf)
    assert len(pikepdf.open(io.BytesIO(pdf)).pages) == pages
    assert all(f"Tata kelola pelayanan publik {n}" in shown for n in range(1, count + 1))


def test_a_table_over_two_pages_repeats_its_head():
    pdf = print_certificate(make_facts(subjects=make_subjects(30, LONG_TITLE)))
    heads = [word.page for word in look.words(pdf) if word.text == "Kompetensi"]
    assert heads == [1, 2, 3]


def test_the_same_facts_give_the_same_file(ordinary):
    again = CertificateFacts.from_json(make_facts().to_json())
    assert print_certificate(again) == ordinary


def test_threads_may_print_at_once(ordinary):
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(print_certificate, [make_facts()] * 8)) == {ordinary}


def test_many_come_in_order_from_processes_beside_a_busy_thread():
    names = [f"Pegawai {n}" for n in range(6)]
    done = threading.Event()
    busy = threading.Thread(target=done.wait)
    busy.start()
    try:
        pdfs = list(print_many([make_facts(holder_name=name) for name in names]))
    finally:
        done.set()
        busy.join()
    assert [next(name for name in reversed(names) if f"{name} NIP" in look.text(pdf)) for pdf in pdfs] == names


def test_a_single_one_is_printed_in_a_bounded_process_too(ordinary, monkeypatch):
    monkeypatch.setattr(printing, "print_certificate", lambda *_given: pytest.fail("printed in the worker itself"))
    assert list(print_many([make_facts()])) == [ordinary]
    assert list(print_many([])) == []


def test_one_bad_certificate_ends_the_run_with_its_error():
    bad = make_facts(score="delapan puluh")
    good = make_facts()
    printed = print_in_processes([good, bad, good])
    assert next(printed).startswith(b"%PDF-1.7")
    with pytest.raises(InvalidOperation):
        next(printed)


def test_a_certificate_that_takes_too_long_is_given_up():
    with pytest.raises(PrintingTookTooLong):
        next(print_in_processes([make_facts()], seconds=0.001))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts a process's data this way")
def test_a_printing_process_has_a_ceiling():
    program = "from app.certificates.printing import *; prepare_process(); print('ready', flush=True); bytes(MEMORY)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "ready\n"
    assert done.stderr.splitlines()[-1] == "MemoryError"


@pytest.mark.parametrize(
    ("face", "files"),
    [
        (Face.SERIF, ("newsreader-latin-400", "newsreader-latin-500")),
        (Face.SANS, tuple(f"plus-jakarta-sans-latin-{weight}" for weight in (400, 600, 700))),
    ],
)
def test_no_letter_is_wider_than_we_think(face, files):
    for name in files:
        font = TTFont(ROOT / "static" / "fonts" / f"{name}-normal.woff2")
        glyphs, em = font.getBestCmap(), font["head"].unitsPerEm
        real = {chr(code): font["hmtx"][glyphs[code]][0] * 1000 / em for code in glyphs if 0x20 <= code <= 0xFF}
        assert {c: (w, width_of(c, face)) for c, w in real.items() if w > width_of(c, face) + 1} == {}


def test_texts_keep_their_width_and_every_word():
    steps = (Step(30, 1), Step(20, 2), Step(10, 2))
    for text in ("Budi", LONG_NAME, LONG_TITLE, WIDE, "W " * 60, "山田" * 40):
        fitted = fit(text, Face.SERIF, 560, steps)
        assert "".join(fitted.lines).replace(" ", "") == text.replace(" ", "")
        assert max(width_of(line, Face.SERIF) for line in fitted.lines) * fitted.size / 1000 <= 560


def test_two_lines_are_about_equal():
    first, second = fit(LONG_NAME, Face.SERIF, 560, (Step(16, 2),)).lines
    assert 0.8 < width_of(first, Face.SERIF) / width_of(second, Face.SERIF) < 1.25


def test_what_belongs_together_is_not_torn_apart():
    fitted = fit("pada 10\u00a0Desember\u00a02026", Face.SANS, 110, (Step(10, 2),))
    assert fitted.lines == ("pada", "10 Desember 2026")
