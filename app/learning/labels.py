"""Indonesian words of the ledger of lesson hours."""

from decimal import Decimal

from app.base.wording import number
from app.competency.labels import RECORDS as STATUSES
from app.competency.labels import one_place, percent
from app.competency.models import DevelopmentForm, JpRule

__all__ = [
    "EVIDENCE",
    "KINDS",
    "STATUSES",
    "UNITS",
    "asked_quantity",
    "evidence",
    "how_counted",
    "one_place",
    "percent",
    "value",
]

KINDS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK"}
UNITS = {
    JpRule.PROGRAMME_HOURS: "JP",
    JpRule.PER_DAY: "hari",
    JpRule.PER_DAY_CAPPED: "JP",
    JpRule.PER_SESSION: "sesi",
    JpRule.PER_ACTIVITY: "kegiatan",
    JpRule.PER_SEMESTER: "semester",
    JpRule.MANUAL: "JP",
}
# What shows that somebody took part, by kind of form (reference §2.3); regional practice varies.
_PROGRAMME = "Sertifikat atau STTP yang memuat JP, tanggal, penyelenggara, dan nomor."
_GATHERING = "Sertifikat atau surat keterangan hadir yang memuat tanggal."
_GUIDED = "Laporan yang ditandatangani coach, mentor, atau atasan."
_SENT = "Surat tugas dan laporan."
_ALONE = "Ringkasan belajar yang diketahui atasan, atau catatan pertemuan beserta daftar hadir."
_STUDY = "Surat keputusan atau izin belajar, dan transkrip semester."
_EVIDENCE = {
    _STUDY: ("A1", "A2"),
    _GATHERING: ("KL06", "KL07", "KL11"),
    _GUIDED: ("NK01", "NK02", "NK11"),
    _SENT: ("NK05", "NK07", "NK08", "NK12"),
    _ALONE: ("NK09", "NK10"),
}
EVIDENCE = {code: words for words, codes in _EVIDENCE.items() for code in codes}


def evidence(form_code: str) -> str:
    """What to hand in for a form."""
    return EVIDENCE.get(form_code, _PROGRAMME)


def asked_quantity(form: DevelopmentForm | None) -> tuple[str, str]:
    """What the field of the quantity is called for a form, and what stands under it."""
    if form is None:
        return "Jumlah", "Satuannya mengikuti bentuk kegiatan: JP, hari, sesi, kegiatan, atau semester."
    return f"Jumlah {UNITS[JpRule(form.jp_rule)]}", f"{how_counted(form)} Bukti: {evidence(form.code)}"


def value(amount: int, unit: str) -> str:
    """A setting's value with its unit; a choice is said in a word."""
    if unit.startswith("1 ya"):
        return "Ya" if amount else "Tidak"
    return f"{number(Decimal(amount))} {unit}"


def how_counted(form: DevelopmentForm) -> str:
    """The rule of a form in a sentence."""
    per_unit, cap = _figure(form.jp_per_unit), _figure(form.cap_value)
    most = f", paling banyak {cap} sesi sebulan" if form.cap_value else ""
    return {
        JpRule.PROGRAMME_HOURS: "Isi JP seperti tertulis di sertifikat.",
        JpRule.PER_DAY: f"{per_unit} JP sehari. Isi jumlah hari.",
        JpRule.PER_DAY_CAPPED: f"Isi jumlah JP. Yang dihitung paling banyak {cap} JP sehari.",
        JpRule.PER_SESSION: f"{per_unit} JP satu sesi{most}. Isi jumlah sesi.",
        JpRule.PER_ACTIVITY: f"{per_unit} JP satu kegiatan. Isi jumlah kegiatan.",
        JpRule.PER_SEMESTER: f"{per_unit} JP satu semester. Isi jumlah semester.",
        JpRule.MANUAL: "Belum ada angka konversinya. Isi JP yang Anda usulkan; petugas menetapkannya.",
    }[JpRule(form.jp_rule)]


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else number(value)
