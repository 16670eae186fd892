"""The PDF engine. Importing this module takes a second: go through printing.print_pdf."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from multiprocessing.util import Finalize
from pathlib import Path
from threading import Lock
from typing import Any, NoReturn, TypeVar

import pydyf
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from app.documents.printing import ROOT, ForbiddenUrl, Own, Underlay, Variant

_FONT = re.compile(r"penata:fonts/([a-z0-9-]+\.woff2)")
_IMAGE = "penata:images/"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

OPTIONS: dict[str, Any] = {"pdf_variant": "pdf/a-3b", "pdf_tags": True}
Made = TypeVar("Made")
_one_at_a_time = Lock()


class BundledFiles(URLFetcher):  # type: ignore[misc]
    """Fetches fonts and the images of this very document by name, and refuses the rest.

    The engine swallows an error here and there, in drawings for one, so refusals are remembered too.
    """

    def __init__(self, images: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=("penata",), allow_redirects=False, fail_on_errors=True)
        self.refused: list[str] = []
        self._images = images or {}

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        image = self._images.get(url.removeprefix(_IMAGE)) if url.startswith(_IMAGE) else None
        if image is not None:
            kind = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
            return URLFetcherResponse(url, image, {"Content-Type": kind})
        name = _FONT.fullmatch(url)
        path = ROOT / "static" / "fonts" / name[1] if name else None
        if path is None or not path.is_file():
            self._refuse(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    def _refuse(self, url: str) -> NoReturn:
        self.refused.append(url)
        raise ForbiddenUrl(url)


def typeset(html: str, *, pdf_a: bool, underlays: Sequence[Sequence[Underlay]], images: Mapping[str, bytes]) -> bytes:
    return _guarded(BundledFiles(images), lambda fetcher: _write(html, fetcher, pdf_a, underlays))


def typeset_alike(
    html: str,
    variants: Sequence[Variant],
    *,
    underlays: Sequence[Sequence[Underlay]],
    images: Mapping[str, bytes],
) -> list[bytes]:
    return _guarded(BundledFiles(images), lambda fetcher: _write_alike(html, fetcher, variants, underlays))


def typeset_together(
    path: Path, html: str, people: Sequence[Own], *, base: int, images: Mapping[str, bytes]
) -> list[int]:
    from app.documents import together  # as below

    def write(files: BundledFiles) -> list[int]:
        styles = [_stylesheet(text) for text in _STYLE.findall(html)]
        page = HTML(string=_STYLE.sub("", html), base_url="penata:", url_fetcher=files)
        return together.write_part(path, page, styles, fonts=_fonts(), people=people, base=base)

    return _guarded(BundledFiles(images), write)


def _write_alike(
    html: str, files: BundledFiles, variants: Sequence[Variant], underlays: Sequence[Sequence[Underlay]]
) -> list[bytes]:
    from app.documents import alike  # stands on the engine's inside, which only this needs

    styles = [_stylesheet(text) for text in _STYLE.findall(html)]
    page = HTML(string=_STYLE.sub("", html), base_url="penata:", url_fetcher=files)
    master = alike.Master(page, styles, _fonts())
    base = variants[0]
    changes = [master.changes(one.texts, base.texts) for one in variants]
    own = ((*underlays[0], base.drawing), *underlays[1:])
    written: list[Any] = []

    def finish(document: object, pdf: Any) -> None:
        streams = [
            pdf.objects[int(pdf.objects[int(one.split()[0])]["Contents"].split()[0])] for one in pdf.page_references
        ]
        _finisher(own)(document, pdf)
        written.extend((pdf, streams))

    master.document.write_pdf(finisher=finish, **OPTIONS)
    copies = alike.Copies(written[0], written[1], base, base.drawing)
    return [copies.copy(one, changed, one.drawing) for one, changed in zip(variants, changes, strict=True)]


def _guarded(files: BundledFiles, write: Callable[[BundledFiles], Made]) -> Made:
    with _one_at_a_time:
        try:
            made = write(files)
        except FatalURLFetchingError as error:
            raise ForbiddenUrl(*files.refused) from error
    if files.refused:
        raise ForbiddenUrl(*files.refused)
    return made


def _write(html: str, files: BundledFiles, pdf_a: bool, underlays: Sequence[Sequence[Underlay]]) -> bytes:
    styles = [_stylesheet(text) for text in _STYLE.findall(html)]
    document = HTML(string=_STYLE.sub("", html), base_url="penata:", url_fetcher=files)
    pdf: bytes = document.write_pdf(
        finisher=_finisher(underlays),
        font_config=_fonts(),
        stylesheets=styles,
        **(OPTIONS if pdf_a else OPTIONS | {"pdf_variant": None}),
    )
    return pdf


@lru_cache(maxsize=16)
def _stylesheet(text: str) -> CSS:
    """Reading a stylesheet costs as much as a page; each of ours is read once."""
    return CSS(string=text, base_url="penata:", url_fetcher=BundledFiles(), font_config=_fonts())


@cache
def _fonts() -> FontConfiguration:
    """One for the process, with the fonts unpacked in a folder that must go when it ends."""
    Finalize(None, _fonts.cache_clear, exitpriority=1)
    return FontConfiguration()


def _finisher(underlays: Sequence[Sequence[Underlay]]) -> Callable[[object, Any], None]:
    def finish(_document: object, pdf: Any) -> None:
        placed: dict[Underlay, bytes] = {}
        for index, reference in enumerate(pdf.page_references if underlays else ()):
            page = pdf.objects[int(reference.split()[0])]
            drawings = underlays[min(index, len(underlays) - 1)]
            references = [_place(drawing, pdf, placed) for drawing in drawings]
            page["Contents"] = pydyf.Array([*references, page["Contents"]])

    return finish


def _place(drawing: Underlay, pdf: Any, placed: dict[Underlay, bytes]) -> bytes:
    if drawing not in placed:
        stream = pydyf.Stream([drawing.deflated], {"Filter": "/FlateDecode"})
        pdf.add_object(stream)
        placed[drawing] = stream.reference
    return placed[drawing]
