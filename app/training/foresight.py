"""What closing a batch would do with each participant, and why, before it happens. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.attendance.models import AttendanceStatus
from app.attendance.rules import ATTENDED
from app.base import wording
from app.training import rules
from app.training.models import EnrolmentStatus, Programme

HELD = "held"


@dataclass(frozen=True)
class Block:
    """What stands in the way: a sentence, and where it is mended (a kind of page, and the number it is about)."""

    text: str
    where: str
    number: int = 0


@dataclass(frozen=True)
class Outlook:
    """How somebody would end. ``kind`` is the status, or HELD while something stands in the way."""

    enrolment_id: int
    employee_id: int
    name: str
    sort_name: str
    status: EnrolmentStatus
    share: Decimal
    score: Decimal | None
    reasons: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def kind(self) -> str:
        return HELD if self.blocks else str(self.status)


@dataclass(frozen=True)
class Open:
    """What of the batch is still undecided, by employee."""

    texts: Mapping[int, int]
    writing: frozenset[int]
    works: Mapping[int, int]


def outlook(
    row: Any, programme: Programme, marks: Sequence[tuple[int, str, AttendanceStatus | None]], still: Open
) -> Outlook:
    """``row`` is a participant; ``marks`` are (meeting, its name, what is noted) in the order of the schedule."""
    statuses = [status for _meeting, _name, status in marks]
    result = rules.result_of(programme, statuses, len(statuses), row.score, assignment_done=row.assignment_done)
    return Outlook(
        enrolment_id=row.id,
        employee_id=row.employee_id,
        name=row.name,
        sort_name=row.sort_name,
        status=result.status,
        share=result.attendance_share,
        score=row.score,
        reasons=tuple(_reasons(row, programme, statuses, result.attendance_share)),
        blocks=tuple(_blocks(row, programme, marks, still)),
    )


def _reasons(row: Any, programme: Programme, statuses: Sequence[AttendanceStatus | None], share: Decimal) -> list[str]:
    attended = sum(status in ATTENDED for status in statuses)
    excused = sum(status == AttendanceStatus.EXCUSED for status in statuses)
    said = [f"Hadir {attended} dari {len(statuses)} pertemuan ({wording.number(share)}%), {_wanted(programme)}."]
    if excused:
        said.append(f"Izin {excused} kali; izin tidak dihitung hadir.")
    if programme.min_score is not None:
        shown = "belum ada" if row.score is None else wording.number(row.score)
        said.append(f"Nilai {shown}, syaratnya {wording.number(programme.min_score)}.")
    if programme.needs_assignment:
        said.append("Tugas akhir diterima." if row.assignment_done else "Tugas akhir belum diterima.")
    return said


def _wanted(programme: Programme) -> str:
    return f"syaratnya {programme.min_attendance}%" if programme.min_attendance else "tanpa syarat kehadiran"


def _blocks(
    row: Any, programme: Programme, marks: Sequence[tuple[int, str, AttendanceStatus | None]], still: Open
) -> list[Block]:
    who = row.employee_id
    found = [
        Block(f"Kehadiran pada {name} belum dicatat.", "sheet", meeting)
        for meeting, name, status in marks
        if status is None
    ]
    came = any(status in ATTENDED for _meeting, _name, status in marks)
    if who in still.texts:
        found.append(Block("Jawaban singkat pada tes akhir belum dinilai.", "texts", still.texts[who]))
    elif who in still.writing:
        found.append(Block("Sedang mengerjakan tes akhir.", "exams"))
    elif programme.min_score is not None and row.score is None and came:
        found.append(Block("Nilainya belum ada.", "scores"))
    if programme.needs_assignment and not row.assignment_done and who in still.works:
        found.append(Block("Tugas yang diserahkan belum diperiksa.", "works", still.works[who]))
    return found


def counts(kinds: Mapping[str, int]) -> dict[str, int]:
    """How many would end how, in the order one reads them, none of a kind said as well."""
    order = (EnrolmentStatus.PASSED, EnrolmentStatus.FAILED, EnrolmentStatus.NO_SHOW, HELD)
    return {str(kind): kinds.get(str(kind), 0) for kind in order}
