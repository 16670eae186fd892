"""Indonesian words for lines of the JP ledger."""

from app.competency.models import LearningStatus

RECORDS = {
    LearningStatus.WAITING: ("Menunggu pemeriksaan", "wait"),
    LearningStatus.CREDITED: ("Diakui", "good"),
    LearningStatus.REFUSED: ("Tidak diakui", "bad"),
    LearningStatus.WITHDRAWN: ("Ditarik", ""),
}
