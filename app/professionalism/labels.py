"""Indonesian words for the index: dimensions, what counted, and what would raise it.

«Kompetensi» in the index means courses taken, so every page calls it the history of trainings.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from app.base import wording
from app.competency.rules.bands import Band
from app.organisation.models import EmployeeKind
from app.professionalism.models import Dimension, PostKind, SanctionLevel, YearStatus
from app.professionalism.rules.estimate import Line, State, Why
from app.professionalism.rules.table import NO_SANCTION, Criterion

DIMENSIONS = {
    Dimension.QUALIFICATION: "Kualifikasi (pendidikan)",
    Dimension.TRAINING: "Kompetensi (riwayat pelatihan)",
    Dimension.PERFORMANCE: "Kinerja",
    Dimension.DISCIPLINE: "Disiplin",
}
KINDS = {EmployeeKind.PNS.value: "PNS", EmployeeKind.PPPK.value: "PPPK"}
POSTS = {
    PostKind.STRUCTURAL: "Jabatan struktural",
    PostKind.FUNCTIONAL: "Jabatan fungsional",
    PostKind.EXECUTIVE: "Jabatan pelaksana",
}
EDUCATION = {
    "sd": "SD",
    "sltp": "SLTP",
    "slta": "SLTA",
    "d1": "D-I",
    "d2": "D-II",
    "d3": "D-III",
    "d4": "D-IV",
    "s1": "S-1",
    "s2": "S-2",
    "s3": "S-3",
}
CRITERIA = {
    Criterion.LEADERSHIP: "Pelatihan kepemimpinan sesuai jenjang",
    Criterion.FUNCTIONAL: "Pelatihan fungsional",
    Criterion.TECHNICAL: "Pelatihan teknis",
    Criterion.SEMINAR: "Seminar atau sejenisnya",
}
SANCTION_LEVELS = {
    SanctionLevel.LIGHT: "Ringan",
    SanctionLevel.MEDIUM: "Sedang",
    SanctionLevel.SEVERE: "Berat",
}
SANCTIONS = {NO_SANCTION: "Tidak pernah"} | {str(level): words for level, words in SANCTION_LEVELS.items()}
STATUSES = {
    YearStatus.OPEN: ("Berjalan", "info"),
    YearStatus.CLOSING: ("Sedang ditutup", "wait"),
    YearStatus.CLOSED: ("Tahun ditutup", ""),
}
FLAGS = {
    "jumlah": "Bagian nilai resmi tidak sesuai jumlahnya",
    "beda": "Perkiraan berbeda dari nilai resmi",
    "predikat": "Predikat tidak ada dalam tabel nilai",
    "tanpa": "Belum ada nilai resmi",
    "belum": "Ada yang belum diketahui",
}
NOTICE = "Ini perkiraan dari data di Penata, bukan nilai resmi. Nilai resmi dihitung BKN."


def figure(value: Decimal | None) -> str:
    """15, 22,5 or 78,25; a dash where there is nothing to tell."""
    return "–" if value is None else wording.number(value)


def version(table_name: str) -> str:
    """How every figure is marked."""
    return f"perkiraan, {table_name}" if table_name else "perkiraan"


def value_or_range(low: Decimal, high: Decimal) -> str:
    """85, or 60–85 while something is not known."""
    return figure(low) if low == high else f"{figure(low)}–{figure(high)}"


def band(one: Band) -> str:
    """Di atas 80 sampai 90"""
    low = f"{'dari' if one.lower_in else 'di atas'} {figure(one.lower)}"
    return f"{low} sampai {'' if one.upper_in else 'di bawah '}{figure(one.upper)}"


def title(line: Line) -> str:
    """What a line is about."""
    if line.dimension is Dimension.TRAINING and line.criterion in set(Criterion):
        return CRITERIA[Criterion(line.criterion)]
    return DIMENSIONS[line.dimension]


def points(line: Line) -> str:
    """22,5 dari 22,5"""
    return f"{value_or_range(line.low, line.high)} dari {figure(line.most)}"


def counted(line: Line) -> str:
    """What counted, or why nothing did, in a sentence."""
    return _COUNTED[line.dimension](line)


def rising(line: Line) -> str:
    """What would raise the index: "Naik 15 bila …"; empty where nothing would."""
    if not line.rise:
        return ""
    what = _RISING[line.dimension](line)
    return f"Naik {'sampai ' if line.state is State.UNKNOWN else ''}{figure(line.rise)} bila {what}." if what else ""


def _day(text: str) -> str:
    return wording.plain_date(date.fromisoformat(text))


def _education(line: Line) -> str:
    if line.why is Why.BLANK:
        return "Belum diketahui: tingkat pendidikan belum tercatat."
    if line.why is Why.UNREADABLE:
        return f"Belum diketahui: «{line.facts['level']}» tidak ada dalam tabel. Minta BKPSDM memeriksanya."
    return f"Pendidikan tercatat {EDUCATION[line.facts['level']]}."


def _education_up(line: Line) -> str:
    if line.state is State.UNKNOWN:
        return "tingkat pendidikan tercatat benar di data kepegawaian"
    return f"ijazah {EDUCATION[line.facts['next']]} tercatat di data kepegawaian"


def _asked(line: Line) -> str:
    """20 JP dalam 1 tahun terakhir"""
    hours, years = Decimal(line.facts.get("hours", "0")), int(line.facts.get("years", "0"))
    parts = [f"{figure(hours)} JP" if hours else "", f"dalam {years} tahun terakhir" if years else ""]
    return " ".join(one for one in parts if one)


def _training(line: Line) -> str:
    facts = line.facts
    if str(line.why) in _WHY_TRAINING:
        return _WHY_TRAINING[str(line.why)](line)
    if line.state is State.COUNTED:
        hours = Decimal(facts.get("hours", "0"))
        gathered = f", {figure(Decimal(facts['gathered']))} JP" if hours else ""
        return f"«{facts['title']}», selesai {_day(facts['on'])}{gathered}."
    asked = _asked(line)
    return f"Belum ada yang tercatat{f' ({asked})' if asked else ''}."


_WHY_TRAINING: dict[str, Callable[[Line], str]] = {
    str(Why.NO_POST): lambda _line: "Belum diketahui: belum punya jabatan definitif, jadi barisnya belum bisa dipilih.",
    str(Why.NO_HISTORY): lambda _line: "Belum diketahui: belum ada riwayat pelatihan yang sudah diperiksa.",
    str(Why.NO_NAMES): lambda _line: "Belum diketahui: tabel ini tidak menyebut pelatihan untuk jenjang jabatan ini.",
    str(Why.NOT_NAMED): lambda line: (
        f"Belum diketahui: «{line.facts['title']}» tidak menyebut jenjangnya. Minta BKPSDM memeriksanya."
    ),
    str(Why.OTHER_ECHELON): lambda line: f"«{line.facts['title']}» untuk jenjang lain, jadi tidak dihitung.",
    str(Why.TOO_FEW): lambda line: (
        f"Baru {figure(Decimal(line.facts['gathered']))} dari {_asked(line) or figure(line.most)}."
    ),
    str(Why.WAITING): lambda line: f"«{line.facts['title']}» masih menunggu diperiksa BKPSDM.",
}


def _training_up(line: Line) -> str:
    if line.why is Why.NO_POST:
        return "jabatan definitif tercatat dan pelatihannya lengkap"
    if line.why is Why.WAITING:
        return f"klaim «{line.facts['title']}» diterima"
    if line.why is Why.NO_NAMES:
        return "BKPSDM melengkapi tabel untuk jenjang ini"
    what = CRITERIA[Criterion(line.criterion)].lower()
    if line.facts.get("wanted"):
        what = f"pelatihan kepemimpinan jenjang Anda ({line.facts['wanted']})"
    asked = _asked(line)
    return f"{what}{f' {asked}' if asked else ''} tercatat dan sudah diperiksa"


def _performance(line: Line) -> str:
    facts = line.facts
    if line.why is Why.BLANK:
        return f"Belum diketahui: penilaian kinerja {facts['year']} belum tercatat."
    if line.why is Why.UNREADABLE:
        return f"Belum diketahui: predikat «{facts['predicate']}» tidak ada dalam tabel. BKPSDM diminta memeriksanya."
    what = f"Nilai kinerja {facts['year']}: {figure(Decimal(facts['value']))}" if "value" in facts else ""
    return f"{what or 'Predikat kinerja ' + facts['year'] + ': ' + facts['predicate']}."


def _performance_up(line: Line) -> str:
    facts = line.facts
    if line.state is State.UNKNOWN:
        return f"penilaian kinerja {facts['year']} tercatat dan dikenal tabel"
    if "value" in facts:
        return f"nilai kinerja {'paling sedikit' if facts['from'] else 'di atas'} {figure(Decimal(facts['next']))}"
    return f"predikat kinerja {facts['next']}"


def _discipline(line: Line) -> str:
    facts = line.facts
    if line.state is State.UNKNOWN:
        return "Belum diketahui: BKPSDM belum menyatakan daftar hukuman disiplin lengkap."
    if "level" not in facts:
        return f"Tidak ada hukuman disiplin dalam {facts['years']} tahun terakhir."
    return f"Hukuman disiplin {SANCTIONS[facts['level']].lower()}, keputusan {_day(facts['on'])}."


def _discipline_up(line: Line) -> str:
    if line.state is State.UNKNOWN:
        return "daftar hukuman disiplin dinyatakan lengkap"
    return f"tidak ada hukuman lain sampai {_day(line.facts['until'])}"


_COUNTED: dict[Dimension, Callable[[Line], str]] = {
    Dimension.QUALIFICATION: _education,
    Dimension.TRAINING: _training,
    Dimension.PERFORMANCE: _performance,
    Dimension.DISCIPLINE: _discipline,
}
_RISING: dict[Dimension, Callable[[Line], str]] = {
    Dimension.QUALIFICATION: _education_up,
    Dimension.TRAINING: _training_up,
    Dimension.PERFORMANCE: _performance_up,
    Dimension.DISCIPLINE: _discipline_up,
}
