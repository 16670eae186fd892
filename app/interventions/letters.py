"""The mails about actions, registered with the catalogue."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_TITLE = "Tanya jawab tentang tunjangan"
_DUE = "10 Desember 2026"
_WAITS = "Rekan-rekan Anda sudah menjawab survei; tindakan ini jawabannya."
_FACTS = {"action": _TITLE}

catalogue.register(
    LetterKind(
        "action_planned",
        LetterGroup.APPROVALS,
        "Diminta mengerjakan tindakan",
        "Pelaksana, begitu sebuah tindakan direncanakan untuknya.",
        f"Anda diminta mengerjakan {_TITLE}. Batasnya {_DUE}.",
        _FACTS,
        "/tindakan/saya",
        why_duty=_WAITS,
    ),
    LetterKind(
        "action_due",
        LetterGroup.APPROVALS,
        "Pengingat tindakan",
        "Pelaksana, tiga hari sebelum batasnya dan setiap pekan sesudahnya sampai selesai.",
        f"{_TITLE} mendekati batas. Batasnya {_DUE}.",
        _FACTS,
        "/tindakan/saya",
        why_duty=_WAITS,
    ),
    LetterKind(
        "action_done",
        LetterGroup.APPROVALS,
        "Tindakan menunggu diperiksa",
        "Perencananya, begitu pelaksana menandai tindakan selesai.",
        f"{_TITLE} ditandai selesai dan menunggu diperiksa. Batasnya {_DUE}.",
        _FACTS,
        "/tindakan",
    ),
    LetterKind(
        "action_returned",
        LetterGroup.RESULTS,
        "Tindakan dikembalikan",
        "Pelaksana, kalau pemeriksanya menilai buktinya belum cukup.",
        f"Dikembalikan: daftar hadirnya belum ada. Batasnya {_DUE}.",
        _FACTS,
        "/tindakan/saya",
    ),
    LetterKind(
        "action_dropped",
        LetterGroup.RESULTS,
        "Tindakan dihentikan",
        "Pelaksana, kalau tindakannya dihentikan sebelum selesai, beserta alasannya.",
        f"{_TITLE} dihentikan: perubahannya ditunda. Batasnya {_DUE}.",
        _FACTS,
        "/tindakan/saya",
    ),
)
