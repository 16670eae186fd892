"""Scores of a batch from a table: tried first, line by line, and kept by the service that keeps typed ones."""

import json
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.base.errors import RuleBroken
from app.imports.services.uploads import read_apart
from app.training.models import BatchStatus, EnrolmentStatus
from app.training.queries import batches
from app.training.queries.batches import BatchPage
from app.training.queries.planning import nips_of

HIGHEST = Decimal(100)
_SCORE = re.compile(r"-?[0-9]{1,6}(?:[.,][0-9]{1,6})?")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Line:
    """A row of the file: whom it is about and what it would change, or why it cannot."""

    row: int
    nip: str
    name: str
    enrolment_id: int
    before: Decimal | None
    score: Decimal | None
    fault: str

    @property
    def changes(self) -> bool:
        return not self.fault and self.score != self.before


def read(content: bytes) -> list[tuple[int, str, str]]:
    """(row, NIP, score) of a foreign file; raises FileRefused. Call it outside a transaction."""
    rows: list[tuple[int, str, str]] = json.loads(read_apart("app.imports.score_reading", content))
    return [(row, nip, score) for row, nip, score in rows]


def try_out(page: BatchPage, rows: list[tuple[int, str, str]], *, own_id: int | None) -> list[Line]:
    """What each row would do; nothing is written."""
    if page.batch.status != BatchStatus.PUBLISHED:
        raise RuleBroken("Nilai hanya bisa diimpor selama angkatan berjalan.")
    people = {row.employee_id: row for row in batches.participants(page.batch.id)}
    by_nip = {nip: people[employee_id] for employee_id, nip in nips_of(page.batch.id).items() if employee_id in people}
    seen: dict[str, int] = {}
    return [_line(row, nip, text, by_nip=by_nip, seen=seen, own_id=own_id) for row, nip, text in rows]


def _line(row: int, nip: str, text: str, *, by_nip: dict[str, Any], seen: dict[str, int], own_id: int | None) -> Line:
    bare = "".join(nip.split())
    person = by_nip.get(bare)
    score = _score(text)
    fault = _fault(bare, text, score, person, seen=seen, own_id=own_id)
    seen.setdefault(bare, row)
    if person is None:
        return Line(row, bare, "", 0, None, score, fault)
    return Line(row, bare, person.name, person.id, person.score, score, fault)


def _score(text: str) -> Decimal | None:
    if not _SCORE.fullmatch(text):
        return None
    return Decimal(text.replace(",", ".")).quantize(_CENT, ROUND_HALF_UP)


def _fault(nip: str, text: str, score: Decimal | None, person: Any, *, seen: dict[str, int], own_id: int | None) -> str:
    asked = [
        (not nip, "NIP kosong."),
        (nip in seen, f"NIP ini sudah ada di baris {seen.get(nip)}."),
        (person is None, "Bukan peserta angkatan ini. Periksa NIP-nya; 18 angka harus tersimpan sebagai teks."),
        (person is not None and person.status != EnrolmentStatus.CONFIRMED, "Hasil peserta ini sudah ditetapkan."),
        (person is not None and person.employee_id == own_id, "Nilai Anda sendiri dicatat oleh petugas lain."),
        (not text, "Nilai kosong."),
        (bool(text) and score is None, f"«{text[:20]}» bukan angka. Tulis seperti 86 atau 86,5."),
        (score is not None and not 0 <= score <= HIGHEST, "Nilai antara 0 dan 100."),
    ]
    return next((words for is_wrong, words in asked if is_wrong), "")
