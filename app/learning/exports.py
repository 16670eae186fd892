"""The year as files: the recap by unit, and course records as SIASN takes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.competency.rules.bands import two_places
from app.learning.queries.year import UnitYear
from app.learning.rules import CourseLine, siasn_faults

RECAP = ("Perangkat daerah", "Pegawai dengan target", "Mencapai target", "Belum", "PPPK", "Rata-rata JP")
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


@dataclass
class Report:
    """What SIASN would take and what not; ``faults`` are the first lines it would refuse, each with why."""

    good: int = 0
    refused: int = 0
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
        if len(report.faults) < shown:
            report.faults.append((line, faults))
    return report


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
