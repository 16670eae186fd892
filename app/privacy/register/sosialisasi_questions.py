"""What questions at a sosialisasi and checks of understanding keep about people."""

from collections.abc import Mapping

from app.privacy.register.holding import ALL, TASK, Erasure, Holding, Whose

_KEPT = "Bersama sosialisasinya"

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        key="asked_questions",
        table="asked_question",
        words="Pertanyaan dan aspirasi yang Anda ajukan dengan nama",
        purpose="Menyampaikan jawabannya kepada Anda",
        basis=TASK,
        retention=_KEPT,
        link="asked_by_id",
        columns={
            "asked_by_id": "Nomor pegawai",
            "kind": "Jenis",
            "text": "Pertanyaan",
            "shown_text": "Kata-kata yang ditampilkan",
            "asked_on": "Tanggal",
            "asked_when": "Sebelum, saat, atau sesudah acara",
            "hidden_reason": "Alasan disembunyikan",
        },
    ),
    Holding(
        key="questions_to_answer",
        table="asked_question",
        words="Pertanyaan sosialisasi yang Anda jawab",
        purpose="Memastikan setiap pertanyaan ada yang menjawab, dan mengingatkannya",
        basis=TASK,
        retention=_KEPT,
        link="owner_id",
        columns={"owner_id": "Nomor pegawai", "due_on": "Batas menjawab", "reminded_on": "Diingatkan"},
    ),
    Holding(
        key="question_boards",
        table="sosialisasi_board",
        words="Putaran sosialisasi yang pertanyaannya Anda buka",
        purpose="Memastikan setiap pertanyaan ada yang menjawab, juga sebelum diserahkan",
        basis=TASK,
        retention=_KEPT,
        link="owner_id",
        columns={"owner_id": "Nomor pegawai", "made_at": "Dibuat"},
    ),
    Holding(
        key="answered_questions",
        table="asked_question",
        words="Pertanyaan sosialisasi yang Anda jawab",
        purpose="Menunjukkan siapa yang menjawab",
        basis=TASK,
        retention=_KEPT,
        link="answered_by_id",
        columns={"answered_by_id": "Nomor pegawai", "answer": "Jawaban", "answered_at": "Dijawab"},
    ),
    Holding(
        key="question_votes",
        table="question_vote",
        words="Tanda dukungan pada pertanyaan selama acara berlangsung, tanpa nama",
        purpose="Menghitung setiap orang sekali",
        basis=TASK,
        retention="Sampai acaranya selesai",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Hanya sidik yang tidak bisa ditelusuri ke orang, dan dihapus begitu acaranya selesai.",
        columns={"voter": "Sidik pendukung"},
    ),
    Holding(
        key="understanding_participation",
        table="understanding_participation",
        words="Tanda bahwa seseorang sudah mengisi pemahaman, tanpa nama dan tanpa waktu",
        purpose="Memastikan setiap orang dihitung sekali",
        basis=TASK,
        retention="Sampai pemahamannya ditutup",
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Hanya sidik yang tidak bisa ditelusuri ke orang, dan dihapus saat pemahamannya ditutup.",
        columns={"taker": "Sidik pengisi"},
    ),
    Holding(
        key="understanding_answers",
        table="understanding_answer",
        words="Jawaban pemahaman tanpa nama",
        purpose="Mengetahui apa yang belum dipahami, sebelum dan sesudah acara",
        basis=TASK,
        retention=_KEPT,
        whose=Whose.NOBODY,
        erasure=Erasure.STAYS,
        how="Tidak terhubung dengan siapa pun, jadi tidak bisa ditemukan menurut orang.",
        columns={"replies": "Jawaban", "unit_id": "Unit, paling sedikit sepuluh orang diundang"},
    ),
)

PLAIN: Mapping[str, frozenset[str]] = {
    "asked_question": frozenset(
        {
            "round_id",
            "theme",
            "code_hash",
            "votes",
            "merged_into_id",
            "is_hidden",
            "status",
            "is_for_asker",
            "published_at",
        }
    ),
    "question_vote": frozenset({"question_id"}),
    "sosialisasi_board": frozenset({"round_id", "code", "vote_key", "takes_questions"}),
    "understanding_answer": frozenset({"key", "check_id", "phase"}),
    "understanding_check": frozenset({ALL}),
    "understanding_item": frozenset({ALL}),
    "understanding_participation": frozenset({"check_id"}),
}
