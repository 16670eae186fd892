"""Copies of one master are what the whole page printed by itself would have been: text, picture, tags and markers."""

import io
import re

import pikepdf
import pytest
from PIL import ImageChops

from app.certificates import printing
from app.certificates.printing import print_certificate, print_here
from app.certificates.sheet import Sheet
from app.certificates.style import STANDING, Layout, Style, Texts
from tests.support import pdf as look
from tests.support.certificates import make_facts

STYLES = {
    Layout.SHOOTS: STANDING,
    Layout.CLASSIC: Style(Layout.CLASSIC, "#5a1f3d", "#a6672c", Texts(role="{nama} telah {hasil}")),
    Layout.MODERN: Style(Layout.MODERN, "#1c4f3c", "#b8860f", Texts(heading="Surat Tanda Tamat Pelatihan")),
}
PEOPLE = (
    ("Budi Pratama, S.A.P.", "Penata Layanan Operasional"),
    ("Ani", "Staf"),
    ("Ws. Wayan AVATAR To, M.Kom.", "Arsiparis Ahli Muda"),
    ("Łukasz Ñandú Öz-Şahin", "Penata"),
    ("H. O'Connor & Putri <Jr.>", "Pengelola Keuangan"),
)


def party(style=STANDING):
    return [
        make_facts(
            holder_name=name,
            holder_position=post,
            number=f"800.2.3/{n}/BKPSDM/XII/2026",
            code=f"7QK2-M9XD-4FTR-8BWH-{n}",
            verification_url=f"https://penata.example/v/7QK2M9XD4FTR8BWH{n}",
            score=80 + n,
        )
        for n, (name, post) in enumerate(PEOPLE)
    ]


@pytest.fixture(scope="module", params=Layout)
def pairs(request):
    style, people = STYLES[request.param], party()
    alone = printing.print_certificate
    given = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "print_certificate", lambda *_given: pytest.fail("printed by itself"))
        sheets = [Sheet(one, style) for one in people]
        shapes = {}
        for one in sheets:
            assert one.is_plain
            shapes.setdefault(one.shape(), []).append(one)
        for group in shapes.values():
            given += list(zip(group, printing._copies(group, style), strict=True))
    assert len(shapes) < len(people)
    return [(copy, alone(sheet.facts, style)) for sheet, copy in given]


def operators(pdf, page):
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [bytes(one.read_bytes()) for one in opened.pages[page].Contents]


def structure(node):
    if isinstance(node, pikepdf.Array):
        return [structure(one) for one in node]
    if isinstance(node, pikepdf.Dictionary):
        kept = {name: node[name] for name in ("/S", "/Alt", "/MCID", "/Type") if name in node}
        told = {name: str(value) for name, value in kept.items()}
        return told | ({"/K": structure(node["/K"])} if "/K" in node else {})
    return str(node)


def test_they_say_the_same_to_who_reads_and_to_who_scans(pairs):
    for copy, alone in pairs:
        assert look.text(copy) == look.text(alone)
        assert look.codes(copy) == look.codes(alone) != []


def test_they_look_the_same(pairs):
    for copy, alone in pairs:
        for page in (1, 2):
            one, other = (look.picture(pdf, page, dpi=70).convert("L") for pdf in (copy, alone))
            assert max(ImageChops.difference(one, other).getextrema()) < 90
            changed = sum(
                count for shade, count in enumerate(ImageChops.difference(one, other).histogram()) if shade > 24
            )
            assert changed < 600  # of some 470,000, and none of them by much


def test_every_drawing_operator_is_the_same_but_for_a_thousandth_of_kerning(pairs):
    for copy, alone in pairs:
        for page in (0, 1):
            for one, other in zip(operators(copy, page), operators(alone, page), strict=True):
                assert rounded(one) == rounded(other)


def rounded(content):
    """The engine rounds a glyph's width at the size it first meets it, so kerning may differ by one in a thousand."""
    return re.sub(rb">-?\d+(?:\.\d+)?<", b"><", content).replace(b"<>", b"")


def test_tags_language_and_markers_are_the_same(pairs):
    for copy, alone in pairs:
        one, other = (pikepdf.open(io.BytesIO(pdf)) for pdf in (copy, alone))
        assert structure(one.Root.StructTreeRoot.K) == structure(other.Root.StructTreeRoot.K)
        assert one.Root.Lang == other.Root.Lang == "id"
        assert bytes(one.Root.Metadata.read_bytes()) == bytes(other.Root.Metadata.read_bytes())
        assert one.open_metadata()["pdfaid:part"] == "3"
        assert dict(one.docinfo) == dict(other.docinfo)
        assert one.Root.MarkInfo.Marked
        links = [[str(a.A.URI) for a in pdf.pages[0].Annots] for pdf in (one, other)]
        assert links[0] == links[1]
        assert look.complaints(copy) == ""
        assert all(look.fonts(copy).values())


def test_no_copy_holds_a_word_of_another():
    people = party()
    for index, pdf in enumerate(print_here(people)):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            streams = [bytes(one.read_bytes()) for one in opened.objects if isinstance(one, pikepdf.Stream)]
            everything = b"".join(streams) + b"".join(repr(one).encode() for one in opened.objects)
        for other, facts in enumerate(people):
            assert (facts.verification_url.encode() in everything) == (other == index)


@pytest.mark.parametrize("name", ["山田 太郎", "Пётр Ильич", "Ahmad 🙂", "نور"])
def test_letters_outside_our_fonts_go_the_slow_way(name):
    assert not Sheet(make_facts(holder_name=name), STANDING).is_plain


def test_a_longer_name_gets_a_master_of_its_own_and_order_is_kept():
    names = [
        "Budi",
        "Prof. Dr. H. Muhammad Ma'ruf Nur'aini Rahmatullah Abdurrahman Wahid bin Syafi'i, S.H.",
        "Ani",
        "山",
    ]
    people = [make_facts(holder_name=name) for name in names]
    for name, pdf, facts in zip(names, print_here(people), people, strict=True):
        assert name.split()[0] in look.text(pdf)
        assert look.text(pdf) == look.text(print_certificate(facts))
