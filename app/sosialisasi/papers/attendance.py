"""The letter that somebody attended (surat keterangan hadir): its usual words, and what fills them.

No official form is known, so it is an ordinary letter whose words a government may change.
"""

from datetime import date

from app.base import scope, wording
from app.letters import catalogue
from app.letters.catalogue import TextKind
from app.letters.facts import Draft
from app.letters.labels import spaced_nip
from app.organisation import queries as organisation
from app.organisation.queries import Person
from app.sosialisasi.models import AttendedDay
from app.sosialisasi.papers.records import place_of
from app.sosialisasi.queries.events import RoundPage

ATTENDANCE = "sosialisasi_attendance"
_SAMPLE = {
    "kegiatan": "Sosialisasi penyederhanaan birokrasi",
    "unit": "Dinas Kependudukan dan Pencatatan Sipil",
    "tanggal": "Kamis, 10 Desember 2026",
}

catalogue.register(
    TextKind(
        ATTENDANCE,
        "Surat keterangan hadir sosialisasi",
        "Terbit untuk setiap pegawai yang hadir begitu putarannya ditutup, kalau sosialisasinya memberi surat.",
        "Keterangan hadir {kegiatan}",
        "Dengan ini diterangkan bahwa pegawai berikut telah hadir pada {kegiatan} yang diselenggarakan {unit}.",
        "Demikian surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya.",
        _SAMPLE,
        (
            ("Nama", "Budi Santoso, S.Kom."),
            ("NIP", "19890214 201503 1 007"),
            ("Hari, tanggal", _SAMPLE["tanggal"]),
            ("Tempat", "Aula dinas, Muara Bungo"),
            ("Jam pelajaran", "4 JP"),
        ),
        ("Budi Santoso, S.Kom.", "di tempat"),
    ),
)


def draft(page: RoundPage, row: AttendedDay, person: Person, nip: str, day: date) -> Draft:
    """The letter for one person's day; the same day is issued once."""
    timezone = organisation.government(scope.current()).timezone
    about = [
        ("Nama", person.name),
        ("NIP", spaced_nip(nip)),
        ("Jabatan", person.position),
        ("Unit", person.unit),
        ("Hari, tanggal", wording.full_date(day)),
        ("Waktu", wording.time_range(page.meeting.starts_at, page.meeting.ends_at, timezone)),
        ("Tempat", place_of(page)),
        ("Jam pelajaran", f"{wording.number(row.hours)} JP" if row.hours else ""),
    ]
    return Draft(
        kind=ATTENDANCE,
        unit_id=page.unit.id,
        source_key=f"sosialisasi-attendance:{row.id}",
        addressee=(person.name, "di tempat"),
        values={"kegiatan": page.event.title, "unit": page.unit.name, "tanggal": wording.full_date(day)},
        rows=tuple((term, value) for term, value in about if value),
    )
