"""Indonesian words for lines of the JP ledger."""

from app.competency.models import LearningStatus

RECORDS = {
    LearningStatus.WAITING: ("Menunggu verifikasi", "wait"),
    LearningStatus.CREDITED: ("Diakui", "good"),
    LearningStatus.REFUSED: ("Tidak diakui", "bad"),
}
