"""What training keeps about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SERVICE_YEARS, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="enrolments",
        table="enrolment",
        words="Pendaftaran dan hasil pelatihan",
        purpose="Mengatur kursi, keputusan atasan, dan hasil pelatihan",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "batch_id": "Nomor angkatan",
            "employee_id": "Nomor pegawai",
            "status": "Keadaan",
            "requested_at": "Diajukan",
            "queued_at": "Masuk daftar tunggu",
            "decided_by": "Nomor pegawai yang memutus",
            "decided_at": "Diputus",
            "reason": "Alasan",
            "offer_expires_at": "Tawaran berlaku sampai",
            "score": "Nilai",
            "assignment_done": "Tugas selesai",
            "attendance_share": "Kehadiran (%)",
        },
    ),
    Holding(
        key="trainers",
        table="batch",
        words="Pengajar yang diketik pada angkatan",
        purpose="Memberi tahu peserta siapa yang mengajar",
        basis=TASK,
        retention="Bersama data angkatan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus petugas dari angkatan bila pengajar meminta.",
        columns={"trainer": "Pengajar", "trainer_from": "Asal pengajar"},
    ),
    Holding(
        key="meeting_trainers",
        table="batch_meeting",
        words="Pengajar yang diketik pada pertemuan",
        purpose="Memberi tahu peserta siapa yang mengajar",
        basis=TASK,
        retention="Bersama data angkatan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Dihapus petugas dari pertemuan bila pengajar meminta.",
        columns={"trainer": "Pengajar"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "agenda_item": frozenset({ALL}),
    "batch": frozenset(
        {
            "programme_id",
            "number",
            "year",
            "status",
            "policy",
            "starts_on",
            "ends_on",
            "city",
            "place",
            "address",
            "lesson_hours",
            "seats",
            "seats_taken",
            "enrolment_opens_at",
            "enrolment_closes_at",
            "withdrawal_closes_at",
            "archive_file_id",
            "closed_at",
            "cancel_reason",
            "cancelled_at",
            "decide_on",
            "min_participants",
            "budget",
            "realised",
            "reserved_until",
        }
    ),
    "batch_document": frozenset({ALL}),
    "batch_meeting": frozenset({"batch_id", "meeting_id", "subject_id"}),
    "batch_reservation": frozenset({ALL}),
    "programme": frozenset({ALL}),
    "programme_competency": frozenset({ALL}),
    "programme_subject": frozenset({ALL}),
}
