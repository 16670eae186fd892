"""What a password must be (security S1), and the hash it is kept as."""

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
_LEET = str.maketrans("013457$@!", "oieastsai")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1q2w3e4r5t6y7u8i9o0p")
# Words that people of an Indonesian office reach for first. A password that is nothing but one or two of these with
# figures and signs around them is a common one.
_COMMON = frozenset(
    """
    aku sayang cinta kamu rahasia password passwd pass katasandi sandi kata admin administrator root user pengguna
    tamu guest login masuk selamat datang welcome hello halo indonesia merdeka pancasila garuda bismillah alhamdulillah
    assalamualaikum insyaallah masyaallah allah muhammad yesus jesus tuhan doraemon naruto persib persija arema bonek
    jakarta bandung surabaya medan jambi bungo batanghari sumatera jawa bali papua aceh padang palembang pontianak
    makassar kabupaten kota provinsi pemerintah pemda pemkab pemkot dinas badan kantor bupati walikota gubernur sekda
    bkpsdm bkd bkn asn pns pppk cpns pegawai negeri sipil penata siasn simpeg absen absensi kepegawaian sdm
    anak anakku istri istriku suami suamiku keluarga ibu bapak mama papa bunda ayah nenek kakek adik kakak
    senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober
    november desember monkey dragon master football baseball superman batman iloveyou letmein secret qwerty asdf
    zxcvbn qazwsx google facebook whatsapp instagram samsung android iphone windows komputer laptop internet gmail
    yahoo test testing coba cobacoba contoh demo default baru lama ganti gantisaya changeme apaaja apasaja terserah
    kucing anjing harimau macan merah putih hitam biru hijau sukses semangat bahagia ceria manis cantik ganteng
    """.split()  # noqa: SIM905 - a list of two hundred quoted words is no longer read
)


@dataclass(frozen=True)
class Owner:
    """What a password must not be made of."""

    nip: str = ""
    name: str = ""
    email: str = ""


class Passwords:
    """Argon2id with the installation's cost; an unknown account costs the same as a known one."""

    def __init__(self, *, memory_kib: int, time_cost: int) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._nobody = self._hasher.hash(secrets.token_hex(16))

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        try:
            return self._hasher.verify(stored or self._nobody, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        return self._hasher.check_needs_rehash(stored)


def fault(password: str, owner: Owner, *, composed: bool = False) -> str:
    """A sentence saying what is wrong with a new password, or an empty one.

    ``composed`` asks for small and capital letters, figures and signs, as BSSN does where a government wants it.
    """
    if len(password) < SHORTEST:
        return f"Kata sandi paling sedikit {SHORTEST} huruf. Sekarang baru {len(password)}."
    if len(password) > LONGEST:
        return f"Kata sandi paling banyak {LONGEST} huruf."
    if _is_of(password, owner):
        return "Kata sandi memuat NIP, tanggal lahir, nama, atau email Anda. Pakai kata lain yang tidak terkait."
    if _is_common(password):
        return "Kata sandi ini mudah ditebak. Pakai tiga atau empat kata yang tidak berhubungan."
    if composed and not _is_composed(password):
        return "Kata sandi harus memuat huruf kecil, huruf besar, angka, dan tanda baca."
    return ""


def is_too_old(set_at: datetime | None, *, days: int, at: datetime) -> bool:
    """Whether a password has to be renewed; never where the setting says 0."""
    return bool(days) and set_at is not None and at >= set_at + timedelta(days=days)


def _is_of(password: str, owner: Owner) -> bool:
    small = _plain(password)
    digits = re.sub(r"\D", "", password)
    if owner.nip and (owner.nip in digits or owner.nip[:8] in digits or _turned(owner.nip[:8]) in digits):
        return True
    mailbox = re.split(r"[^a-z]+", owner.email.partition("@")[0].lower())
    names = re.split(r"[^a-z]+", _plain(owner.name.partition(",")[0]))
    left = small
    for word in sorted({word for word in names + mailbox if len(word) >= 4}, key=len, reverse=True):
        left = left.replace(word, "")
    return left != small and len(re.sub(r"[^a-z]", "", left)) < 6


def _turned(day: str) -> str:
    """19900301 as people write it: 01031990."""
    return day[6:] + day[4:6] + day[:4]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in folded if not unicodedata.combining(character))


def _is_common(password: str) -> bool:
    small = _plain(password)
    if len(set(small)) < 5 or _repeats(small) or _runs(small):
        return True
    letters = re.sub(r"[^a-z]", "", small)
    spelled = re.sub(r"^[^a-z]+|[^a-z]+$", "", small).translate(_LEET)
    return not letters or any(_made_of_common(one) for one in (letters, re.sub(r"[^a-z]", "", spelled)))


def _repeats(text: str) -> bool:
    """One short piece again and again."""
    return any(text == (text[:length] * len(text))[: len(text)] for length in range(1, len(text) // 2 + 1))


def _runs(text: str) -> bool:
    """Mostly a walk along the keyboard, the alphabet or the figures."""
    pieces = {row[start : start + 4] for row in _ROWS for start in range(len(row) - 3)}
    pieces |= {piece[::-1] for piece in pieces}
    covered = {at + step for at in range(len(text) - 3) if text[at : at + 4] in pieces for step in range(4)}
    return len(text) - len(covered) < 5


def _made_of_common(letters: str) -> bool:
    """Nothing but one or two common words."""
    return letters in _COMMON or any(
        letters[:at] in _COMMON and letters[at:] in _COMMON for at in range(2, len(letters))
    )


def _is_composed(password: str) -> bool:
    return all(re.search(kind, password) for kind in (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]"))
