"""Units and posts: trees whose rows may come in any order, and must not bite their own tail."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable
from datetime import date
from typing import Any

from app.imports.rules import cells
from app.imports.rules.former import Span, unit_then
from app.imports.rules.names import normal
from app.imports.rules.plan import POSITION, UNIT, Book, Plan, Record, Row, on_a_circle

LONGEST_PATH = 200
TWINS = "Dua unit di bawah satu induk harus bernama beda, walaupun kodenya beda. Beri nama pembeda, atau sisakan satu."
UNDER_ITSELF = (
    "Induknya bernama sama dengan unit ini. Kosongkan kalau unit ini yang teratas, atau tulis kode unit induknya."
)
ENDED_PARENT = "Unit induknya berakhir menurut berkas ini, sedangkan unit ini tidak. Pilih induk yang masih ada."
TWO_PARENTS = "Ada {} baris dengan nama ini. Tulis kode unit induknya."
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
    parents = _Parents(rows, plan.book)
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


def _parent_text(row: Row) -> str:
    return cells.optional(row.text("parent"))


class _Parents:
    """How a table writes its parents: by name or by code, which may be one unit."""

    def __init__(self, rows: list[Row], book: Book) -> None:
        self._book = book
        self._rows = Counter(normal(row.text("unit")) for row in rows)
        self._codes: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._codes[normal(row.text("unit"))].add(row.text("code").lower())
        self._coded = Counter(code for row in rows if (code := row.text("code").lower()))
        self._under: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            self._under[normal(row.text("unit"))].add(self.spelling(row))

    def spelling(self, row: Row) -> str:
        """A row's parent in one spelling: its code where its name has one."""
        name = normal(_parent_text(row))
        codes = self._codes.get(name)
        if codes is None:
            codes = {self._book.units[one]["code"].lower() for one in self._book.units_named(name)}
        codes = codes - {""}
        return next(iter(codes)) if len(codes) == 1 else name

    def refuse_unclear(self, row: Row) -> None:
        """Refuse a row whose parent may be more than one row of the table, or the row itself, before anything of it
        counts. It looks at the table alone, so the verdict is the same when the table comes again."""
        parent = _parent_text(row)
        if parent and normal(parent) == normal(row.text("unit")):
            row.refuse("parent", UNDER_ITSELF)
        elif parent.lower() not in self._coded and self._unlike(parent) > 1:
            row.refuse("parent", TWO_PARENTS.format(self._unlike(parent)))

    def count(self, unit: str) -> int:
        """Under how many parents the table names a unit."""
        return len(self._under.get(normal(unit), ()))

    def is_alone(self, row: Row) -> bool:
        """Whether no other row speaks of a unit of this name or code."""
        return self._rows[normal(row.text("unit"))] == 1 and self._coded[row.text("code").lower()] <= 1

    def _unlike(self, unit: str) -> int:
        """How many units of this name the table speaks of."""
        return max(self.count(unit), len(self._codes.get(normal(unit), set()) - {""}))


def _find_parents(plan: Plan, nodes: dict[Any, _Node]) -> None:
    by_name, by_code = defaultdict(list), defaultdict(list)
    for key, one in nodes.items():
        by_name[normal(one.values["name"])].append(key)
        if one.values.get("code"):
            by_code[one.values["code"].lower()].append(key)
    for one in nodes.values():
        text = _parent_text(one.row)
        here = by_code.get(text.lower()) or by_name.get(normal(text), [])
        if not one.span.is_over:
            ended = [key for key in here if nodes[key].span.is_over]
            if any(_is_there_today(plan, nodes[key]) for key in ended):
                one.row.refuse("parent", ENDED_PARENT)
                continue
            here = [key for key in here if key not in ended]
        if len(here) > 1:
            one.row.refuse("parent", TWO_PARENTS.format(len(here)))
        elif here:
            one.above = here[0]
        else:
            _find_known_parent(plan, one, text)


def _unit_node(plan: Plan, row: Row, parents: _Parents) -> _Node | None:
    name, code, span = row.needed("unit", _name), row.value("code", _code), Span.of(row, plan.book.today)
    parents.refuse_unclear(row)
    if not row.is_good:
        return None
    known = _unit_meant(plan, row, span, parents)
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
    named = (normal(name), parents.spelling(row), over)
    key = ("id", known["id"]) if known else named
    if plan.is_repeated(row, "unit", named, way_on=TWINS if code else "Sisakan satu saja."):
        return None
    if plan.is_repeated(row, "unit", key) or (code and plan.is_repeated(row, "code", ("code", code.lower(), over))):
        return None
    return _Node(row, key, known, values, span)


def _unit_meant(plan: Plan, row: Row, span: Span, parents: _Parents) -> Record | None:
    name, is_alone = row.text("unit"), parents.is_alone(row)
    if span.is_over:
        known = plan.book.former.unit_like(name, _parent_text(row), span, is_alone=is_alone)
        # What is over ends today's unit only where the table does not speak of both.
        if known is not None or not is_alone:
            return known
    return _known_unit(plan, row, name, row.text("code"), is_named_once=parents.count(name) == 1)


def _say_corrected(row: Row, key: str, before: str, now: str) -> None:
    """A known unit or post under another name is corrected in place, in the past, too: the report says so."""
    if before and normal(before) != normal(now):
        row.doubt(
            key,
            f"Ejaan dikoreksi: «{before}» menjadi «{now}», juga untuk tanggal yang lampau. Kalau namanya berganti "
            "karena peraturan, keluarkan baris ini dan ubah lewat halaman Organisasi, supaya riwayatnya tetap ada.",
        )


def _known_unit(plan: Plan, row: Row, name: str, code: str, *, is_named_once: bool) -> Record | None:
    """The unit a row means: by its code, else by its name, with its parent's where the name alone is not enough.

    Where the table names it under several parents each row means the one under its own, and none moves another's:
    or a row would mean a new unit the first time and an old one the second.
    """
    book = plan.book
    coded = book.unit_coded(code) if code else None
    if coded is not None:
        return book.units[coded]
    found = book.units_named(name)
    parent = _parent_text(row)
    if parent or not is_named_once:
        above = _units_meant(book, parent)
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


def _units_meant(book: Book, parent: str) -> set[int | None]:
    """Whom the cell of the parent may mean; an empty one means the top."""
    return {*book.units_named(parent), book.unit_coded(parent) or 0} if parent else {None}


def _is_there_today(plan: Plan, node: _Node) -> bool:
    return node.known is not None and node.known["id"] in plan.book.units


def _find_known_parent(plan: Plan, node: _Node, text: str) -> None:
    if not text:
        if node.known is None:
            node.values["parent_id"] = None
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
    rows = list(plan.rows(table, columns))
    posts = _Posts(rows)
    for row in rows:
        node = _position_node(plan, row, posts)
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


class _Posts:
    """How often a table names a title in a unit, and each code. Many posts of one title may share one code."""

    def __init__(self, rows: list[Row]) -> None:
        self.coded = Counter(code for row in rows if (code := row.text("code").lower()))
        self._named = Counter(map(self._name, rows))
        self._bare = {self._name(row) for row in rows if not row.text("code")}

    def rows_like(self, row: Row) -> int:
        return self._named[self._name(row)]

    def has_bare(self, row: Row) -> bool:
        """Whether a row of this name has no code."""
        return self._name(row) in self._bare

    @staticmethod
    def _name(row: Row) -> tuple[str, str]:
        return normal(row.text("unit")), normal(row.text("title"))


def _position_node(plan: Plan, row: Row, posts: _Posts) -> _Node | None:
    title, code, span = row.needed("title", _name), row.value("code", _code), Span.of(row, plan.book.today)
    unit = row.needed("unit", _unit_of(plan, span))
    tier = row.needed("tier", cells.tier)
    grade, needed = row.value("grade", cells.whole(1, 17)), row.value("needed", cells.whole(0, 9999))
    if not row.is_good:
        return None
    key = (unit["id"], normal(title), (code or "").lower(), str(span.ends_on) if span.is_over else "")
    if plan.is_repeated(row, "title", key):
        return None
    known = _post_meant(plan, unit, row, span, posts)
    _say_corrected(row, "title", known["title"] if known else "", title)
    values: Record = {"unit_id": unit["id"], "title": title, "tier": tier}
    if known is not None and normal(known["title"]) == normal(title):
        values["title"] = known["title"]
    values |= {name: one for name, one in (("code", code), ("grade", grade), ("needed", needed)) if one is not None}
    values |= _dates(row, known, span, plan.book.today)
    if not row.is_good or (known and plan.is_repeated(row, "title", ("id", known["id"]))):
        return None
    return _Node(row, key, known, values, span)


def _post_meant(plan: Plan, unit: Record, row: Row, span: Span, posts: _Posts) -> Record | None:
    is_alone = posts.rows_like(row) == 1
    if span.is_over:
        code = None if is_alone else row.text("code").lower()
        known = plan.book.former.position_like(unit["id"], row.text("title"), span, code=code)
        if known is not None or not is_alone:
            return known
    return _known_position(plan, unit, row, posts)


def _known_position(plan: Plan, unit: Record, row: Row, posts: _Posts) -> Record | None:
    """The post a row means: of this title in its unit, and of its code where several are; else the only one of its
    code, which is corrected. None that another row of the table means better."""
    book, wanted = plan.book, row.text("code").lower()
    there = (book.positions[one] for one in book.titled(unit["id"], row.text("title")))
    beside = [one for one in there if not plan.is_taken(("id", one["id"]))]
    if same := [one for one in beside if one["code"].lower() == wanted]:
        return same[0]
    if not wanted:
        return next((one for one in beside if one["code"].lower() not in posts.coded), None)
    coded = book.positions_coded(wanted) if posts.coded[wanted] == 1 else []
    if len(coded) == 1:
        return book.positions[coded[0]]
    return next((one for one in beside if not one["code"] and not posts.has_bare(row)), None)


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
        if former and former[0] is not node.known:
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
