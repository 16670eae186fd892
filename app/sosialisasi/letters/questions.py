"""The mails about questions, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_QUESTION = "Apakah loket di kecamatan tetap buka selama masa peralihan?"
_DUE = "10 Desember 2026"
_WAITS = "Ada penanya yang menunggu jawaban Anda sebelum batas waktunya."

catalogue.register(
    LetterKind(
        "question_answered",
        LetterGroup.RESULTS,
        "Pertanyaan sosialisasi dijawab",
        "Penanya yang menuliskan namanya, begitu pertanyaannya dijawab. Penanya tanpa nama membacanya dengan kode.",
        "Pertanyaan Anda pada sosialisasi sudah dijawab.",
        {"question": _QUESTION},
        "/sosialisasi/pertanyaan-saya",
    ),
    LetterKind(
        "question_assigned",
        LetterGroup.APPROVALS,
        "Diminta menjawab pertanyaan sosialisasi",
        "Penanggung jawab, begitu penyelenggara menyerahkan sebuah pertanyaan kepadanya.",
        f"Anda diminta menjawab pertanyaan sosialisasi, paling lambat {_DUE}.",
        {"question": _QUESTION, "due": _DUE},
        "/sosialisasi/pertanyaan-untuk-saya",
        why_duty=_WAITS,
    ),
    LetterKind(
        "question_due",
        LetterGroup.APPROVALS,
        "Pengingat menjawab pertanyaan sosialisasi",
        "Penanggung jawab, dua hari sebelum batas waktu dan setiap pekan sesudahnya sampai dijawab.",
        f"Pertanyaan sosialisasi menunggu jawaban Anda, paling lambat {_DUE}.",
        {"question": _QUESTION, "due": _DUE},
        "/sosialisasi/pertanyaan-untuk-saya",
        why_duty=_WAITS,
    ),
)
