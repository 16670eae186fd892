"""What plans keep about people, and which of their columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, PROOF, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="plan_people",
        table="plan_line_person",
        words="Kegiatan pengembangan yang direncanakan untuk Anda",
        purpose="Menyusun rencana pengembangan kompetensi dan calon peserta angkatannya",
        basis=LEARNING,
        retention="Menurut jadwal retensi arsip",
        erasure=Erasure.RESTRICT,
        columns={
            "line_id": "Nomor kegiatan",
            "employee_id": "Nomor pegawai",
            "unit_id": "Nomor unit",
            "required": "Level yang diminta",
            "measured": "Level terukur",
            "below_target": "Kinerja di bawah ekspektasi",
            "left_out": "Tidak diikutkan",
        },
    ),
    Holding(
        key="need_people",
        table="unit_need_person",
        words="Kebutuhan unit yang menyebut Anda",
        purpose="Menunjukkan siapa yang memerlukan pengembangan menurut unitnya",
        basis=LEARNING,
        retention="Menurut jadwal retensi arsip",
        erasure=Erasure.RESTRICT,
        columns={"need_id": "Nomor kebutuhan", "employee_id": "Nomor pegawai"},
    ),
    Holding(
        key="needs_stated",
        table="unit_need",
        words="Kebutuhan unit yang Anda sampaikan",
        purpose="Mengetahui siapa yang bisa ditanya tentang kebutuhan itu",
        basis=LEARNING,
        retention="Menurut jadwal retensi arsip",
        link="stated_by",
        erasure=Erasure.RESTRICT,
        columns={"stated_by": "Nomor pegawai", "title": "Kebutuhan", "stated_at": "Disampaikan"},
    ),
    Holding(
        key="plan_changes",
        table="plan_change",
        words="Siapa mengubah apa pada rencana pengembangan",
        purpose="Menunjukkan dan mengurungkan perubahan terakhir",
        basis=PROOF,
        retention="Bersama rencananya",
        whose=Whose.ACCOUNT,
        link="actor_id",
        erasure=Erasure.STAYS,
        how="Riwayat rencana tidak diubah, supaya tetap jelas siapa mengubah apa dan kapan.",
        columns={"actor_id": "Nomor akun", "actor": "Nama", "at": "Waktu", "words": "Perubahan"},
    ),
    Holding(
        key="plan_deciders",
        table="development_plan",
        words="Pejabat yang menetapkan rencana",
        purpose="Mencetak siapa yang menetapkan rencana",
        basis=PROOF,
        retention="Bersama rencananya",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Bagian dari keputusan resmi; tidak diubah.",
        columns={"decided_by": "Pejabat yang menetapkan"},
    ),
    Holding(
        key="horizon_deciders",
        table="horizon_plan",
        words="Pejabat yang menetapkan HCDP",
        purpose="Mencetak siapa yang menetapkan rencana",
        basis=PROOF,
        retention="Bersama rencananya",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Bagian dari keputusan resmi; tidak diubah.",
        columns={"decided_by": "Pejabat yang menetapkan"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "development_fund": frozenset({ALL}),
    "development_plan": frozenset(
        {
            "year",
            "area",
            "revision",
            "unit_id",
            "title",
            "status",
            "class_size",
            "smallest_class",
            "hours_a_day",
            "meetings_a_month",
            "created_at",
            "submitted_at",
            "letter_id",
            "decision_number",
            "decided_on",
            "reason",
        }
    ),
    "horizon_plan": frozenset(
        {
            "first_year",
            "last_year",
            "revision",
            "title",
            "status",
            "compiled_at",
            "letter_id",
            "decision_number",
            "decided_on",
        }
    ),
    "horizon_target": frozenset({ALL}),
    "plan_batch": frozenset({ALL}),
    "plan_change": frozenset({"plan_id", "before", "undone_at"}),
    "plan_line": frozenset({ALL}),
    "plan_line_source": frozenset({ALL}),
    "unit_need": frozenset(
        {
            "unit_id",
            "year",
            "basis",
            "competency_id",
            "reason",
            "form_code",
            "status",
            "answer",
            "line_id",
        }
    ),
}
