"""Indonesian words for standards, assessments, gaps and lines of the JP ledger."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.competency.models import (
    AssessmentSource,
    CompetencyGroup,
    DisputeStatus,
    EvidenceStatus,
    LearningStatus,
    RuleKind,
)
from app.competency.rules.bands import Band, from_content
from app.competency.rules.match import Formula
from app.competency.rules.periods import in_words

RECORDS = {
    LearningStatus.WAITING: ("Menunggu pemeriksaan", "wait"),
    LearningStatus.CREDITED: ("Diakui", "good"),
    LearningStatus.REFUSED: ("Tidak diakui", "bad"),
    LearningStatus.WITHDRAWN: ("Ditarik", ""),
}
SOURCES = {
    AssessmentSource.CENTRE: "Asesor",
    AssessmentSource.SUPERIOR: "Atasan",
    AssessmentSource.SELF: "Diri sendiri",
}
GROUPS = {
    CompetencyGroup.MANAGERIAL: "Manajerial",
    CompetencyGroup.SOCIOCULTURAL: "Sosial kultural",
    CompetencyGroup.TECHNICAL: "Teknis",
}
EVIDENCE = {
    EvidenceStatus.WAITING: ("Menunggu asesor", "wait"),
    EvidenceStatus.CONFIRMED: ("Diterima", "good"),
    EvidenceStatus.SET_ASIDE: ("Belum mengubah level", ""),
}
DISPUTES = {
    DisputeStatus.OPEN: ("Keberatan diperiksa", "wait"),
    DisputeStatus.UPHELD: ("Level diubah", "good"),
    DisputeStatus.REFUSED: ("Level tetap", ""),
}
RULES = {
    RuleKind.MATCH: "Rumus kecocokan jabatan",
    RuleKind.MEASURE: "Masa berlaku penilaian",
    RuleKind.APPOINTMENT: "Rentang untuk pengisian jabatan",
    RuleKind.MAPPING: "Rentang untuk pemetaan",
    RuleKind.GAP_CLASS: "Kelas kesenjangan",
    RuleKind.AXIS: "Rentang sumbu kotak talenta",
    RuleKind.PREDICATE: "Nilai predikat kinerja",
    RuleKind.POTENTIAL: "Bobot sumbu potensi",
}
FORMULAS = {
    Formula.SUM: "Jumlah level terukur dibagi jumlah level yang diminta",
    Formula.MEAN: "Rata-rata rasio setiap kompetensi",
}


def standard_saved(own: Mapping[int, int], tier: str) -> str:
    """What was saved, and aloud where a post falls back on its tier."""
    if own:
        return "Standar tersimpan."
    return f"Standar tersimpan tanpa level sendiri. Jabatan ini mengikuti bawaan jenjang {tier}."


# How much of a level is missing on average, as the scale under the map says it.
SCALE = (
    ("h0", "memenuhi standar"),
    ("h1", "kurang 0,1–0,2"),
    ("h2", "0,3–0,4"),
    ("h3", "0,5–0,6"),
    ("h4", "0,7–0,9"),
    ("h5", "1,0 ke atas"),
    ("hx", "belum dinilai"),
)
_STEPS = (
    (Decimal("1.0"), "h5"),
    (Decimal("0.7"), "h4"),
    (Decimal("0.5"), "h3"),
    (Decimal("0.3"), "h2"),
    (Decimal("0.1"), "h1"),
)
# What each of the nine boxes stands for (PermenPANRB 3/2020), in our own words.
BOXES = {
    1: "Kinerja dan potensi rendah",
    2: "Kinerja sesuai, potensi rendah",
    3: "Kinerja rendah, potensi menengah",
    4: "Kinerja tinggi, potensi rendah",
    5: "Kinerja sesuai, potensi menengah",
    6: "Kinerja rendah, potensi tinggi",
    7: "Kinerja tinggi, potensi menengah",
    8: "Kinerja sesuai, potensi tinggi",
    9: "Kinerja dan potensi tinggi",
}


def heat(mean: Decimal | None) -> str:
    """The class of a cell by its mean gap."""
    if mean is None:
        return "hx"
    return next((name for step, name in _STEPS if mean >= step), "h0")


# Where long names of competencies may break in a narrow column; no browser hyphenates Indonesian by itself.
_BREAKS = {"Pengembangan": "Pengem\u00adbangan", "Pengambilan": "Pengam\u00adbilan", "Komunikasi": "Komuni\u00adkasi"}
_BREAKS |= {"Keputusan": "Kepu\u00adtusan", "Mengelola": "Menge\u00adlola", "Perubahan": "Peru\u00adbahan"}


def breakable(name: str) -> str:
    """The name with the places where it may break."""
    return " ".join(_BREAKS.get(word, word) for word in name.split())


def one_place(value: Decimal | None) -> str:
    """1,0, and a dash where there is nothing to tell."""
    return "–" if value is None else _rounded(value, "0.1")


def _rounded(value: Decimal | int, step: str) -> str:
    return str(Decimal(value).quantize(Decimal(step), ROUND_HALF_UP)).replace(".", ",")


def two_places(value: Decimal | None) -> str:
    return "–" if value is None else _rounded(value, "0.01")


def percent(part: int, whole: int) -> str:
    """67%, half up, and a dash where there is nobody."""
    return f"{(Decimal(100 * part) / whole).quantize(Decimal(1), ROUND_HALF_UP)}%" if whole else "–"


def period(text: str) -> str:
    return in_words(text)


def rule_text(kind: RuleKind, content: Mapping[str, Any]) -> str:
    """What a version says, in one line."""
    if "bands" in content:
        ordered = sorted(from_content(content["bands"]), key=lambda one: (-one.lower, one.lower_in))
        return "; ".join(_band(one) for one in ordered)
    if kind is RuleKind.MATCH:
        capped = "surplus dibatasi" if content["cap_surplus"] else "surplus dihitung penuh"
        return f"{FORMULAS[Formula(content['formula'])]}, {capped}"
    if kind is RuleKind.MEASURE:
        own = "ikut dihitung" if content["counts_self"] else "tidak dihitung"
        return f"{content['years']} tahun, penilaian diri {own}"
    if kind is RuleKind.PREDICATE:
        return "; ".join(f"{name} {score}" for name, score in content["scores"].items())
    parts = ("potential", "qualification", "integrity")
    return "Potensi dan kompetensi {}, kualifikasi {}, integritas {}".format(*(content[one] for one in parts))


def _band(one: Band) -> str:
    if one.lower == one.upper:
        return f"{one.name}: {_figure(one.lower)}"
    low = f"{'dari' if one.lower_in else 'di atas'} {_figure(one.lower)}"
    return f"{one.name}: {low} {'sampai' if one.upper_in else 'sampai di bawah'} {_figure(one.upper)}"


def _figure(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")
