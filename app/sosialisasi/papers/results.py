"""What questions and understanding tell in the report of an event."""

from collections.abc import Iterable
from decimal import Decimal

from app.base import scope, wording
from app.base.clock import today
from app.letters.facts import Annex
from app.organisation import queries as organisation
from app.sosialisasi import labels, report_parts
from app.sosialisasi.models import RoundStatus, Sosialisasi
from app.sosialisasi.queries import events, questions, understanding
from app.sosialisasi.queries.understanding import UnderstandingResult
from app.sosialisasi.report_parts import Part

NOTHING_SHOWN = "tidak ditampilkan"


def _asked(event: Sosialisasi) -> list[Part]:
    """Questions with their answers. What was hidden or is for its asker alone stays out; names stand nowhere."""
    day = today(organisation.government(scope.current()).timezone)
    listed = [one for one in questions.of_event(event.id, day=day) if not one.question.is_hidden]
    if not listed:
        return []
    rows = tuple(
        (
            labels.round_name(one.round_number),
            one.question.shown_text,
            "Dijawab kepada penanya." if one.question.is_for_asker else one.question.answer or "Belum dijawab.",
        )
        for one in listed
    )
    tally = questions.tallies(event.id, day)
    still_open = sum(one.open for one in tally.values())
    said = f"Diajukan {len(rows)} pertanyaan dan aspirasi; {still_open} di antaranya belum dijawab."
    return [
        Part(
            "Tanya jawab",
            10,
            (said,),
            (Annex("Pertanyaan dan jawabannya", ("Putaran", "Pertanyaan", "Jawaban"), rows),),
        )
    ]


def _understood(event: Sosialisasi) -> list[Part]:
    """Before and after, round by round, as far as it may be shown."""
    rounds = [one for one, _meeting in events.rounds_of(event.id) if one.status != RoundStatus.CANCELLED]
    results = [(one.number, understanding.result_of_round(one.id)) for one in rounds]
    rows = tuple(_row(number, result) for number, result in results if result is not None and result.is_shown)
    if not rows:
        return []
    headings = ("Putaran", "Benar sebelum (%)", "Benar sesudah (%)", "Kenaikan")
    said = "Pemahaman diukur tanpa nama dengan butir yang sama sebelum dan sesudah acara."
    return [Part("Hasil ukur pemahaman", 20, (said,), (Annex("Pemahaman sebelum dan sesudah", headings, rows),))]


def _row(number: int, result: UnderstandingResult) -> tuple[str, ...]:
    gain = result.gain.value if result.gain else None
    return (labels.round_name(number), *_numbers((result.before.share, result.after.share, gain)))


def _numbers(values: Iterable[Decimal | None]) -> list[str]:
    return [NOTHING_SHOWN if one is None else wording.number(one) for one in values]


report_parts.add(_asked)
report_parts.add(_understood)
