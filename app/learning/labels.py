"""Indonesian words of the ledger of lesson hours."""

from decimal import Decimal

from app.base.wording import number
from app.competency.labels import RECORDS as STATUSES
from app.competency.labels import one_place, percent
from app.competency.models import DevelopmentForm, JpRule, LearningTarget
from app.learning.rules import UNIT_OF

__all__ = [
    "BOUNDS",
    "EVIDENCE",
    "KINDS",
    "MODES",
    "RULES",
    "STATUSES",
    "UNITS",
    "asked_quantity",
    "counted",
    "evidence",
    "how_counted",
    "one_place",
    "percent",
    "target",
    "unit",
    "value",
]

KINDS = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK"}
UNITS = UNIT_OF
RULES = {
    JpRule.PROGRAMME_HOURS: "JP seperti tertulis di sertifikat",
    JpRule.PER_DAY: "Sekian JP sehari",
    JpRule.PER_DAY_CAPPED: "JP yang dijalani, paling banyak sekian sehari",
    JpRule.PER_SESSION: "Sekian JP satu sesi",
    JpRule.PER_ACTIVITY: "Sekian JP satu kegiatan",
    JpRule.PER_SEMESTER: "Sekian JP satu semester",
    JpRule.MANUAL: "Petugas menetapkan JP-nya",
}
MODES = {"formal": "Pendidikan", "classical": "Pelatihan klasikal", "nonclassical": "Pelatihan nonklasikal"}
BOUNDS = {"floor": "Paling sedikit (target)", "ceiling": "Paling banyak (batas)"}
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


def unit(form: DevelopmentForm | None) -> str:
    """What a quantity of a form is counted in; nothing while no form is chosen."""
    return UNITS[JpRule(form.jp_rule)] if form is not None else ""


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


def counted(form: DevelopmentForm) -> str:
    """A version of a form's rule in a few words, with its cap and what is different abroad."""
    per_unit, cap = _figure(form.jp_per_unit), _figure(form.cap_value)
    most = f", paling banyak {cap} sesi sebulan" if form.cap_value else ""
    words = {
        JpRule.PROGRAMME_HOURS: "JP seperti tertulis di sertifikat",
        JpRule.PER_DAY: f"{per_unit} JP sehari",
        JpRule.PER_DAY_CAPPED: f"JP yang dijalani, paling banyak {cap} JP sehari",
        JpRule.PER_SESSION: f"{per_unit} JP satu sesi{most}",
        JpRule.PER_ACTIVITY: f"{per_unit} JP satu kegiatan",
        JpRule.PER_SEMESTER: f"{per_unit} JP satu semester",
        JpRule.MANUAL: "JP ditetapkan petugas",
    }[JpRule(form.jp_rule)]
    if form.international_bonus_pct and form.jp_rule != JpRule.MANUAL:
        return f"{words}; internasional ditambah {number(form.international_bonus_pct)}%"
    has_figure = form.jp_rule not in {JpRule.PROGRAMME_HOURS, JpRule.MANUAL}
    if has_figure and form.jp_per_unit_international is not None:
        return f"{words}; internasional {number(form.jp_per_unit_international)} JP"
    return words


def target(one: LearningTarget) -> str:
    """What a year asks: a floor or a ceiling."""
    return f"{'paling banyak' if one.is_ceiling else 'paling sedikit'} {number(one.lesson_hours)} JP setahun"


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else number(value)
