"""Looking at a PDF with tools that did not make it."""

import io
import subprocess
import tempfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pikepdf
import zxingcpp
from PIL import Image

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """A printed word and its place, in millimetres from the upper left corner of its page."""

    text: str
    page: int
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Word") -> bool:
        across = self.left < other.right and other.left < self.right
        return self.page == other.page and across and self.top < other.bottom and other.top < self.bottom


def complaints(pdf: bytes) -> str:
    """What qpdf has to say against the file; empty if nothing."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["qpdf", "--check", file.name], capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def text(pdf: bytes) -> str:
    """All words in reading order with single spaces between them."""
    return " ".join(_run(["pdftotext", "-", "-"], pdf).decode().split())


def words(pdf: bytes) -> list[Word]:
    tree = ET.fromstring(_run(["pdftotext", "-bbox", "-", "-"], pdf))
    namespace = "{http://www.w3.org/1999/xhtml}"
    return [
        Word(
            word.text or "",
            number,
            *(float(word.attrib[edge]) / POINTS_PER_MM for edge in ("xMin", "yMin", "xMax", "yMax")),
        )
        for number, page in enumerate(tree.iter(f"{namespace}page"), start=1)
        for word in page.iter(f"{namespace}word")
    ]


def fonts(pdf: bytes) -> dict[str, bool]:
    """Names of the fonts, and whether each is embedded."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        lines = _run(["pdffonts", file.name], b"").decode().splitlines()
    start = lines[0].index("emb")
    return {line.split()[0]: line[start : start + 3] == "yes" for line in lines[2:]}


def picture(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    pixels = _run(["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png"], pdf)
    return Image.open(io.BytesIO(pixels))


def codes(pdf: bytes, page: int = 1) -> list[str]:
    """What a camera reads off the printed page."""
    return [code.text for code in zxingcpp.read_barcodes(picture(pdf, page))]


def _run(command: list[str], given: bytes) -> bytes:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


def page(pdf: bytes, number: int) -> bytes:
    """One page as a file of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as whole, pikepdf.new() as one:
        one.pages.append(whole.pages[number - 1])
        buffer = io.BytesIO()
        one.save(buffer)
    return buffer.getvalue()


def page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        return len(whole.pages)


def bookmarks(pdf: bytes) -> list[tuple[str, int]]:
    """The outline's names, each with its page counted from 0."""
    with pikepdf.open(io.BytesIO(pdf)) as whole, whole.open_outline() as outline:
        places = {one.obj.objgen: index for index, one in enumerate(whole.pages)}
        return [(one.title, places[one.destination[0].objgen]) for one in outline.root]
