"""Indonesian words for evaluations."""

from app.evaluations.models import EvaluationStatus, ItemKind, PartKind

PARTS = {
    PartKind.CONTENT: "Isi pelatihan",
    PartKind.TRAINER: "Pengajar",
    PartKind.PLACE: "Tempat dan penyelenggaraan",
    PartKind.FOLLOW_UP: "Pertanyaan untuk atasan",
}
KINDS = {ItemKind.SCALE: "Skala 1 sampai 5", ItemKind.TEXT: "Isian bebas"}
STATUSES = {
    EvaluationStatus.OPEN: ("Sedang diisi", "info"),
    EvaluationStatus.CLOSING: ("Sedang ditutup", "wait"),
    EvaluationStatus.CLOSED: ("Ditutup", "good"),
}
SCALE = (
    ("1", "Sama sekali tidak"),
    ("2", "Kurang"),
    ("3", "Cukup"),
    ("4", "Sesuai"),
    ("5", "Sangat sesuai"),
)
