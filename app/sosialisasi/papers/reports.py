"""The report of an event as sheets: cover, five chapters, closing, and attachments (reference §5)."""

import io
from collections.abc import Mapping
from itertools import accumulate

from app.base import wording
from app.documents.printing import print_pdf, render_document
from app.letters.labels import spaced_nip
from app.letters.models import Paper
from app.letters.printing import EMBLEM, SIZES
from app.sosialisasi.papers.records import lines_of
from app.sosialisasi.queries.reporting import ReportFacts
from app.sosialisasi.rules.coverage import Count

WIDEST = 1400


def print_report(facts: ReportFacts, emblem: bytes | None, pictures: Mapping[str, bytes]) -> bytes:
    """Tagged PDF/A. ``pictures`` are the photos by ``foto-<number>``; they are made as small as the sheet needs."""
    html = render_document(
        "sosialisasi_report.html",
        facts=facts,
        size=SIZES[Paper.A4],
        emblem=f"penata:images/{EMBLEM}" if emblem else "",
        paragraphs=lines_of,
        share=_share,
        number=wording.number,
        minutes=_minutes(facts),
        month=wording.month_name(facts.today),
        dated=f"{facts.head.city}, {wording.plain_date(facts.today)}",
        nip=spaced_nip(facts.signer.nip),
    )
    images = {name: _smaller(content) for name, content in pictures.items()}
    return print_pdf(html, images=images | ({EMBLEM: emblem} if emblem else {}))


def _share(count: Count) -> str:
    return "–" if count.share is None else f"{wording.number(count.share)}%"


def _minutes(facts: ReportFacts) -> list[tuple[int, int]]:
    """From which to which minute each point of the programme runs, counted from the start."""
    ends = list(accumulate(one.minutes for one in facts.agenda))
    return [(end - one.minutes, end) for one, end in zip(facts.agenda, ends, strict=True)]


def _smaller(content: bytes) -> bytes:
    from PIL import Image  # only reports with photos need it

    with Image.open(io.BytesIO(content)) as picture:
        picture.thumbnail((WIDEST, WIDEST))
        buffer = io.BytesIO()
        picture.convert("RGB").save(buffer, "JPEG", quality=82)
    return buffer.getvalue()
