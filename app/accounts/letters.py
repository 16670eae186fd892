"""The letters about accounts, registered with the catalogue. They concern somebody's own door: all are duty."""

from app.notifications import catalogue
from app.notifications.catalogue import LetterKind
from app.notifications.models import LetterGroup

_SECURITY = "/saya/keamanan"
_WHY = "Surat ini menyangkut keamanan akun Anda."

catalogue.register(
    LetterKind(
        "accounts_invitation",
        LetterGroup.ACCOUNT,
        "Undangan memakai Penata",
        "Pegawai yang diundang BKPSDM atau admin, sekali per undangan.",
        "Anda diundang memakai Penata. Atur kata sandi lewat tautan di surat ini.",
        path="/masuk",
        why_duty=_WHY,
        is_confidential=True,
    ),
    LetterKind(
        "accounts_reset",
        LetterGroup.ACCOUNT,
        "Atur ulang kata sandi",
        "Siapa pun yang meminta tautan baru karena lupa kata sandi.",
        "Anda meminta tautan untuk mengatur ulang kata sandi.",
        path="/masuk",
        why_duty=_WHY,
        is_confidential=True,
    ),
    LetterKind(
        "accounts_security",
        LetterGroup.ACCOUNT,
        "Perubahan keamanan akun",
        "Pemilik akun, begitu kata sandi, kode masuk, atau sesinya berubah.",
        "Kata sandi Anda diganti. Bukan Anda? Hubungi admin instansi Anda segera.",
        path=_SECURITY,
        why_duty=_WHY,
    ),
    LetterKind(
        "accounts_role_asked",
        LetterGroup.APPROVALS,
        "Peran menunggu konfirmasi",
        "Admin kedua, begitu admin lain memberi peran yang perlu dikonfirmasi.",
        "Nadia Permata, S.Kom. memberi peran BKPSDM kepada Sari Wulandari, S.Sos., M.Si. Konfirmasi atau tolak.",
        path="/akun/peran",
        why_duty="Peran ini baru berlaku setelah Anda memutuskan.",
    ),
    LetterKind(
        "accounts_role_given",
        LetterGroup.ACCOUNT,
        "Peran diberikan",
        "Pegawai yang mendapat peran, begitu perannya berlaku.",
        "Anda mendapat peran Panitia pelatihan sampai 31 Desember 2026.",
        path=_SECURITY,
        why_duty=_WHY,
    ),
    LetterKind(
        "accounts_role_ended",
        LetterGroup.ACCOUNT,
        "Peran berakhir",
        "Pegawai yang perannya diakhiri, pada hari itu juga.",
        "Peran Anda sebagai Panitia pelatihan sudah diakhiri.",
        path=_SECURITY,
        why_duty=_WHY,
    ),
    LetterKind(
        "accounts_role_refused",
        LetterGroup.ACCOUNT,
        "Peran tidak dikonfirmasi",
        "Admin yang memberi peran, begitu admin kedua menolaknya.",
        "Yusuf Ramadhan, S.T. menolak peran BKPSDM yang Anda berikan: orangnya sudah pindah tugas.",
        path="/akun/peran",
        why_duty="Anda yang mengusulkan peran ini.",
    ),
)
