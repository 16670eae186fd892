"""The sentences a result is told by, written from figures by rule, never free-form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.base import wording
from app.surveys.models import FigureKind, NodeKind, SurveyNode
from app.surveys.queries.results import Cell, Cells
from app.surveys.rules import statistics
from app.surveys.rules.comparing import SIGNIFICANT
from app.surveys.rules.figures import AGREED_FROM, TELLS_ALL_FROM
from app.surveys.rules.measures import Measures
from app.surveys.rules.plans import DimensionPlan, ItemPlan, Plan, VersionPlan
from app.surveys.rules.readiness import BARRIER_AT_MOST, ELEMENTS, barrier
from app.surveys.rules.reliability import USUAL_FLOOR, VERDICT_FROM
from app.surveys.rules.standing import DimensionStanding, Standing

# Of fewer answers no conclusion is drawn.
CONCLUDES_FROM = 10
_TENTH = Decimal("0.1")
_BARRIERS = {
    None: "{who} siap menghadapi perubahan ini",
    "awareness": "{who} belum paham mengapa perubahan ini perlu",
    "desire": "{who} paham perubahan ini, tetapi belum mau",
    "knowledge": "{who} mau berubah, tetapi belum tahu caranya",
    "ability": "{who} tahu caranya, tetapi belum sanggup menjalankannya",
    "reinforcement": "{who} sudah menjalankan perubahan ini, tetapi belum terjaga",
}
_ADVICE = {
    "awareness": "Jelaskan dulu alasannya, sebelum bicara cara.",
    "desire": "Pelatihan lagi belum menolong; bicarakan dulu apa yang membuat orang ragu.",
    "knowledge": "Orang sudah mau; sekarang tunjukkan caranya.",
    "ability": "Beri waktu, alat, dan pendamping untuk berlatih.",
    "reinforcement": "Periksa dan hargai yang memakai cara baru, supaya tidak kembali ke cara lama.",
}
ELEMENT_NOTES = {
    "awareness": "paham alasannya",
    "desire": "mau ikut",
    "knowledge": "tahu caranya",
    "ability": "mampu menjalankan",
    "reinforcement": "terus dijaga",
}


@dataclass(frozen=True)
class Finding:
    """``takeaway`` is (the word that matters, the rest); None where the evidence is thin."""

    headline: str
    takeaway: tuple[str, str] | None = None
    barrier_id: int | None = None
    doubt: str = ""


def finding(plan: Plan, cells: Cells, node: SurveyNode, measures: Measures, *, is_own: bool) -> Finding:
    """What a node's figures say in one sentence, by the measures of its wave. ``is_own``: the reader looks after these
    people."""
    who = _who(node, is_own=is_own)
    if not node.is_shown:
        subject = "gelombang ini" if node.kind == NodeKind.WHOLE else node.name
        return Finding(f"Hasil {subject} tidak ditampilkan")
    if not node.done:
        return Finding("Belum ada yang menjawab")
    elements = plan.elements
    if elements is not None:
        return _of_elements(elements, cells, who)
    return _of_scores(plan, cells, who, measures)


def _who(node: SurveyNode, *, is_own: bool) -> str:
    if node.kind == NodeKind.WHOLE:
        return "Tim Anda" if is_own else "Pegawai"
    return "Tim Anda" if is_own else node.name


# How those who are no unit are called in the middle of a sentence.
_WITHIN = {"Pegawai": "pegawai", "Tim Anda": "tim Anda"}


def _of_elements(version: VersionPlan, cells: Cells, who: str) -> Finding:
    dimensions = version.by_code(ELEMENTS)
    found = [cells.get((FigureKind.DIMENSION, one.id)) for one in dimensions]
    told = [cell for cell in found if cell is not None and cell.is_shown and cell.mean is not None]
    if len(told) < len(dimensions):
        return Finding("Jawabannya belum cukup untuk satu kesimpulan")
    fives = [_five(float(cell.mean or 0), one) for cell, one in zip(told, dimensions, strict=True)]
    place = barrier(fives)
    if min(cell.n or 0 for cell in told) < CONCLUDES_FROM:
        doubt = f"Penjawabnya kurang dari {CONCLUDES_FROM}, jadi belum bisa disimpulkan."
        return Finding("Penjawabnya masih terlalu sedikit untuk disimpulkan", doubt=doubt)
    if place is None:
        return Finding(_BARRIERS[None].format(who=who), None)
    one, cell = dimensions[place], told[place]
    headline = _BARRIERS[one.code].format(who=who)
    if cell.high is None or _five(float(cell.high), one) > BARRIER_AT_MOST + 0.05:
        doubt = f"{one.title} di batas: rentang keyakinannya masih melewati 3,0, jadi titik hambat ini belum pasti."
        return Finding(headline, None, one.id, doubt)
    return Finding(headline, (one.title, f"adalah titik hambat. {_ADVICE[one.code]}"), one.id)


def _five(value: float, one: DimensionPlan) -> float:
    return statistics.on_five(value, one.low, one.high)


def _of_scores(plan: Plan, cells: Cells, who: str, measures: Measures) -> Finding:
    """Without the five elements: the band of the first score that may be told."""
    for version in plan.versions:
        cell = cells.get((FigureKind.SCORE, version.id))
        if cell is None or not cell.is_shown or cell.mean is None:
            continue
        if (cell.n or 0) < CONCLUDES_FROM:
            return Finding("Penjawabnya masih terlalu sedikit untuk disimpulkan")
        band = measures.band(float(cell.mean), 0, 100)
        subject = "Kesiapan" if version.is_good else "Keberatan"
        return Finding(f"{subject} {_WITHIN.get(who, who)} {band}")
    return Finding("Hasil survei")


# --- figures in words ------------------------------------------------------------------------------------------


def one_place(value: Decimal | float | None) -> str:
    """3,4 with one place, half up; a dash where there is none."""
    if value is None:
        return "–"
    told = Decimal(str(value)).quantize(_TENTH, ROUND_HALF_UP)
    return str(told).replace(".", ",").replace("-", "−")


def mean(cell: Cell, low: float, high: float) -> str:
    """A mean; where all of few said the same end of the scale, only that it is nearly there."""
    if not cell.is_shown or cell.mean is None:
        return "–"
    sign = ""
    if cell.is_unanimous:
        room = (high - low) * 0.05
        sign = "≥ " if float(cell.mean) >= high - room - 1e-6 else "≤ " if float(cell.mean) <= low + room + 1e-6 else ""
    return sign + one_place(cell.mean)


def interval(cell: Cell, low: float, high: float) -> str:
    if cell.low is None or cell.high is None:
        return "–"
    return f"{one_place(max(float(cell.low), low))}–{one_place(min(float(cell.high), high))}"


def percent(share: Decimal | float | None, n: int | None) -> str:
    """31%; of few people all or none are told as nearly so."""
    if share is None:
        return "–"
    value = float(share)
    if n is not None and n < TELLS_ALL_FROM and value >= 0.95:
        return "≥ 95%"
    if n is not None and n < TELLS_ALL_FROM and value <= 0.05:
        return "≤ 5%"
    return f"{int(statistics.rounded(value * 100))}%"


def counted(n: int | None) -> str:
    return "–" if n is None else wording.number(n)


def people(share: float, n: int | None) -> str:
    """How many people a share is; nothing of few, whom it would only point at."""
    if n is None or n < TELLS_ALL_FROM:
        return ""
    return f"{wording.number(int(statistics.rounded(share * n)))} orang"


def margin(cell: Cell, targeted: int | None) -> str:
    """± 6 points, with the correction for a population that was nearly all asked."""
    if cell.favourable is None or not cell.n:
        return "–"
    points = statistics.margin(float(cell.favourable), cell.n, targeted) * 100
    return "± < 1" if 0 < points < 0.5 else f"± {int(statistics.rounded(points))}"


def alpha(cell: Cell) -> str:
    """Alpha with its interval, and a verdict only of enough people."""
    found = cell.alpha
    if found is None:
        return "belum bisa dihitung"
    ends, answered = f"rentang {_two(found['low'])} sampai {_two(found['high'])}", wording.number(found["people"])
    told = f"{_two(found['alpha'])} ({ends}, {answered} orang)"
    if found["people"] < VERDICT_FROM:
        return f"{told}; di bawah {VERDICT_FROM} orang belum dinilai"
    return f"{told}; {'di atas' if found['alpha'] >= USUAL_FLOOR else 'di bawah'} batas lazim 0,70"


def _two(value: float) -> str:
    return f"{statistics.rounded(value, 2) + 0.0:.2f}".replace(".", ",").replace("-", "−")


NOT_STEADY, STEADY = "Belum divalidasi", "Ajek menurut data sendiri"


def standing_name(found: Standing) -> str:
    return STEADY if found.is_steady else NOT_STEADY


def standing_words(found: Standing) -> str:
    """Whether an instrument has proven steady, with its figures or with what is missing."""
    if found.missing:
        return f"belum divalidasi. {found.missing}"
    if found.is_steady:
        parts = "; ".join(dimension_standing(one) for one in found.dimensions)
        return f"ajek menurut data sendiri: {parts}. Alfa bukan bukti bahwa butir-butirnya mengukur satu hal."
    return f"belum divalidasi: {'; '.join(lacking(found))}."


def lacking(found: Standing) -> list[str]:
    """Each fault once, with the dimensions that have it."""
    where: dict[str, list[str]] = {}
    for one in found.dimensions:
        for fault in one.faults:
            where.setdefault(fault, []).append(one.title)
    return [f"{fault} ({', '.join(titles)})" for fault, titles in where.items()]


def dimension_standing(one: DimensionStanding) -> str:
    if one.alpha is None or one.low is None or one.high is None:
        return f"{one.title} belum bisa dihitung"
    ends = f"rentang {_two(one.low)} sampai {_two(one.high)}"
    return f"{one.title} alfa {_two(one.alpha)} ({ends}, {wording.number(one.people)} orang)"


def two_places(value: Decimal) -> str:
    return _two(float(value))


def agreement(cell: Cell) -> str:
    """Whether people of a unit agree enough for its mean to stand for it (collective instruments)."""
    value = (cell.details or {}).get("agreement")
    if value is None:
        return "Pendapat di dalamnya tidak sejalan, jadi nilainya tidak mewakili unit."
    words = "cukup sejalan" if value >= AGREED_FROM else "belum sejalan, jadi nilainya belum mewakili unit"
    return f"Kesepakatan di dalam unit {_two(value)}: {words}."


@dataclass(frozen=True)
class Turn:
    """A change in words: its text, the tone of its badge, and whether it is a direction at all."""

    text: str
    tone: str = ""


def change(cell: Cell, *, is_good: bool = True) -> Turn | None:
    """Since the wave before: a direction only where it is significant and large enough to mean something."""
    found: Mapping[str, Any] | None = cell.change
    if not cell.is_shown or not found or cell.mean is None or "means_something" not in found:
        return None
    star = " *" if found["is_reworded"] else ""
    if not found["means_something"]:
        return Turn(f"tidak berbeda bermakna{star}")
    difference = float(cell.mean) - float(found["before"])
    rises = found["effect"] > 0
    words = "naik" if rises else "turun"
    return Turn(f"{words} {one_place(abs(difference))}{star}", "good" if rises == is_good else "bad")


def favourable_change(cell: Cell) -> Turn | None:
    """The same of the share that speaks for the change, in points of a hundred; more of it is always good."""
    kept = (cell.change or {}).get("favourable")
    if not cell.is_shown or kept is None or cell.favourable is None:
        return None
    turn = _points(kept, float(cell.favourable), is_reworded=bool(cell.change and cell.change["is_reworded"]))
    tone = ("good" if kept["effect"] > 0 else "bad") if kept["means_something"] else ""
    return Turn(turn, tone)


TOO_FEW_TO_COMPARE = "penjawab terlalu sedikit untuk dibandingkan"


def not_compared(cell: Cell, before: Cell | None) -> str:
    """Why nothing is said of a change. ``before`` is the same one wave earlier, None where there is none."""
    if before is None:
        return "tidak bisa dibandingkan"
    return "tidak dihitung" if before.is_shown and cell.is_shown else "tidak ditampilkan pada salah satu gelombang"


def option_change(cell: Cell, place: int) -> Turn | None:
    """The same of one thing that could be chosen; whether more of it is good nobody knows."""
    kept = option_kept(cell, place)
    if kept is None or not cell.is_shown:
        return None
    text = _points(kept, cell.shares[place], is_reworded=bool(cell.change and cell.change["is_reworded"]))
    return Turn(text, "info" if kept["means_something"] else "")


def option_kept(cell: Cell, place: int) -> Mapping[str, Any] | None:
    """What was kept of an option beside the wave before; None where it was not compared."""
    kept: Mapping[str, Any] | None = (cell.change or {}).get("options", {}).get(str(place))
    return kept


def _points(kept: Mapping[str, Any], now: float, *, is_reworded: bool) -> str:
    star = " *" if is_reworded else ""
    if not kept["means_something"]:
        return f"tidak berbeda bermakna{star}"
    words = "naik" if kept["effect"] > 0 else "turun"
    return f"{words} {int(statistics.rounded(abs(now - kept['before']) * 100))} poin{star}"


def between(cell: Cell) -> Mapping[str, Any] | None:
    """How far the units below a node differ in a figure; None where fewer than two of them are told."""
    return (cell.details or {}).get("between") if cell.is_shown else None


def between_words(found: Mapping[str, Any]) -> str:
    return "unitnya berbeda" if found["q"] <= SIGNIFICANT else "tidak berbeda bermakna"


def standing(found: Mapping[str, Any]) -> str:
    """What the units below say about whether their means stand for them."""
    return (
        f"Di antara {wording.number(found['units'])} unit: ICC(1) {_two(found['icc1'])}, ICC(2) {_two(found['icc2'])}, "
        f"{between_words(found)}."
    )


def p_value(value: float) -> str:
    return "< 0,001" if value < 0.001 else f"{value:.3f}".replace(".", ",")


def effect(value: float) -> str:
    return _two(value)


def rate(node: SurveyNode) -> str:
    if node.targeted is None or node.done is None:
        return "tidak ditampilkan"
    return f"{wording.number(node.done)} dari {wording.number(node.targeted)} orang ({response(node)})"


def response(node: SurveyNode) -> str:
    """The share of those asked who answered; 100% only where nobody is missing."""
    done, targeted = node.done or 0, node.targeted or 0
    share = int(statistics.rounded(done / targeted * 100)) if targeted else 0
    return f"{min(share, 99) if done < targeted else share}%"


def heat(cell: Cell) -> str:
    """The colour of a cell by what speaks for the change, whatever the direction of the scale; the number says it."""
    if cell.favourable is None:
        return "hx"
    share = float(cell.favourable)
    return next(
        name
        for name, least in (("h0", 0.8), ("h1", 0.65), ("h2", 0.5), ("h3", 0.35), ("h4", 0.2), ("h5", -1))
        if share >= least
    )


HEAT = (
    ("h0", "80% ke atas"),
    ("h1", "65–79%"),
    ("h2", "50–64%"),
    ("h3", "35–49%"),
    ("h4", "20–34%"),
    ("h5", "di bawah 20%"),
)


def favourable_words(version: VersionPlan) -> str:
    """Which answers count, said aloud since scales differ (reference 3.1)."""
    item = next((one for one in version.items if one.is_scale), None)
    if item is None:
        return ""
    first, last = (item.from_place, item.width) if item.is_good else (1, item.width + 1 - item.from_place)
    return f"Persen positif menghitung jawaban {item.options[first - 1]} sampai {item.options[last - 1]}".replace(
        f"{item.options[first - 1]} sampai {item.options[first - 1]}", item.options[first - 1]
    )


def statement(item: ItemPlan, change_name: str) -> str:
    """The words of an item with the change it is about."""
    text = in_change(item.text, change_name)
    return text[:1].upper() + text[1:]


def options_of(item: ItemPlan, change_name: str) -> Sequence[str]:
    return [in_change(one, change_name) for one in item.options]


def in_change(text: str, change_name: str) -> str:
    return text.replace("{perubahan}", change_name or "perubahan ini")


def short_alpha(cell: Cell) -> str:
    """Alpha alone; of fewer than thirty people it is no verdict, so its interval stands below instead."""
    found = cell.alpha
    return "–" if found is None or found["people"] < VERDICT_FROM else _two(found["alpha"])


def alpha_note(cell: Cell, standing: Standing) -> str:
    """What stands below it: its interval where it is no verdict, and whether the instrument has proven steady."""
    found = cell.alpha
    name = standing_name(standing).lower()
    if found is None or found["people"] >= VERDICT_FROM:
        return f"alfa, {name}"
    return f"alfa antara {_two(found['low'])} dan {_two(found['high'])}, {name}"


def barrier_of(version: VersionPlan, cells: Mapping[int, Cell]) -> str:
    """The barrier of a unit in a word."""
    if not version.has_elements:
        return "–"
    dimensions = version.by_code(ELEMENTS)
    told = [cells[one.id] for one in dimensions if one.id in cells and cells[one.id].mean is not None]
    if len(told) < len(dimensions):
        return "–"
    place = barrier([_five(float(cell.mean or 0), one) for cell, one in zip(told, dimensions, strict=True)])
    return "tidak ada" if place is None else dimensions[place].title
