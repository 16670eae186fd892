"""Results as tables: the same figures as on the pages, and nothing that they do not tell (security N6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.base import wording
from app.surveys import findings, labels
from app.surveys.models import FigureKind, ItemKind, SurveyNode, SurveyWave
from app.surveys.queries.results import NOT_TOLD, Cell, Subject
from app.surveys.rules.columns import CHOSEN, LEFT, NOTHING
from app.surveys.rules.measures import Measures
from app.surveys.rules.plans import ItemPlan, Plan, VersionPlan
from app.surveys.rules.readiness import ELEMENTS, Segment
from app.surveys.rules.standing import Standing

Rows = list[list[Any]]
HEADINGS = (
    "Unit", "Jenis", "Ditanya", "Menjawab", "Bagian", "Instrumen", "Kode", "Isi", "n", "Rata-rata", "Simpangan baku",
    "Rentang bawah", "Rentang atas", "Persen", "Sebelumnya", "Ukuran efek", "p sesudah koreksi", "Bermakna",
    "Persen sebelumnya", "Efek persen (h)", "p persen sesudah koreksi", "Persen bermakna", "Unit dibandingkan",
    "p antarunit", "ICC(1)", "ICC(2)", "Keterangan",
)  # fmt: skip
UNTOLD = "tidak ditampilkan"
_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class Table:
    """What somebody may see of a wave: its nodes with their cells."""

    wave: SurveyWave
    plan: Plan
    nodes: Sequence[SurveyNode]
    cells: Mapping[int, Mapping[Subject, Cell]]
    standings: Mapping[int, Standing]
    measures: Measures


def long_rows(table: Table) -> Iterator[list[Any]]:
    """A line for every subject at every node; what may not be told says so and is empty."""
    for node in table.nodes:
        head = [f"{node.name} ({node.above})" if node.above else node.name, labels.NODES[node.kind], *_counts(node)]
        if not node.is_shown:
            yield [*head, *[None] * (len(HEADINGS) - 5), UNTOLD]
            continue
        for part in _subjects(table, node):
            yield [*head, *part]


def _counts(node: SurveyNode) -> list[Any]:
    return [node.targeted, node.done] if node.is_shown else [UNTOLD, UNTOLD]


def _subjects(table: Table, node: SurveyNode) -> Iterator[list[Any]]:
    cells = table.cells[node.id]
    for version in table.plan.versions:
        for one in version.dimensions:
            cell = cells.get((FigureKind.DIMENSION, one.id), NOT_TOLD)
            yield ["Dimensi", version.title, one.code, one.title, *_figures(cell)]
        for item in version.items:
            if item.kind != ItemKind.TEXT:
                yield from _item(table.wave, version, item, cells.get((FigureKind.ITEM, item.id), NOT_TOLD))
        if version.dimensions:
            cell = cells.get((FigureKind.SCORE, version.id), NOT_TOLD)
            yield ["Nilai keseluruhan (0–100)", version.title, "", "Semua dimensi", *_figures(cell)]
    yield from _classes(table.plan, cells)


def _item(wave: SurveyWave, version: VersionPlan, item: ItemPlan, cell: Cell) -> Iterator[list[Any]]:
    words = findings.statement(item, wave.change_name)
    if item.is_scale:
        yield ["Butir", version.title, item.code, words, *_figures(cell)]
        return
    options = findings.options_of(item, wave.change_name)
    yield from _shares("Pilihan", version.title, item.code, options, cell)


def _classes(plan: Plan, cells: Mapping[Subject, Cell]) -> Iterator[list[Any]]:
    if plan.elements is not None:
        words = [*(one.title for one in plan.elements.by_code(ELEMENTS)), "Tanpa titik hambat"]
        cell = cells.get((FigureKind.BARRIERS, plan.elements.id), NOT_TOLD)
        yield from _shares("Titik hambat pribadi", plan.elements.title, "", words, cell)
    if plan.segmenting is not None:
        words = [labels.SEGMENTS[one] for one in Segment]
        yield from _shares("Sikap", "", "", words, cells.get((FigureKind.SEGMENTS, 0), NOT_TOLD))


def _shares(part: str, title: str, code: str, words: Sequence[str], cell: Cell) -> Iterator[list[Any]]:
    for place, text in enumerate(words):
        share = cell.shares[place] if cell.is_shown and place < len(cell.shares) else None
        told = findings.percent(share, cell.n)
        note = "" if cell.is_shown else UNTOLD
        if told.startswith(("≥", "≤")):
            note = told
        kept = _kept_share(findings.option_kept(cell, place))
        yield [part, title, code, text, cell.n, *[None] * 4, _percent(share), *[None] * 4, *kept, *[None] * 4, note]


def _figures(cell: Cell) -> list[Any]:
    change = cell.change or {}
    note = "" if cell.is_shown else UNTOLD
    if cell.is_unanimous:
        note = "hampir semua sama; angkanya dibatasi"
    return [
        cell.n,
        _four(cell.mean),
        _four(cell.sd),
        _four(cell.low),
        _four(cell.high),
        _percent(cell.favourable),
        _four(change.get("before")),
        _four(change.get("effect")),
        _four(change.get("q")),
        _meaning(change),
        *_kept_share(change.get("favourable")),
        *_between(cell),
        note,
    ]


def _meaning(kept: Mapping[str, Any]) -> str | None:
    if "means_something" not in kept:
        return None
    return "ya" if kept["means_something"] else "tidak"


def _kept_share(kept: Mapping[str, Any] | None) -> list[Any]:
    """A share beside the wave before: what it was, how far it moved, how surely, and whether that means something."""
    kept = kept or {}
    return [_percent(kept.get("before")), _four(kept.get("effect")), _four(kept.get("q")), _meaning(kept)]


def _between(cell: Cell) -> list[Any]:
    """How far the units below differ in it."""
    found = findings.between(cell) or {}
    return [found.get("units"), *(_four(found.get(key)) for key in ("q", "icc1", "icc2"))]


def _four(value: Decimal | float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(_PLACES)


def _percent(share: Decimal | float | None) -> Decimal | None:
    return None if share is None else (Decimal(str(share)) * 100).quantize(Decimal("0.01"))


_COMPARED = (
    "Welch t dengan Hedges g (dimensi), Mann–Whitney (butir), uji dua proporsi dengan koreksi populasi terbatas dan "
    "Cohen h (persen positif dan pilihan), koreksi Benjamini–Hochberg; berubah hanya disebut bila p paling besar 0,05 "
    "dan efek paling kecil 0,2"
)
_BETWEEN = (
    "Welch ANOVA (dimensi) dan Kruskal–Wallis (butir) atas unit yang ditampilkan, koreksi Benjamini–Hochberg; ICC(1) "
    "bagian perbedaan yang ada di antara unit, ICC(2) seberapa rata-rata unit bisa diandalkan"
)
_SMALL = (
    "tidak ditampilkan, begitu pula yang membuatnya bisa dihitung dari selisih; sikap dan titik hambat pribadi dari 10 "
    "jawaban"
)


def method_rows(table: Table) -> Rows:
    """How the figures came about, for the sheet and the last page of the report."""
    wave = table.wave
    alphas = [[f"Keandalan {one.title}", told] for one in table.plan.versions if (told := _alphas(table, one))]
    return [
        ["Cara bertanya", f"{labels.MODES[wave.mode]}; {wording.number(wave.targeted)} orang ditanya"],
        ["Skor dimensi", "Rata-rata jawaban setiap orang yang menjawab separuh butirnya, lalu dirata-rata"],
        ["Butir berbalik", "Dibalik sebelum dihitung"],
        *[[f"Persen positif {one.title}", findings.favourable_words(one)] for one in table.plan.versions],
        ["Rentang", "95 persen, menurut sebaran t"],
        ["Batas galat", "95 persen, dengan koreksi populasi terbatas"],
        ["Perbandingan", _COMPARED],
        ["Antarunit", _BETWEEN],
        ["Kelompok kecil", f"Di bawah {wave.minimum_group} jawaban {_SMALL}"],
        *[
            [f"Keajekan {one.title}", findings.standing_words(table.standings[one.id])]
            for one in table.plan.versions
            if one.dimensions
        ],
        ["Ambang internal", f"{table.measures.told} pada skala 1–5 ({table.measures.title.lower()})"],
        *alphas,
    ]  # fmt: skip


def _alphas(table: Table, version: VersionPlan) -> str:
    """Alpha of each dimension that may be told of everybody shown."""
    cells = table.cells[table.nodes[0].id]
    told = [
        f"{one.title} {findings.alpha(cell)}"
        for one in version.dimensions
        for cell in [cells.get((FigureKind.DIMENSION, one.id), NOT_TOLD)]
        if cell.is_shown and len(one.items) > 1
    ]
    return "; ".join(told)


# --- for statistics programs ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Variable:
    """A column for analysts: a name every program takes, its label, and the words of its values."""

    name: str
    label: str
    values: Mapping[int, str]


def wide_variables(plan: Plan) -> list[Variable]:
    """One line per node: counts, and for each dimension and scale its n, mean, deviation and share."""
    found = [
        Variable("NODE", "Nomor kelompok", {}),
        Variable("UNIT", "Unit", {}),
        Variable("JENIS", "Jenis kelompok", dict(enumerate(labels.NODES.values(), start=1))),
        Variable("TAMPIL", "Boleh ditampilkan", {0: "Tidak ditampilkan", 1: "Ditampilkan"}),
        Variable("DITANYA", "Banyaknya yang ditanya", {}),
        Variable("JAWAB", "Banyaknya yang menjawab", {}),
    ]
    for prefix, subject, title in _measured(plan):
        del subject
        found += [
            Variable(f"{prefix}_N", f"n: {title}", {}),
            Variable(f"{prefix}_M", f"Rata-rata: {title}", {}),
            Variable(f"{prefix}_S", f"Simpangan baku: {title}", {}),
            Variable(f"{prefix}_P", f"Bagian positif: {title}", {}),
        ]
    return found


def _measured(plan: Plan) -> Iterator[tuple[str, Subject, str]]:
    for place, one in enumerate(plan.dimensions, start=1):
        yield f"D{place:02d}", (FigureKind.DIMENSION, one.id), one.title
    for place, item in enumerate((one for one in plan.items if one.is_scale), start=1):
        yield f"B{place:03d}", (FigureKind.ITEM, item.id), item.text


def wide_rows(table: Table) -> Iterator[list[Any]]:
    kinds = list(labels.NODES)
    for node in table.nodes:
        row: list[Any] = [node.id, node.name, kinds.index(node.kind) + 1, int(node.is_shown), node.targeted, node.done]
        for _prefix, subject, _title in _measured(table.plan):
            cell = table.cells[node.id].get(subject, NOT_TOLD)
            row += [cell.n, _four(cell.mean), _four(cell.sd), _four(cell.favourable)]
        yield row


def named_variables(plan: Plan) -> list[Variable]:
    """One line per person of a named wave: an answer for each column, with the words of its values."""
    found = [Variable("NIP", "NIP", {}), Variable("NAMA", "Nama", {}), Variable("UNIT", "Kelompok unit", {})]
    for place, item in enumerate(plan.items, start=1):
        name, words = f"B{place:03d}", item.text
        if item.kind == ItemKind.MULTIPLE:
            found += [
                Variable(f"{name}_{option}", f"{words}: {text}", {0: "Tidak dipilih", 1: "Dipilih"})
                for option, text in enumerate(item.options, start=1)
            ]
        elif item.kind == ItemKind.TEXT:
            found.append(Variable(name, words, {}))
        else:
            found.append(Variable(name, words, dict(enumerate(item.options, start=item.low))))
    return found


def named_row(plan: Plan, person: Sequence[str], marks: bytes, texts: Mapping[str, str]) -> list[Any]:
    """Answers as they were given: nothing is reversed."""
    row: list[Any] = list(person)
    for item in plan.items:
        if item.kind == ItemKind.TEXT:
            row.append(texts.get(str(item.id), ""))
        elif item.kind == ItemKind.MULTIPLE:
            found = marks[item.column : item.column + item.width]
            row += [{NOTHING: None, LEFT: 0, CHOSEN: 1}[one] for one in found]
        else:
            mark = marks[item.column]
            row.append(None if mark == NOTHING else item.low + mark - 1)
    return row


def syntax(file: str, variables: Sequence[Variable]) -> str:
    """The labels as SPSS syntax: run beside the CSV it names."""
    lines = [
        "* Dibuat oleh Penata. Simpan di folder yang sama dengan berkas CSV, lalu jalankan.",
        f"GET DATA /TYPE=TXT /FILE={_quoted(file)} /ENCODING='UTF8' /DELIMITERS=\",\" /QUALIFIER='\"'",
        "  /FIRSTCASE=2 /VARIABLES=",
        *(f"  {one.name} {'A200' if one.name in _TEXTS else 'AUTO'}" for one in variables),
        ".",
        "VARIABLE LABELS",
        *(f"  {one.name} {_quoted(one.label[:250])}" for one in variables),
        ".",
    ]
    for one in variables:
        if one.values:
            lines.append(f"VALUE LABELS {one.name}")
            lines += [f"  {value} {_quoted(text[:120])}" for value, text in one.values.items()]
            lines.append(".")
    return "\r\n".join([*lines, "EXECUTE.", ""])


_TEXTS = frozenset({"UNIT", "NAMA", "NIP"})


def _quoted(text: str) -> str:
    flat = " ".join(text.split()).replace("'", "''")
    return f"'{flat}'"
