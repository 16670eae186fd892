"""The mails of sosialisasi, registered with the catalogue: who gets each one, when, and what it looks like."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup
from app.sosialisasi import calendars

INVITED, CHANGED, CANCELLED, SEATED, REMINDER = (
    "sosialisasi_invited",
    "sosialisasi_changed",
    "sosialisasi_cancelled",
    "sosialisasi_seated",
    "sosialisasi_reminder",
)
_TITLE = "Sosialisasi penyederhanaan birokrasi, Putaran 2"
_ABOUT = {
    "event": _TITLE,
    "when": "Kamis, 10 Desember 2026, 09.00–11.30 WIB",
    "place": "Aula Dinas Kependudukan dan Pencatatan Sipil",
}
_PATH = "/sosialisasi/undangan-saya"
_UNTIL = "Senin, 7 Desember 2026, 16.00 WIB"
_CALENDAR = frozenset({"calendar"})

catalogue.register(
    LetterKind(
        INVITED,
        LetterGroup.SOSIALISASI,
        "Undangan sosialisasi",
        "Setiap orang dalam sasaran, begitu penyelenggara mengirim undangan, dan wakil yang ditunjuk. Jadwalnya "
        "terlampir sebagai berkas kalender, dan tautannya bisa dijawab tanpa masuk.",
        f"Anda diundang ke {_TITLE}.",
        _ABOUT | {"until": _UNTIL, "instead_of": "", "calendar": ""},
        _PATH,
        why_duty="Ini undangan dinas, dan jawaban Anda ditunggu.",
        attach=calendars.attach_file,
        attached_facts=_CALENDAR,
    ),
    LetterKind(
        CHANGED,
        LetterGroup.SOSIALISASI,
        "Waktu atau tempat sosialisasi berubah",
        "Semua yang diundang, setiap kali waktu atau tempat putarannya berubah. Kalender terlampir.",
        f"Waktu atau tempat {_TITLE} berubah.",
        _ABOUT | {"calendar": ""},
        _PATH,
        why_duty="Jadwal Anda berubah.",
        attach=calendars.attach_file,
        attached_facts=_CALENDAR,
    ),
    LetterKind(
        CANCELLED,
        LetterGroup.SOSIALISASI,
        "Sosialisasi dibatalkan",
        "Semua yang diundang, begitu putarannya dibatalkan. Kalender ikut berubah.",
        f"{_TITLE} dibatalkan.",
        _ABOUT | {"reason": "Narasumber berhalangan.", "calendar": ""},
        _PATH,
        why_duty="Jadwal Anda berubah.",
        attach=calendars.attach_file,
        attached_facts=_CALENDAR,
    ),
    LetterKind(
        SEATED,
        LetterGroup.SOSIALISASI,
        "Kursi sosialisasi tersedia",
        "Yang menunggu kursi, begitu ada yang batal hadir. Kursinya langsung menjadi miliknya.",
        f"Ada kursi untuk Anda di {_TITLE}.",
        _ABOUT | {"calendar": ""},
        _PATH,
        attach=calendars.attach_file,
        attached_facts=_CALENDAR,
    ),
    LetterKind(
        REMINDER,
        LetterGroup.SOSIALISASI,
        "Pengingat menjawab undangan",
        "Yang belum menjawab, tiga hari dan satu hari sebelum batas menjawab, atau bila penyelenggara mengingatkan. "
        "Paling banyak sekali sehari.",
        f"Undangan {_TITLE} menunggu jawaban Anda.",
        _ABOUT | {"until": _UNTIL},
        _PATH,
    ),
)
