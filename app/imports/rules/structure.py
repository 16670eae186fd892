"""Units and posts: trees whose rows may come in any order, and must not bite their own tail."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date
from typing import Any

from app.imports.rules import cells
from app.imports.rules.former import Span, unit_then
from app.imports.rules.names import normal
from app.imports.rules.plan import POSITION, UNIT, Plan, Record, Row, on_a_circle

LONGEST_PATH = 200
TWINS = "Dua unit di bawah satu induk harus bernama beda, walaupun kodenya beda. Beri nama pembeda, atau sisakan satu."
KINDS = {
    "perangkatdaerah": "regional_unit",
    "opd": "regional_unit",
    "dinas": "regional_unit",
    "badan": "regional_unit",
    "sekretariat": "secretariat",
    "bidang": "division",
    "bagian": "division",
    "seksi": "section",
    "subbagian": "section",
    "subbidang": "section",
    "upt": "technical_unit",
    "uptd": "technical_unit",
}
_name = cells.short(200)
_code = cells.short(40)


def unit_kind(text: str) -> str:
    """The kind of a unit by its usual word; another word is kept as it is."""
    word = normal(text).replace(" ", "")
    return KINDS.get(word, text if len(text) <= 40 else text[:40])


class _Node:
    """A row that names a unit or a post, before it is known whether it can stand."""

    __slots__ = ("above", "key", "known", "row", "span", "values")

    def __init__(self, row: Row, key: Any, known: Record | None, values: Record, span: Span) -> None:
        self.row, self.key, self.known, self.values, self.span = row, key, known, values, span
        self.above: Any = None


def _in_order(nodes: dict[Any, _Node]) -> list[_Node]:
    """Those above before those below; whoever is on a circle is refused, and whoever hangs below a refused row."""
    circle = on_a_circle({key: one.above for key, one in nodes.items()})
    for key in circle:
        nodes[key].row.refuse(_above_key(nodes[key]), "Susunannya berputar: baris ini berada di bawah dirinya sendiri.")
    below = defaultdict(list)
    for key, one in nodes.items():
        below[None if key in circle else one.above].append(one)
    ordered: list[_Node] = []
    waiting = deque(below[None])
    while waiting:
        one = waiting.popleft()
        ordered.append(one)
        for child in below[one.key]:
            if not one.row.is_good:
                child.row.refuse(_above_key(child), f"Bergantung pada baris {one.row.number}, yang ditolak.")
            waiting.append(child)
    return ordered


def _above_key(node: _Node) -> str:
    return "parent" if node.row.has("parent") else "superior"


def _unit_of(plan: Plan, span: Span) -> Callable[[str], Record]:
    """How a row's unit is found: today's, or, for what is over, the one of that time."""
    day = span.last_day
    return plan.book.unit if day is None else lambda text: unit_then(plan.book, text, day)


def _dates(row: Row, known: Record | None, span: Span, today: date) -> Record:
    values: Record = {}
    starts_on, ends_on, _is_over = span
    if known is None:
        values["starts_on"], values["ends_on"] = starts_on or today, ends_on
    else:
        values |= {name: one for name, one in (("starts_on", starts_on), ("ends_on", ends_on)) if one is not None}
    begins = values.get("starts_on", known["starts_on"] if known else None)
    ends = values.get("ends_on", known["ends_on"] if known else None)
    if begins and ends and ends <= begins:
        row.refuse("ends_on", "Berlaku sampai harus sesudah berlaku mulai.")
    return values


def plan_units(plan: Plan, table: Any, columns: list[str]) -> None:
    nodes: dict[Any, _Node] = {}
    refused: list[Row] = []
    rows = list(plan.rows(table, columns))
    parents = _parents_named(rows)
    for row in rows:
        node = _unit_node(plan, row, parents)
        if node is None:
            refused.append(row)
        else:
            nodes[node.key] = node
    _find_parents(plan, nodes)
    _close_known_circles(plan, nodes)
    for row in refused:
        plan.settle(row, plan.mark())
    for one in _in_order(nodes):
        before, is_new = plan.mark(), one.known is None
        if one.row.is_good:
            _write_unit(plan, one, nodes)
        plan.settle(one.row, before, is_new=is_new)


def _parents_named(rows: list[Row]) -> dict[str, set[str]]:
    """Under which parents the table itself names a unit."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[normal(row.text("unit"))].add(normal(row.text("parent")))
    return found


def _find_parents(plan: Plan, nodes: dict[Any, _Node]) -> None:
    by_name, by_code = defaultdict(list), dict[str, Any]()
    for key, one in nodes.items():
        by_name[normal(one.values["name"])].append(key)
        if one.values.get("code"):
            by_code[one.values["code"].lower()] = key
    for one in nodes.values():
        _find_parent(plan, one, by_name, by_code)


def _unit_node(plan: Plan, row: Row, parents: dict[str, set[str]]) -> _Node | None:
    name, code, span = row.needed("unit", _name), row.value("code", _code), Span.of(row, plan.book.today)
    if not row.is_good:
        return None
    known = plan.book.former.unit_like(name, row.text("parent"), span) if span.is_over else None
    known = known or _known_unit(plan, row, name, code, is_named_once=len(parents[normal(name)]) == 1)
    if not row.is_good:
        return None
    _say_corrected(row, "unit", known["name"] if known else "", name)
    values: Record = {"name": known["name"] if known and normal(known["name"]) == normal(name) else name}
    if code:
        values["code"] = code
    if kind := row.value("unit_kind", unit_kind):
        values["kind"] = kind
    values |= _dates(row, known, span, plan.book.today)
    # What is over may be named again by what came after it.
    over = str(span.ends_on) if span.is_over else ""
    named = (normal(name), normal(row.text("parent")), over)
    key = ("id", known["id"]) if known else named
    if plan.is_repeated(row, "unit", named, way_on=TWINS if code else "Sisakan satu saja."):
        return None
    if plan.is_repeated(row, "unit", key) or (code and plan.is_repeated(row, "code", ("code", code.lower(), over))):
        return None
    return _Node(row, key, known, values, span)


def _say_corrected(row: Row, key: str, before: str, now: str) -> None:
    """A known unit or post under another name is corrected in place, in the past, too: the report says so."""
    if before and normal(before) != normal(now):
        row.doubt(
            key,
            f"Ejaan dikoreksi: «{before}» menjadi «{now}», juga untuk tanggal yang lampau. Kalau namanya berganti "
            "karena peraturan, keluarkan baris ini dan ubah lewat halaman Organisasi, supaya riwayatnya tetap ada.",
        )


def _known_unit(plan: Plan, row: Row, name: str, code: str | None, *, is_named_once: bool) -> Record | None:
    """The unit a row means: by its code, else by its name, with its parent's where the name alone is not enough.

    Where the table names it under several parents each row means the one under its own, and none moves another's:
    or a row would mean a new unit the first time and an old one the second.
    """
    book = plan.book
    coded = book.unit_coded(code) if code else None
    if coded is not None:
        return book.units[coded]
    found = book.units_named(name)
    parent = row.text("parent")
    if parent:
        above = set(book.units_named(parent)) | {book.unit_coded(parent) or 0}
        beside = [one for one in found if book.units[one]["parent_id"] in above]
        if beside or len(found) > 1 or not is_named_once:
            found = beside
    if len(found) > 1:
        row.refuse("unit", f"Ada {len(found)} unit bernama ini. Isi kode unit, supaya jelas yang mana.")
    if len(found) == 1:
        known = book.units[found[0]]
        # A code that differs speaks of another unit of the same name.
        return None if code and known["code"] and known["code"].lower() != code.lower() else known
    return None


def _find_parent(plan: Plan, node: _Node, by_name: dict[str, list[Any]], by_code: dict[str, Any]) -> None:
    text = cells.optional(node.row.text("parent"))
    if not text:
        if node.known is None:
            node.values["parent_id"] = None
        return
    coded = by_code.get(text.lower())
    here = [coded] if coded else [key for key in by_name.get(normal(text), ()) if key != node.key]
    if len(here) > 1:
        node.row.refuse("parent", f"Ada {len(here)} baris dengan nama ini. Tulis kode unit induknya.")
    elif here:
        node.above = here[0]
    if here:
        return
    found = node.row.value("parent", _unit_of(plan, node.span))
    if found is not None:
        node.values["parent_id"] = found["id"]


def _close_known_circles(plan: Plan, nodes: dict[Any, _Node]) -> None:
    """A unit may not come to stand below one of its own."""
    above: dict[Any, Any] = {one["id"]: one["parent_id"] for one in plan.book.units.values()}
    number = {key: one.known["id"] if one.known else key for key, one in nodes.items()}
    for key, one in nodes.items():
        if one.above is not None:
            above[number[key]] = number[one.above]
        elif "parent_id" in one.values:
            above[number[key]] = one.values["parent_id"]
    circle = on_a_circle(above)
    within = set(on_a_circle({key: one.above for key, one in nodes.items()}))
    for key, one in nodes.items():
        if number[key] in circle and key not in within and one.row.is_good:
            one.row.refuse("parent", "Susunannya berputar: unit ini berada di bawah unitnya sendiri.")


def _write_unit(plan: Plan, node: _Node, nodes: dict[Any, _Node]) -> None:
    values = dict(node.values)
    if node.above is not None:
        values["parent_id"] = _id_of(nodes[node.above])
    parent = plan.book.unit_numbered(values.get("parent_id"))
    if node.known is None:
        record = {"code": "", "kind": "regional_unit" if parent is None else "unit", "path": "", "version": 1} | values
        plan.make(UNIT, node.row.number, values["name"], record)
        record["path"] = f"{parent['path'] if parent else '/'}{record['id']}/"
        if node.span.is_over:
            plan.book.former.know_unit(record, parent)
        else:
            plan.book.know_unit(record)
        node.known = record
        return
    was = node.known["path"]
    if "parent_id" in values and values["parent_id"] != node.known["parent_id"]:
        values["path"] = f"{parent['path'] if parent else '/'}{node.known['id']}/"
    about = node.known["name"]
    plan.alter(UNIT, node.row.number, about, node.known, **values)
    if node.known["path"] != was:
        _move_below(plan, node, was)


def _move_below(plan: Plan, node: _Node, was: str) -> None:
    known = node.known or {}
    for one in list(plan.book.units.values()):
        if one["path"].startswith(was) and one["id"] != known["id"]:
            path = known["path"] + one["path"].removeprefix(was)
            plan.alter(UNIT, node.row.number, one["name"], one, path=path)


def _id_of(node: _Node) -> int:
    return int((node.known or {})["id"])


def plan_positions(plan: Plan, table: Any, columns: list[str]) -> None:
    nodes: dict[Any, _Node] = {}
    refused: list[Row] = []
    for row in plan.rows(table, columns):
        node = _position_node(plan, row)
        if node is None:
            refused.append(row)
        else:
            nodes[node.key] = node
    by_title = defaultdict(list)
    for key in nodes:
        by_title[key[:2]].append(key)
    for one in nodes.values():
        _find_superior(plan, one, by_title)
    _refuse_circles_of_posts(plan, nodes)
    for row in refused:
        plan.settle(row, plan.mark())
    for one in _in_order(nodes):
        before, is_new = plan.mark(), one.known is None
        if one.row.is_good:
            _write_position(plan, one, nodes)
        plan.settle(one.row, before, is_new=is_new)


def _position_node(plan: Plan, row: Row) -> _Node | None:
    title, code, span = row.needed("title", _name), row.value("code", _code), Span.of(row, plan.book.today)
    unit = row.needed("unit", _unit_of(plan, span))
    tier = row.needed("tier", cells.tier)
    grade, needed = row.value("grade", cells.whole(1, 17)), row.value("needed", cells.whole(0, 9999))
    if not row.is_good:
        return None
    known = plan.book.former.position_like(unit["id"], title, span) if span.is_over else None
    known = known or _known_position(plan, unit, title, code)
    _say_corrected(row, "title", known["title"] if known else "", title)
    values: Record = {"unit_id": unit["id"], "title": title, "tier": tier}
    if known is not None and normal(known["title"]) == normal(title):
        values["title"] = known["title"]
    values |= {name: one for name, one in (("code", code), ("grade", grade), ("needed", needed)) if one is not None}
    values |= _dates(row, known, span, plan.book.today)
    key = (unit["id"], normal(title), (code or "").lower(), str(span.ends_on) if span.is_over else "")
    if not row.is_good or plan.is_repeated(row, "title", ("id", known["id"]) if known else key):
        return None
    return _Node(row, key, known, values, span)


def _known_position(plan: Plan, unit: Record, title: str, code: str | None) -> Record | None:
    book = plan.book
    coded = book.position_coded(code) if code else None
    if coded is not None:
        return book.positions[coded]
    found = [book.positions[one] for one in book.titled(unit["id"], title)]
    return next((one for one in found if not (code and one["code"])), None)


def _find_superior(plan: Plan, node: _Node, by_title: dict[Any, list[Any]]) -> None:
    """The post above: in this table or in Penata, in the named unit, else in the own one or the nearest above."""
    text = cells.optional(node.row.text("superior"))
    if not text:
        return
    named = node.row.value("superior_unit", _unit_of(plan, node.span)) if node.row.text("superior_unit") else None
    unit: Record | None = named or plan.book.unit_numbered(node.values["unit_id"])
    while unit is not None:
        here = [key for key in by_title.get((unit["id"], normal(text)), ()) if key != node.key]
        if here:
            node.above = here[0]
            return
        found = plan.book.titled(unit["id"], text)
        if found and (node.known is None or found[0] != node.known["id"]):
            node.values["reports_to_id"] = found[0]
            return
        former = plan.book.former.titled(unit["id"], text) if node.span.is_over else []
        if former:
            node.values["reports_to_id"] = former[0]["id"]
            return
        unit = plan.book.unit_numbered(unit["parent_id"]) if named is None else None
    node.row.refuse("superior", "Jabatan atasan ini belum ada, juga tidak ada di berkas ini.")


def _refuse_circles_of_posts(plan: Plan, nodes: dict[Any, _Node]) -> None:
    """Nobody may be, however far up, their own superior."""
    above: dict[Any, Any] = {one["id"]: one["reports_to_id"] for one in plan.book.positions.values()}
    number = {key: one.known["id"] if one.known else key for key, one in nodes.items()}
    for key, one in nodes.items():
        if one.above is not None:
            above[number[key]] = number[one.above]
        elif "reports_to_id" in one.values:
            above[number[key]] = one.values["reports_to_id"]
    circle = on_a_circle(above)
    within = on_a_circle({key: one.above for key, one in nodes.items()})
    for key, one in nodes.items():
        if number[key] in circle and key not in within and one.row.is_good:
            one.row.refuse("superior", "Susunannya berputar: jabatan ini menjadi atasan bagi atasannya sendiri.")


def _write_position(plan: Plan, node: _Node, nodes: dict[Any, _Node]) -> None:
    values = dict(node.values)
    if node.above is not None:
        values["reports_to_id"] = _id_of(nodes[node.above])
    if node.known is not None:
        plan.alter(POSITION, node.row.number, node.known["title"], node.known, **values)
        return
    blank = {"reports_to_id": None, "predecessor_id": None, "code": "", "grade": None, "needed": 1, "version": 1}
    unit = plan.book.unit_numbered(values["unit_id"]) or {}
    node.known = plan.make(POSITION, node.row.number, f"{values['title']}, {unit['name']}"[:200], blank | values)
    if node.span.is_over:
        plan.book.former.know_position(node.known)
    else:
        plan.book.know_position(node.known)
