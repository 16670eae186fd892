"""What evaluations keep about people. Answers are nobody's: they carry nothing by which anybody could be found."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, LEARNING, SERVICE_YEARS, TASK, Erasure, Holding, Whose

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="evaluation_participation",
        table="evaluation_participation",
        words="Keikutsertaan dalam evaluasi, tanpa waktu dan tanpa jawaban",
        purpose="Memastikan setiap peserta menjawab paling banyak sekali",
        basis=TASK,
        retention="Bersama data angkatan",
        columns={"evaluation_id": "Nomor evaluasi", "employee_id": "Nomor pegawai", "done": "Sudah mengisi"},
    ),
    Holding(
        key="evaluation_answers",
        table="evaluation_answer",
        words="Jawaban evaluasi tanpa nama",
        purpose="Memperbaiki pelatihan",
        basis=TASK,
        retention="Bersama data angkatan",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak terhubung dengan siapa pun, jadi tidak bisa ditemukan menurut orang.",
        columns={"replies": "Jawaban"},
    ),
    Holding(
        key="evaluated_trainers",
        table="evaluation_part",
        words="Pengajar yang dinilai peserta",
        purpose="Menunjukkan kepada pengajar penilaian atas dirinya",
        basis=TASK,
        retention="Bersama data angkatan",
        columns={"name": "Pengajar", "employee_id": "Nomor pegawai"},
    ),
    Holding(
        key="follow_ups",
        table="follow_up",
        words="Penilaian atasan beberapa bulan setelah pelatihan",
        purpose="Mengetahui apakah pelatihan mengubah cara bekerja",
        basis=LEARNING,
        retention=SERVICE_YEARS,
        columns={
            "employee_id": "Nomor pegawai",
            "superior_id": "Nomor pegawai atasan",
            "title": "Pelatihan",
            "asked_at": "Ditanyakan",
            "expires_at": "Batas menjawab",
            "answered_at": "Dijawab",
            "items": "Pernyataan",
            "values": "Jawaban",
            "comment": "Catatan",
        },
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "evaluation": frozenset({ALL}),
    "evaluation_answer": frozenset({"key", "evaluation_id"}),
    "evaluation_item": frozenset({ALL}),
    "evaluation_participation": frozenset({"token_hash"}),
    "evaluation_part": frozenset({"evaluation_id", "kind", "sort_order"}),
    "evaluation_question": frozenset({ALL}),
    "follow_up": frozenset({"source_key", "group_key"}),
}
