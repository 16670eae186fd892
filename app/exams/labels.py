"""Indonesian words for questions, papers and attempts."""

from app.exams.models import Counting, ExamPurpose, ExamStatus, QuestionKind

KINDS = {
    QuestionKind.SINGLE: "Pilihan tunggal",
    QuestionKind.MULTIPLE: "Pilihan ganda",
    QuestionKind.TRUE_FALSE: "Benar atau salah",
    QuestionKind.TEXT: "Jawaban singkat",
    QuestionKind.ORDER: "Mengurutkan",
}
HOW = {
    QuestionKind.SINGLE: "Pilih satu.",
    QuestionKind.MULTIPLE: "Pilih semua yang benar.",
    QuestionKind.TRUE_FALSE: "Pilih satu.",
    QuestionKind.TEXT: "Jawab dengan kata-kata Anda sendiri.",
    QuestionKind.ORDER: "Beri nomor urut pada setiap butir.",
}
PURPOSES = {ExamPurpose.PRE: "Tes awal", ExamPurpose.POST: "Tes akhir"}
STATUSES = {
    ExamStatus.DRAFT: ("Rancangan", ""),
    ExamStatus.OPEN: ("Dibuka", "info"),
    ExamStatus.CLOSED: ("Ditutup", "good"),
}
COUNTINGS = {Counting.BEST: "Nilai terbaik", Counting.LAST: "Percobaan terakhir"}
BANDS = {"loss": "turun", "none": "tetap", "low": "rendah", "medium": "sedang", "high": "tinggi"}
