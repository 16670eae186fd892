"""Which columns a table may have, by the words people write above them.

The reading process imports this and nothing heavier, so it knows no models.
"""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "data"
_NOT_WORD = re.compile(r"[^a-z0-9]+")


class ImportKind(StrEnum):
    SIASN = "siasn"
    EMPLOYEES = "employees"
    UNITS = "units"
    POSITIONS = "positions"
    PLACEMENTS = "placements"
    STANDARDS = "standards"
    TRAININGS = "trainings"
    COMPETENCIES = "competencies"
    ASSESSMENTS = "assessments"
    RATINGS = "ratings"
    OFFICIAL_INDEX = "index_values"


@dataclass(frozen=True)
class Heading:
    """A column the product understands: its own name, other words for it, and a cell for the sample row."""

    key: str
    name: str
    sample: str = ""
    required: bool = False
    others: tuple[str, ...] = ()

    @property
    def known_as(self) -> frozenset[str]:
        return frozenset(plain(one) for one in (self.name, *self.others))


@dataclass(frozen=True)
class Recognised:
    """What the headings of a table say: its kind, and which column holds what (by heading key)."""

    kind: ImportKind
    columns: dict[str, int]
    missing: tuple[Heading, ...] = ()


@dataclass(frozen=True)
class Columns:
    """What becomes of a table's columns: kept by key, personal ones dropped, the rest left out."""

    kept: dict[str, int]
    personal: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A heading as it is compared: small letters, digits, nothing else."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKD", text).lower())


_NIP = Heading("nip", "NIP", "199001012020011001", required=True, others=("NIP BARU", "NIP Pegawai", "nipBaru"))
_UNIT = Heading("unit", "Unit", "Dinas Kesehatan", required=True, others=("Nama Unit", "UNOR NAMA", "Unit Kerja"))
_TITLE = Heading("title", "Nama jabatan", "Analis Kesehatan", required=True, others=("Jabatan", "JABATAN NAMA"))

HEADINGS: dict[ImportKind, tuple[Heading, ...]] = {
    ImportKind.SIASN: (
        Heading("siasn_id", "PNS ID"),
        Heading("nip", "NIP BARU", "199001012020011001", required=True),
        Heading("name", "NAMA", "BUDI PRATAMA", required=True),
        Heading("front", "GELAR DEPAN"),
        Heading("back", "GELAR BELAKANG", "S.A.P."),
        Heading("sex", "JENIS KELAMIN", "M"),
        Heading("kind", "JENIS PEGAWAI NAMA", "PNS Daerah"),
        Heading("legal_status", "KEDUDUKAN HUKUM NAMA", "Aktif"),
        Heading("cpns_status", "STATUS CPNS PNS", "P"),
        Heading("cpns_from", "TMT CPNS", "01-01-2020"),
        Heading("rank", "GOL AKHIR NAMA", "III/b"),
        Heading("rank_from", "TMT GOLONGAN", "01-04-2024"),
        Heading("position_type", "JENIS JABATAN NAMA", "Jabatan Pelaksana"),
        Heading("title", "JABATAN NAMA", "Penata Layanan Operasional"),
        Heading("position_from", "TMT JABATAN", "01-01-2022"),
        Heading("education_level", "TINGKAT PENDIDIKAN NAMA", "S-1/Sarjana"),
        Heading("education", "PENDIDIKAN NAMA", "S-1 Administrasi Publik"),
        Heading("unit", "UNOR NAMA", "Dinas Kesehatan", required=True),
        Heading("echelon", "ESELON NAMA"),
    ),
    ImportKind.EMPLOYEES: (
        _NIP,
        Heading("name", "Nama", "Budi Pratama", required=True, others=("Nama Pegawai", "Nama Lengkap")),
        Heading("front", "Gelar depan"),
        Heading("back", "Gelar belakang", "S.A.P."),
        Heading("kind", "Jenis pegawai", "PNS", others=("Jenis", "Status Kepegawaian", "JENIS PEGAWAI NAMA")),
        Heading("sex", "Jenis kelamin", "L", others=("L/P", "Kelamin")),
        Heading("rank", "Golongan", "III/b", others=("Pangkat", "Pangkat/Golongan", "Gol", "GOL AKHIR NAMA")),
        Heading("rank_from", "TMT golongan", "01-04-2024", others=("TMT Pangkat",)),
        Heading("cpns_from", "TMT CPNS", "01-01-2020"),
        Heading("legal_status", "Kedudukan hukum", "Aktif", others=("Status", "KEDUDUKAN HUKUM NAMA")),
        Heading("education_level", "Tingkat pendidikan", "S-1", others=("TINGKAT PENDIDIKAN NAMA",)),
        Heading("education", "Pendidikan", "S-1 Administrasi Publik", others=("PENDIDIKAN NAMA", "Jurusan")),
        Heading("email", "Email", "budi@contoh.go.id", others=("Email dinas", "Surel")),
    ),
    ImportKind.UNITS: (
        Heading("code", "Kode unit", "1.02", others=("Kode", "UNOR ID")),
        Heading("unit", "Nama unit", "Bidang Pelayanan Kesehatan", required=True, others=("Unit", "Unit Organisasi")),
        Heading("parent", "Unit induk", "Dinas Kesehatan", required=True, others=("Induk", "Atasan unit")),
        Heading("unit_kind", "Jenis unit", "bidang", others=("Jenis",)),
        Heading("starts_on", "Berlaku mulai", "02-01-2024", others=("Mulai", "TMT")),
        Heading("ends_on", "Berlaku sampai", "", others=("Sampai",)),
    ),
    ImportKind.POSITIONS: (
        Heading("code", "Kode jabatan", "JP-0001", others=("Kode",)),
        _TITLE,
        _UNIT,
        Heading("tier", "Jenjang", "Pelaksana", required=True, others=("Jenjang jabatan", "Eselon", "Level jabatan")),
        Heading("grade", "Kelas jabatan", "7", others=("Kelas",)),
        Heading("needed", "Kebutuhan", "2", others=("Bezetting kebutuhan", "Kebutuhan pegawai")),
        Heading("superior", "Jabatan atasan", "Kepala Bidang Pelayanan Kesehatan", others=("Atasan",)),
        Heading("superior_unit", "Unit atasan", "Bidang Pelayanan Kesehatan"),
        Heading("starts_on", "Berlaku mulai", "02-01-2024", others=("Mulai",)),
        Heading("ends_on", "Berlaku sampai", "", others=("Sampai",)),
    ),
    ImportKind.PLACEMENTS: (
        _NIP,
        _TITLE,
        _UNIT,
        Heading("placement_kind", "Sebagai", "Definitif", others=("Jenis penempatan", "Status jabatan")),
        Heading("starts_on", "Mulai menjabat", "02-01-2024", required=True, others=("Mulai", "TMT Jabatan", "TMT")),
        Heading("ends_on", "Selesai menjabat", "", others=("Sampai", "Selesai")),
    ),
    ImportKind.STANDARDS: (
        _TITLE,
        _UNIT,
        Heading("competency", "Kompetensi", "M.5", required=True, others=("Kode kompetensi", "Nama kompetensi")),
        Heading("level", "Level", "3", required=True, others=("Level syarat", "Level kompetensi", "Standar")),
        Heading("valid_from", "Berlaku mulai", "02-01-2024", others=("Mulai",)),
    ),
    ImportKind.TRAININGS: (
        _NIP,
        Heading(
            "training",
            "Nama pelatihan",
            "Pelayanan Prima",
            required=True,
            others=("Nama diklat", "namaKursus", "Pelatihan", "Judul"),
        ),
        Heading("organiser", "Penyelenggara", "BKPSDM", others=("institusiPenyelenggara", "Lembaga")),
        Heading("certificate", "Nomor sertifikat", "800/12/2024", others=("noSertipikat", "No sertifikat", "STTP")),
        Heading("form", "Bentuk", "Workshop", others=("jenisKursusNama", "jenisDiklatId", "Jenis pelatihan", "Jenis")),
        Heading("year", "Tahun", "2024", others=("tahunKursus",)),
        Heading("starts_on", "Tanggal mulai", "12-03-2024", others=("tanggalKursus", "Mulai")),
        Heading("ends_on", "Tanggal selesai", "14-03-2024", others=("tanggalSelesaiKursus", "Selesai")),
        Heading("hours", "JP", "24", required=True, others=("jumlahJam", "Jumlah JP", "Jam pelajaran")),
    ),
}
HEADINGS |= {
    ImportKind.COMPETENCIES: (
        Heading("code", "Kode kompetensi", "T.DUKCAPIL.1", required=True, others=("Kode",)),
        Heading("name", "Nama kompetensi teknis", "Pencatatan peristiwa penting", required=True),
        Heading("affair", "Urusan pemerintahan", "Administrasi kependudukan", required=True, others=("Urusan",)),
        Heading("definition", "Arti", "Mencatat peristiwa penting menurut aturan.", others=("Definisi",)),
        *(Heading(f"level_{one}", f"Uraian level {one}", "Memahami alur pencatatan") for one in range(1, 6)),
        Heading("source", "Sumber", "Kamus kementerian pembina", others=("Dasar",)),
    ),
    ImportKind.ASSESSMENTS: (
        _NIP,
        Heading("competency", "Kompetensi", "M.5", required=True, others=("Kode kompetensi", "Nama kompetensi")),
        Heading("level", "Level terukur", "2", required=True, others=("Level hasil", "Hasil", "Level")),
        Heading("assessed_on", "Tanggal penilaian", "12-03-2026", required=True, others=("Tanggal asesmen",)),
        Heading("source", "Dinilai oleh", "asesor", others=("Sumber penilaian",)),
        Heading("assessor", "Lembaga penilai", "UPT Penilaian Kompetensi", others=("Nama asesor",)),
        Heading("note", "Catatan", ""),
    ),
    ImportKind.RATINGS: (
        _NIP,
        Heading("year", "Tahun", "2025", required=True, others=("Tahun penilaian",)),
        Heading("predicate", "Predikat kinerja", "Baik", required=True, others=("Predikat", "Predikat SKP")),
        Heading("value", "Nilai kinerja", "", others=("Nilai SKP", "Nilai prestasi kerja")),
        Heading("potential", "Potensi dan kompetensi", "", others=("Potensi",)),
        Heading("qualification", "Kualifikasi", ""),
        Heading("integrity", "Integritas", ""),
    ),
    ImportKind.OFFICIAL_INDEX: (
        _NIP,
        Heading("year", "Tahun", "2025", required=True, others=("Tahun IP ASN", "Tahun pengukuran")),
        Heading("total", "IP ASN", "78.25", required=True, others=("Nilai IP ASN", "Total", "Total IP ASN", "Indeks")),
        Heading("index_qualification", "Kualifikasi", "21.37", others=("Nilai kualifikasi",)),
        Heading("index_training", "Kompetensi", "26.16", others=("Nilai kompetensi", "Riwayat pelatihan")),
        Heading("index_performance", "Kinerja", "25.72", others=("Nilai kinerja",)),
        Heading("index_discipline", "Disiplin", "5", others=("Nilai disiplin",)),
        Heading("source", "Sumber", "Pengumuman BKN", others=("Dasar",)),
    ),
}
# Not in the export, or written otherwise there, and never needed.
_PERSONAL_TOO: tuple[str, ...] = (
    "NIK",
    "No KTP",
    "Agama",
    "Alamat",
    "No HP",
    "Nomor HP",
    "Telepon",
    "NPWP",
    "BPJS",
    "Status kawin",
)
_PERSONAL_TOO += ("Tanggal lahir", "Tempat lahir", "Golongan darah", "No rekening", "Nama ibu")


@cache
def siasn_columns() -> dict[str, bool]:
    """The 69 headings of the SIASN employee export, and whether each holds personal data nobody here needs."""
    with (FOLDER / "siasn_export_columns.csv").open(encoding="utf-8", newline="") as file:
        return {
            plain(row["column_name"]): row["personal_data"] == "1" and row["needed_by_product"] == "0"
            for row in csv.DictReader(file)
        }


@cache
def personal_columns() -> frozenset[str]:
    """Headings of personal data that no import needs."""
    return frozenset(one for one, personal in siasn_columns().items() if personal) | {plain(t) for t in _PERSONAL_TOO}


@cache
def _words(kind: ImportKind) -> dict[str, str]:
    return {word: heading.key for heading in HEADINGS[kind] for word in heading.known_as}


def fit(kind: ImportKind, headings: Sequence[str]) -> Recognised:
    """The columns of a table read as this kind; the first of two equal headings counts."""
    words, columns = _words(kind), dict[str, int]()
    for index, heading in enumerate(headings):
        key = words.get(plain(heading))
        if key is not None:
            columns.setdefault(key, index)
    missing = tuple(one for one in HEADINGS[kind] if one.required and one.key not in columns)
    return Recognised(kind, columns, missing)


def recognise(headings: Sequence[str], asked: ImportKind | None = None) -> Recognised | None:
    """The kind a table is, from its headings; None where no kind has all it requires."""
    kinds = [asked] if asked else list(ImportKind)
    fitting = [found for kind in kinds if not (found := fit(kind, headings)).missing]
    return max(fitting, key=lambda one: len(one.columns), default=None)


def sort_out(headings: Sequence[str], kept: dict[str, int]) -> Columns:
    """Which columns stay, and the names of those that do not: personal ones apart from merely unknown ones."""
    staying = set(kept.values())
    left = [one for index, one in enumerate(headings) if one.strip() and index not in staying]
    personal = [one for one in left if is_personal(one) and not _is_needed(one, kept)]
    return Columns(kept, personal, [one for one in left if one not in personal])


def is_personal(heading: str) -> bool:
    return plain(heading) in personal_columns()


def _is_needed(heading: str, kept: dict[str, int]) -> bool:
    return plain(heading) in kept


def key_of(headings: Sequence[str]) -> str:
    """What a set of headings is remembered under, whatever its order."""
    return hashlib.sha256("|".join(sorted({plain(one) for one in headings if one.strip()})).encode()).hexdigest()
