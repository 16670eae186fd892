"""The letters about requests for one's own data, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

catalogue.register(
    LetterKind(
        "privacy_asked",
        LetterGroup.DATA,
        "Permintaan atas data pribadi masuk",
        "Petugas BKPSDM, begitu seorang pegawai meminta perbaikan, penghapusan, atau pembatasan datanya.",
        "Ada permintaan atas data pribadi: perbaikan data.",
        path="/data-pribadi/permintaan",
        why_duty="Permintaan ini punya batas waktu, dan Anda yang memutuskannya.",
    ),
    LetterKind(
        "privacy_decided",
        LetterGroup.DATA,
        "Jawaban atas permintaan data pribadi",
        "Pegawai yang meminta perbaikan, penghapusan, atau pembatasan, begitu petugas memutuskan.",
        "Permintaan Anda untuk memperbaiki data dikabulkan.",
        {"reason": "Pangkat di data kepegawaian sudah disamakan dengan SK terakhir."},
        path="/saya/data",
        why_duty="Anda berhak tahu keputusan atas data pribadi Anda beserta alasannya.",
    ),
)
