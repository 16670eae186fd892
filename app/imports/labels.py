"""Indonesian words for imports."""

from collections.abc import Mapping
from typing import Any

from app.base import wording
from app.imports.headings import ImportKind
from app.imports.models import FaultWeight, ImportStatus
from app.organisation import labels as organisation

KINDS = {
    ImportKind.SIASN: "Ekspor pegawai SIASN",
    ImportKind.EMPLOYEES: "Pegawai",
    ImportKind.UNITS: "Unit",
    ImportKind.POSITIONS: "Jabatan",
    ImportKind.PLACEMENTS: "Penempatan",
    ImportKind.STANDARDS: "Standar kompetensi jabatan",
    ImportKind.TRAININGS: "Pelatihan yang sudah diikuti",
    ImportKind.COMPETENCIES: "Kamus kompetensi teknis",
    ImportKind.ASSESSMENTS: "Hasil penilaian kompetensi",
    ImportKind.RATINGS: "Predikat kinerja",
    ImportKind.OFFICIAL_INDEX: "Nilai IP ASN resmi",
}
WHAT = {
    ImportKind.SIASN: "Pegawai beserta jabatan yang sekarang, dari berkas 69 kolom yang diunduh dari SIASN.",
    ImportKind.EMPLOYEES: "NIP, nama, jenis, golongan, dan pendidikan.",
    ImportKind.UNITS: "Susunan perangkat daerah, bidang, dan seksi.",
    ImportKind.POSITIONS: "Jabatan dalam setiap unit dan siapa atasannya.",
    ImportKind.PLACEMENTS: "Siapa menjabat apa, sejak dan sampai kapan; juga Plt. dan Plh.",
    ImportKind.STANDARDS: "Level kompetensi yang diminta sebuah jabatan.",
    ImportKind.TRAININGS: "Riwayat pelatihan sebagai usulan JP, menunggu diperiksa.",
    ImportKind.COMPETENCIES: "Kompetensi teknis satu urusan pemerintahan dengan uraian setiap level.",
    ImportKind.ASSESSMENTS: "Level terukur setiap pegawai dari pusat penilaian atau atasan.",
    ImportKind.RATINGS: "Predikat SKP setahun, dengan nilai kinerja dan potensi bila ada.",
    ImportKind.OFFICIAL_INDEX: "Nilai IP ASN yang diumumkan, per pegawai dan per dimensi.",
}
STATUSES = {
    ImportStatus.MAPPING: ("Kolom perlu dicocokkan", "wait"),
    ImportStatus.CHECKING: ("Sedang diperiksa", "info"),
    ImportStatus.CHECKED: ("Sudah diperiksa, belum diterapkan", "wait"),
    ImportStatus.APPLYING: ("Sedang diterapkan", "info"),
    ImportStatus.APPLIED: ("Diterapkan", "good"),
    ImportStatus.UNDOING: ("Sedang diurungkan", "info"),
    ImportStatus.UNDONE: ("Diurungkan", ""),
}
WEIGHTS = {
    FaultWeight.REFUSED: ("Ditolak", "bad"),
    FaultWeight.DOUBTFUL: ("Perlu dilihat", "wait"),
    FaultWeight.KEPT: ("Sudah berubah", "wait"),
}
TABLES = {
    "employee": "Pegawai",
    "employee_kind_change": "Perubahan jenis pegawai",
    "org_unit": "Unit",
    "position": "Jabatan",
    "placement": "Penempatan",
    "position_requirement": "Standar jabatan",
    "competency": "Kamus kompetensi",
    "assessment": "Penilaian kompetensi",
    "performance_rating": "Predikat kinerja",
    "learning_record": "Riwayat pelatihan",
    "official_index": "Nilai IP ASN resmi",
}
# What may hang on an imported row.
HANGING = {
    "assessment": "penilaian kompetensi",
    "assessment_dispute": "keberatan penilaian",
    "attendance": "kehadiran",
    "certificate": "sertifikat",
    "competency_evidence": "bukti kompetensi",
    "employee_kind_change": "perubahan jenis pegawai",
    "discipline_sanction": "hukuman disiplin",
    "enrolment": "pendaftaran pelatihan",
    "learning_claim": "klaim JP",
    "learning_record": "catatan JP",
    "official_index": "nilai IP ASN resmi",
    "org_unit": "unit di bawahnya",
    "performance_rating": "predikat kinerja",
    "placement": "penempatan",
    "position": "jabatan",
    "position_requirement": "standar jabatan",
    "position_standard": "lembar standar jabatan",
    "programme_competency": "program pelatihan",
    "programme_subject": "mata pelatihan",
    "rating_draft": "penilaian yang belum selesai",
    "role_grant": "peran",
    "unit_succession": "riwayat unit",
    "user_account": "akun",
}


def _plain(words: Mapping[Any, str]) -> dict[str, str]:
    """By the code as a table keeps it."""
    return {str(code): text for code, text in words.items()}


FIELDS = {
    "active": "aktif",
    "leaves_on": "berhenti per",
    "affair": "urusan",
    "code": "kode",
    "cpns_from": "TMT CPNS",
    "definition": "arti",
    "difference": "selisih bagian",
    "discipline": "disiplin",
    "education": "pendidikan",
    "education_level": "tingkat pendidikan",
    "email": "email",
    "ends_on": "berakhir",
    "evidence": "bukti",
    "grade": "kelas jabatan",
    "jp_claimed": "JP",
    "kind": "jenis",
    "legal_status": "kedudukan hukum",
    "level": "level",
    "levels": "uraian level",
    "name": "nama",
    "needed": "kebutuhan",
    "organiser": "penyelenggara",
    "parent_id": "unit induk",
    "performance": "kinerja",
    "potential": "potensi",
    "predicate": "predikat",
    "qualification": "kualifikasi",
    "rank": "golongan",
    "rank_from": "TMT golongan",
    "reports_to_id": "jabatan atasan",
    "score": "nilai",
    "siasn_id": "PNS ID",
    "source": "sumber",
    "starts_on": "mulai",
    "tier": "jenjang",
    "title": "nama",
    "total": "total",
    "training": "riwayat pelatihan",
    "unit_id": "unit",
    "value": "nilai kinerja",
    "year": "tahun",
}
CODES = {
    "kind": _plain(organisation.KINDS) | _plain(organisation.PLACEMENTS_LONG) | organisation.UNIT_KINDS,
    "tier": _plain(organisation.TIERS),
}
# Fields that follow from others, that say nothing to a reader, or that are not for everybody who reads reports.
SILENT = frozenset({"id", "leaving_note", "leaving_reason", "path", "rule_id", "sort_name", "version"})


def count(number: int, what: str) -> str:
    """1.234 baris"""
    return f"{number:,} {what}".replace(",", ".")


def fields_changed(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, str, str]]:
    """What changed, as (field, before, after) in words; numbers of rows only as "lain"."""
    return [
        (FIELDS.get(name, name), _shown(name, before.get(name)), _shown(name, value))
        for name, value in after.items()
        if name not in SILENT
    ]


def _shown(name: str, value: object) -> str:
    if value is None or value == "":
        return "kosong"
    if name.endswith("_id") and name != "siasn_id":
        return f"no. {value}"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if name in CODES:
        return CODES[name].get(str(value), str(value))
    return wording.kept(str(value))
