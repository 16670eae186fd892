"""The letter about one's own assessments, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

catalogue.register(
    LetterKind(
        "competency_assessed",
        LetterGroup.RESULTS,
        "Kabar penilaian kompetensi",
        "Pegawai, begitu atasannya mengirim penilaian, atau asesor memutus buktinya atau menjawab keberatannya.",
        "Bukti kompetensi Anda diterima asesor: level 2.",
        path="/saya/kesenjangan",
    ),
)
