"""What competency keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SERVICE_YEARS, Holding

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="levels",
        table="assessment",
        words="Hasil penilaian kompetensi",
        purpose="Melihat kesenjangan dan merencanakan pengembangan",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        shown_as="levels",
        columns={
            "employee_id": "Nomor pegawai",
            "competency_id": "Nomor kompetensi",
            "level": "Level",
            "source": "Sumber",
            "assessed_on": "Tanggal",
        },
    ),
    Holding(
        key="evidence",
        table="competency_evidence",
        words="Bukti kompetensi",
        purpose="Menjadi bahan asesor",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        shown_as="levels",
        columns={
            "employee_id": "Nomor pegawai",
            "competency_id": "Nomor kompetensi",
            "level": "Level",
            "source_key": "Asal",
            "shown_on": "Tanggal",
        },
    ),
    Holding(
        key="hours",
        table="learning_record",
        words="Catatan jam pelajaran (JP)",
        purpose="Membuktikan pengembangan kompetensi setiap tahun",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        shown_as="hours",
        columns={
            "employee_id": "Nomor pegawai",
            "form_code": "Bentuk",
            "title": "Judul",
            "organiser": "Penyelenggara",
            "starts_on": "Mulai",
            "ends_on": "Selesai",
            "year": "Tahun",
            "jp_claimed": "JP diajukan",
            "note": "Catatan penghitungan",
            "rule_id": "Nomor aturan penghitungan",
            "jp_credited": "JP diakui",
            "status": "Keadaan",
            "source_key": "Asal",
            "evidence": "Bukti",
            "recorded_at": "Dicatat",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "competency": frozenset({ALL}),
    "development_form": frozenset({ALL}),
    "learning_target": frozenset({ALL}),
    "position_requirement": frozenset({ALL}),
    "tier_requirement": frozenset({ALL}),
}
