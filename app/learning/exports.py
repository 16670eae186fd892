"""The year as files: the recap by unit, and course records as SIASN takes them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.competency.models import LearningStatus
from app.competency.rules.bands import two_places
from app.learning import labels
from app.learning.queries.year import UnitYear
from app.learning.rules import CourseLine, siasn_faults

RECAP = ("Perangkat daerah", "Pegawai dengan target", "Mencapai target", "Belum", "PPPK", "Rata-rata JP")
# The control document of regional practice (reference §4.3): an activity in each row, the person's total beside it.
CONTROL = (
    "No.",
    "Nama",
    "NIP",
    "Metode",
    "Program",
    "Mulai",
    "Selesai",
    "JP diakui",
    "Penyelenggara",
    "Bukti",
    "Keadaan",
    "Jumlah JP",
    "Target JP",
)
# The fields of a course record of SIASN that Penata knows (data/siasn_course_history_fields.csv of the reference).
SIASN = (
    "nipBaru",
    "jenisDiklatId",
    "jenisKursusNama",
    "namaKursus",
    "institusiPenyelenggara",
    "noSertipikat",
    "tahunKursus",
    "tanggalKursus",
    "tanggalSelesaiKursus",
    "jumlahJam",
)


FAULTS = ("Nama", "NIP", "Kegiatan", "Mulai", "Selesai", "Penyelenggara", "Yang perlu diperbaiki")


@dataclass
class Report:
    """What SIASN would take and what not; ``faults`` are the first lines it would refuse, each with why, and ``causes``
    counts every reason over all lines."""

    good: int = 0
    refused: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[CourseLine, list[str]]] = field(default_factory=list)


def recap_rows(units: Iterable[UnitYear]) -> Iterator[Sequence[Any]]:
    for one in units:
        average = None if one.average is None else two_places(one.average)
        yield one.unit, one.people, one.reached, one.people - one.reached, one.with_ceiling, average


def check(lines: Iterable[CourseLine], limits: Mapping[str, int], year: int, *, shown: int) -> Report:
    """Look at every line; keep the first ``shown`` that SIASN would refuse."""
    report = Report()
    for line in lines:
        faults = siasn_faults(line, limits, year)
        if not faults:
            report.good += 1
            continue
        report.refused += 1
        report.causes.update("PDF bukti terlalu besar." if one.startswith("PDF bukti") else one for one in faults)
        if len(report.faults) < shown:
            report.faults.append((line, faults))
    return report


def fault_rows(lines: Iterable[CourseLine], limits: Mapping[str, int], year: int) -> Iterator[Sequence[Any]]:
    """Every line SIASN would refuse, with all that has to be mended."""
    for line in lines:
        faults = siasn_faults(line, limits, year)
        if faults:
            days = f"{line.starts_on:%d-%m-%Y}", f"{line.ends_on:%d-%m-%Y}"
            yield line.name, line.nip, line.title, *days, line.organiser, " ".join(faults)


def siasn_rows(lines: Iterable[CourseLine], limits: Mapping[str, int], year: int) -> Iterator[Sequence[Any]]:
    """The lines that pass, in the order of the fields; days as DD-MM-YYYY."""
    for line in lines:
        if siasn_faults(line, limits, year):
            continue
        yield (
            line.nip,
            line.siasn_type,
            line.form_name,
            line.title,
            line.organiser,
            line.certificate_number,
            line.ends_on.year,
            f"{line.starts_on:%d-%m-%Y}",
            f"{line.ends_on:%d-%m-%Y}",
            line.hours,
        )


def control_rows(
    people: Iterable[Any],
    activities: Mapping[int, Sequence[Any]],
    forms: Mapping[str, str],
    targets: Mapping[str, tuple[Decimal, bool]],
) -> Iterator[Sequence[Any]]:
    """Everybody with their activities; whoever had none has a row that says so. A ceiling is no target."""
    for count, person in enumerate(people, start=1):
        done = activities.get(person.id, ())
        total = sum((row.jp_credited for row in done), Decimal(0))
        target, is_ceiling = targets.get(person.kind, (None, True))
        last = (total, None if is_ceiling else target)
        for row in done:
            yield (count, person.name, person.nip, *_activity(row, forms), *last)
        if not done:
            yield (count, person.name, person.nip, "", "Belum ada kegiatan", None, None, Decimal(0), "", "", "", *last)


def _activity(row: Any, forms: Mapping[str, str]) -> tuple[Any, ...]:
    state = labels.STATUSES[LearningStatus(row.status)][0]
    return (
        forms.get(row.form_code, row.form_code),
        row.title,
        row.starts_on,
        row.ends_on,
        row.jp_credited,
        row.organiser,
        row.evidence,
        state,
    )
