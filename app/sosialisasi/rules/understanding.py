"""What a check asks, when it takes answers, and what of its results may be shown. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from app.base import suppression
from app.base.errors import RuleBroken, WrongField
from app.exams import analysis
from app.exams.analysis import Gain
from app.sosialisasi.models import CheckStatus, Phase, UnderstandingCheck

FEWEST_ITEMS, MOST_ITEMS = 3, 10
FEWEST_OPTIONS, MOST_OPTIONS = 2, 5
LONGEST_TEXT, LONGEST_OPTION = 300, 200
# How many days after the round the check still takes answers, unless it is closed before.
OPEN_DAYS = 3
TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
PHASES = {CheckStatus.BEFORE: Phase.BEFORE, CheckStatus.AFTER: Phase.AFTER}


class Refused(RuleBroken):
    """A form that cannot be taken as it is; the page comes back with what was chosen."""

    status = 422
    heading = "Belum bisa dikirim"


class NotOpen(RuleBroken):
    heading = "Pemahaman belum atau tidak lagi dibuka"


class AlreadyTaken(RuleBroken):
    heading = "Sudah Anda isi"
    message = "Jawaban dari Anda atau perangkat ini sudah dihitung untuk bagian ini. Satu orang dihitung sekali."


class NotNow(RuleBroken):
    pass


@dataclass(frozen=True)
class ItemFacts:
    """A statement with its choices; ``right`` is the place of the right one, counted from 0."""

    text: str
    options: tuple[str, ...]
    right: int | None


def settle_item(facts: ItemFacts) -> ItemFacts:
    """An item as it is kept; raises WrongField at what makes it impossible to answer or to count."""
    if not facts.text:
        raise WrongField("text", "Tulis pernyataan atau pertanyaannya.")
    if len(facts.text) > LONGEST_TEXT:
        raise WrongField("text", f"Paling panjang {LONGEST_TEXT} huruf; sekarang {len(facts.text)}.")
    if not FEWEST_OPTIONS <= len(facts.options) <= MOST_OPTIONS:
        raise WrongField("options", f"Tulis {FEWEST_OPTIONS} sampai {MOST_OPTIONS} pilihan, satu pilihan satu baris.")
    if any(len(one) > LONGEST_OPTION for one in facts.options):
        raise WrongField("options", f"Satu pilihan paling panjang {LONGEST_OPTION} huruf.")
    if len({one.casefold() for one in facts.options}) < len(facts.options):
        raise WrongField("options", "Ada pilihan yang sama. Setiap pilihan harus berbeda.")
    if facts.right is None or not 0 <= facts.right < len(facts.options):
        raise WrongField("right", f"Pilih nomor jawaban yang benar, 1 sampai {len(facts.options)}.")
    return facts


def ensure_may_open(one: UnderstandingCheck, items: int) -> None:
    if one.status != CheckStatus.DRAFT:
        raise NotNow("Pemahaman ini sudah dibuka.")
    if not FEWEST_ITEMS <= items <= MOST_ITEMS:
        raise NotNow(f"Siapkan {FEWEST_ITEMS} sampai {MOST_ITEMS} butir dulu; sekarang ada {items}.")


def ensure_may_edit(one: UnderstandingCheck, *, adding: int = 0, items: int = 0) -> None:
    if one.status != CheckStatus.DRAFT:
        raise NotNow("Butir tidak bisa diubah lagi, karena jawaban sebelum dan sesudah harus atas butir yang sama.")
    if items + adding > MOST_ITEMS:
        raise NotNow(f"Paling banyak {MOST_ITEMS} butir. Hapus satu dulu, lalu tambah lagi.")


def phase_now(one: UnderstandingCheck, at: datetime) -> Phase:
    """Before or after, as the check takes answers now; raises NotOpen where it takes none."""
    if one.status == CheckStatus.DRAFT:
        raise NotOpen("Pemahaman ini belum dibuka. Tunggu aba-aba dari penyelenggara.")
    phase = PHASES.get(CheckStatus(one.status))
    if phase is None or (one.closes_at is not None and at >= one.closes_at):
        raise NotOpen("Waktu mengisi sudah lewat. Yang sudah terkirim tetap dihitung.")
    return phase


def check_replies(options: Mapping[int, int], replies: Mapping[int, str]) -> dict[str, int]:
    """The replies as they are kept: one of the choices for each item, and nothing else.

    ``options`` tells how many choices each item has.
    """
    if not replies.keys() <= options.keys():
        raise Refused("Formulir ini memuat butir dari acara lain. Buka lagi tautannya.")
    missing = sum(not replies.get(number) for number in options)
    if missing:
        raise Refused(f"Masih ada {missing} butir yang belum dijawab.")
    allowed = {number: {str(place) for place in range(count)} for number, count in options.items()}
    if any(replies[number] not in allowed[number] for number in options):
        raise Refused("Ada jawaban di luar pilihannya. Pilih salah satu yang tersedia.")
    return {str(number): int(replies[number]) for number in sorted(options)}


def group_of(unit_path: str, targeted: Mapping[int, int]) -> int | None:
    """The nearest unit from here upwards with at least ten invited people, or None (security N4).

    ``targeted`` tells how many were invited in each unit and below it.
    """
    numbers = [int(number) for number in unit_path.strip("/").split("/") if number]
    return next(
        (one for one in reversed(numbers) if targeted.get(one, 0) >= suppression.MINIMUM_TARGETED),
        None,
    )


def targeted_by_unit(paths: Iterable[str]) -> dict[int, int]:
    """How many of these people stand in each unit or below it."""
    tally: Counter[int] = Counter()
    for path in paths:
        tally.update(int(number) for number in path.strip("/").split("/") if number)
    return dict(tally)


@dataclass(frozen=True)
class Answer:
    """An answer as it is counted."""

    phase: Phase
    unit_id: int | None
    replies: Mapping[str, int]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: how many answered and the share of right answers in percent; hidden, both are None."""

    answers: int | None = None
    share: Decimal | None = None
    passed: Decimal | None = None


@dataclass(frozen=True)
class Comparison:
    """Before and after, and what was gained. ``label`` is an item's text or a unit's name."""

    label: str
    before: Side
    after: Side
    gain: Gain | None = None

    @property
    def is_shown(self) -> bool:
        return self.before.share is not None and self.after.share is not None


@dataclass(frozen=True)
class UnitResult:
    unit_id: int | None
    before: Side
    after: Side
    gain: Gain | None

    @property
    def is_shown(self) -> bool:
        return self.gain is not None


def side_of(answers: Sequence[Answer], rights: Mapping[str, int], pass_mark: int) -> Side:
    """The figures of a group, or nothing where too few answered."""
    if not suppression.may_show(len(answers)):
        return Side()
    scores = [_right(one, rights) for one in answers]
    return Side(
        len(answers),
        _share(sum(scores), len(rights) * len(scores)),
        _share(sum(score * 100 >= pass_mark * len(rights) for score in scores), len(scores)),
    )


def item_share(answers: Sequence[Answer], item: str, right: int) -> Decimal | None:
    """The share of right answers to one item in percent, or None where too few answered."""
    if not suppression.may_show(len(answers)):
        return None
    return _share(sum(one.replies.get(item) == right for one in answers), len(answers))


def gain_of(before: Side, after: Side) -> Gain | None:
    """(post - pre) / (100 - pre) of the two means; None where either is hidden."""
    if before.share is None or after.share is None:
        return None
    return analysis.gain(before.share, after.share)


def by_unit(answers: Sequence[Answer], rights: Mapping[str, int], pass_mark: int) -> tuple[UnitResult, ...]:
    """Each unit's figures. A unit that is too small before or after is hidden in both, and so is the next-smallest
    where it could be had by subtraction from the total."""
    units = sorted({one.unit_id for one in answers}, key=lambda one: (one is None, one or 0))
    sides = {phase: {unit: _of(answers, phase, unit) for unit in units} for phase in Phase}
    out = _hidden_units(sides)
    return tuple(_unit_result(unit, sides, out, rights, pass_mark) for unit in units)


def _of(answers: Sequence[Answer], phase: Phase, unit_id: int | None) -> list[Answer]:
    return [one for one in answers if one.phase == phase and one.unit_id == unit_id]


def _hidden_units(sides: Mapping[Phase, Mapping[int | None, Sequence[Answer]]]) -> set[str]:
    """Which units to leave out, by name: hidden on one side they are hidden on the other."""
    out: set[str] = set()
    while True:
        before = len(out)
        for groups in sides.values():
            counts = {str(unit): (0 if str(unit) in out else len(members)) for unit, members in groups.items()}
            total = sum(len(members) for members in groups.values())
            published = suppression.Sum("semua", tuple(counts))
            hidden = suppression.hidden({**counts, "semua": max(total, suppression.MINIMUM)}, [published])
            out |= set(hidden) - {"semua"}
        if len(out) == before:
            return out


def _unit_result(
    unit: int | None,
    sides: Mapping[Phase, Mapping[int | None, Sequence[Answer]]],
    out: set[str],
    rights: Mapping[str, int],
    pass_mark: int,
) -> UnitResult:
    if str(unit) in out:
        return UnitResult(unit, Side(), Side(), None)
    before, after = (side_of(sides[phase][unit], rights, pass_mark) for phase in (Phase.BEFORE, Phase.AFTER))
    return UnitResult(unit, before, after, gain_of(before, after))


def _right(one: Answer, rights: Mapping[str, int]) -> int:
    return sum(one.replies.get(item) == right for item, right in rights.items())


def _share(part: int, whole: int) -> Decimal:
    return (HUNDRED * part / whole).quantize(TENTH, ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal | None:
    """The mean to two places, or None of nothing."""
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(analysis.CENT, ROUND_HALF_UP)
