"""What tests keep about people, and which of its columns say nothing about anybody."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SERVICE_YEARS, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="attempts",
        table="attempt",
        words="Tes yang dikerjakan",
        purpose="Menentukan nilai sebagai syarat kelulusan",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "exam_id": "Nomor tes",
            "employee_id": "Nomor pegawai",
            "number": "Percobaan ke-",
            "started_at": "Mulai",
            "deadline_at": "Batas waktu",
            "submitted_at": "Dikirim",
            "score": "Nilai",
        },
    ),
    Holding(
        key="attempt_answers",
        table="attempt_answer",
        words="Jawaban tes",
        purpose="Membuktikan dari mana nilai tes berasal",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        whose=Whose.ATTEMPT,
        link="attempt_id",
        columns={
            "attempt_id": "Nomor pengerjaan",
            "exam_question_id": "Nomor soal",
            "chosen": "Pilihan",
            "text": "Jawaban singkat",
            "points": "Poin",
            "note": "Catatan penilai",
            "scored_by": "Nomor akun penilai",
            "scored_at": "Dinilai",
            "saved_at": "Disimpan",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "attempt": frozenset({"seed"}),
    "exam": frozenset({ALL}),
    "exam_question": frozenset({ALL}),
    "question": frozenset({ALL}),
    "question_version": frozenset({ALL}),
}
