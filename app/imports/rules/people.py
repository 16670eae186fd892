"""Employees, the export of SIASN, and placements."""

from datetime import date
from typing import Any

from app.base.wording import bare_name
from app.imports.rules import cells
from app.imports.rules.former import ended_before, position_then, unit_then
from app.imports.rules.plan import EMPLOYEE, KIND_CHANGE, PLACEMENT, POSITION, UNIT, Book, Plan, Record, Row
from app.organisation.models import EmployeeKind, PlacementKind, PositionTier

DEFINITIVE = PlacementKind.DEFINITIVE.value
ELSEWHERE = "NIP ini sudah terdaftar di pemerintah daerah lain dalam instalasi ini. Hubungi admin instalasi."
_BLANK: Record = {
    "name": "",
    "sort_name": "",
    "kind": "",
    "rank": "",
    "rank_from": None,
    "cpns_from": None,
    "legal_status": "",
    "education_level": "",
    "education": "",
    "siasn_id": "",
    "email": "",
    "active": True,
    "leaves_on": None,
    "leaving_reason": "",
    "leaving_note": "",
    "version": 1,
}
_MANAGERIAL = (
    PositionTier.JPT_UTAMA,
    PositionTier.JPT_MADYA,
    PositionTier.JPT_PRATAMA,
    PositionTier.ADMINISTRATOR,
    PositionTier.PENGAWAS,
)
_ORDER = {tier.value: order for order, tier in enumerate(_MANAGERIAL)}
_short = {longest: cells.short(longest) for longest in (40, 80, 150, 200)}


def plan_employees(plan: Plan, table: Any, columns: list[str]) -> None:
    for row in plan.rows(table, columns):
        before = plan.mark()
        number, known, values = _employee(plan, row)
        if row.is_good:
            _write_employee(plan, row, number, known, values)
        plan.settle(row, before, is_new=known is None)


def plan_siasn(plan: Plan, table: Any, columns: list[str]) -> None:
    """Employees with the post they hold now; posts that are missing are made, units only when asked for."""
    posts = _Posts(plan)
    for row in plan.rows(table, columns):
        before = plan.mark()
        number, known, values = _employee(plan, row)
        wanted = posts.read(row, known, values)
        if row.is_good and wanted is not None:
            posts.check(row, known, wanted)
        if row.is_good:
            employee = _write_employee(plan, row, number, known, values)
            if wanted is not None:
                posts.place(row, employee, wanted)
        plan.settle(row, before, is_new=known is None)
    posts.finish()


def plan_placements(plan: Plan, table: Any, columns: list[str]) -> None:
    for row in plan.rows(table, columns):
        before = plan.mark()
        employee = _known_employee(plan.book, row)
        starts_on, ends_on = row.needed("starts_on", cells.day), row.value("ends_on", cells.day)
        position = _post_then(plan.book, row, starts_on or plan.book.today)
        kind = row.value("placement_kind", cells.placement_kind) or DEFINITIVE
        if row.is_good and ends_on is not None and ends_on <= starts_on:
            row.refuse("ends_on", "Selesai menjabat harus sesudah mulai menjabat.")
        elif row.is_good and position is not None and (over := ended_before(position, ends_on)):
            row.refuse("ends_on", over)
        added = False
        if row.is_good and position is not None:
            added = _placed(plan, row, employee, position, kind=kind, starts_on=starts_on, ends_on=ends_on)
        plan.settle(row, before, is_new=added)


def _post_then(book: Book, row: Row, day: date) -> Record | None:
    """The post a row names, as it was on the day somebody began in it."""
    unit = row.needed("unit", lambda text: unit_then(book, text, day))
    if unit is None:
        return None
    found: Record | None = row.needed("title", lambda title: position_then(book, unit, title, day))
    return found


def _known_employee(book: Book, row: Row) -> Record:
    number = row.needed("nip", cells.nip)
    found = book.employees.get(number or "")
    if number and found is None:
        row.refuse("nip", ELSEWHERE if number in book.foreign else unknown_employee(number))
    return found or {}


def unknown_employee(number: str) -> str:
    if len(number) != 18:
        return f"NIP harus 18 angka. Sekarang {len(number)}."
    return "Belum ada pegawai dengan NIP ini. Impor pegawainya lebih dulu."


def _employee(plan: Plan, row: Row) -> tuple[str, Record | None, Record]:
    """The NIP, who has it already, and what the row says of them: only what it says."""
    book = plan.book
    number = row.needed("nip", cells.nip) or ""
    known = book.employees.get(number)
    kind = _kind(row, number, known)
    values: Record = {"kind": kind}
    if number:
        _check_nip(plan, row, number, kind)
    _read_name(row, known, values)
    for key, read in (("rank_from", cells.day), ("cpns_from", cells.day), ("email", cells.email)):
        _read(row, values, key, read)
    _read(row, values, "rank", cells.rank, kind)
    for key, longest in (("legal_status", 80), ("education", 150), ("siasn_id", 40)):
        _read(row, values, key, _short[longest])
    _read(row, values, "education_level", cells.school)
    if values.get("legal_status"):
        values["active"] = cells.serves(values["legal_status"])
    sex = row.value("sex", cells.sex)
    if sex and len(number) == 18 and number[14] != sex:
        row.doubt("sex", "Jenis kelamin ini tidak cocok dengan angka ke-15 NIP.")
    return number, known, values


def _read(row: Row, values: Record, key: str, read: Any, *more: Any) -> None:
    found = row.value(key, read, *more)
    if found is not None:
        values[key] = found


def _kind(row: Row, number: str, known: Record | None) -> str:
    """What the row says; else what is known; else what the number looks like: a PPPK's has no month."""
    said = cells.optional(row.text("kind"))
    status = row.text("cpns_status")
    if said or status:
        try:
            return cells.employee_kind(said, status)
        except cells.Wrong as wrong:
            row.refuse("kind", str(wrong))
    if known is not None:
        return str(known["kind"])
    return EmployeeKind.PNS.value if "01" <= number[12:14] <= "12" else EmployeeKind.PPPK.value


def _check_nip(plan: Plan, row: Row, number: str, kind: str) -> None:
    row.value("nip", lambda _text: cells.ensure_nip(number, kind))
    if number in plan.book.foreign:
        row.refuse("nip", ELSEWHERE)
    plan.is_repeated(row, "nip", number)
    if row.is_good:
        doubt = cells.doubt_about_age(number[:14], kind)
        if doubt:
            row.doubt("nip", doubt)


def _read_name(row: Row, known: Record | None, values: Record) -> None:
    bare = row.needed("name", _short[150])
    if not bare:
        return
    front, back = row.text("front"), row.text("back")
    name = cells.composed(bare, front, back)
    if len(name) > 150:
        row.refuse("name", f"Nama dengan gelar paling banyak 150 huruf. Sekarang {len(name)}.")
    bare = bare_name(bare)
    if known is not None:
        has_titles = cells.optional(front) or cells.optional(back)
        is_same = cells.same_but_for_capitals(name, known["name"])
        if is_same or (not has_titles and bare == known["sort_name"]):
            return
    values["name"], values["sort_name"] = name, bare


def _write_employee(plan: Plan, row: Row, number: str, known: Record | None, values: Record) -> Record:
    if known is not None:
        kind_before = known["kind"]
        if known["leaves_on"] is not None and values.get("active", known["active"]) != known["active"]:
            values["leaves_on"] = None  # the file knows it otherwise: it is so from today
        if values.get("active") and not known["active"]:
            values |= {"leaving_reason": "", "leaving_note": ""}
        plan.alter(EMPLOYEE, row.number, known["name"], known, **values)
        _note_kind(plan, row, known, kind_before)
        return known
    record = plan.make(EMPLOYEE, row.number, values["name"], _BLANK | {"nip": number} | values)
    plan.book.employees[number] = record
    return record


def _note_kind(plan: Plan, row: Row, known: Record, kind_before: str) -> None:
    """A year with two kinds of employee has two stretches; the workbook does not say when, so it counts from today."""
    if known["kind"] == kind_before or known["id"] in plan.book.kind_changed:
        return
    plan.book.kind_changed.add(known["id"])
    record = {"employee_id": known["id"], "kind_before": kind_before, "on_day": plan.book.today}
    plan.make(KIND_CHANGE, row.number, known["name"], record)


class _Wanted:
    """The post a row of SIASN names."""

    __slots__ = ("starts_on", "tier", "title", "unit")

    def __init__(self, unit: Record | str, title: str, tier: str, starts_on: date | None) -> None:
        self.unit, self.title, self.tier, self.starts_on = unit, title, tier, starts_on


class _Posts:
    """Finding or making the posts of a SIASN export, and placing people in them."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._book = plan, plan.book
        self._fresh: dict[int, Record] = {}
        self._fresh_units: dict[int, Record] = {}
        self._holders: dict[int, int] = {}
        self._rows: dict[int, int] = {}

    def read(self, row: Row, known: Record | None, values: Record) -> _Wanted | None:
        """The post the row asks for; None for whoever serves no longer or has none written."""
        unit = self._unit(row)
        serves = values.get("active", known["active"] if known else True)
        if not serves:
            return None
        title = cells.optional(row.text("title"))
        if not title:
            row.doubt("title", "Nama jabatan kosong, jadi penempatannya tidak diubah.")
            return None
        title = row.value("title", _short[200])
        starts_on = row.value("position_from", cells.day)
        tier = row.value(
            "title",
            lambda text: cells.siasn_tier(row.text("position_type"), row.text("echelon"), text),
        )
        if unit is None or tier is None:
            return None
        return _Wanted(unit, title, tier, starts_on)

    def _unit(self, row: Row) -> Record | str | None:
        text = " ".join(row.text("unit").split())
        if not text:
            row.refuse("unit", "Kolom ini harus diisi.")
            return None
        if self._plan.make_units and not self._book.units_named(text):
            if len(text) > 200:
                row.refuse("unit", f"Paling banyak 200 huruf. Sekarang {len(text)}.")
            return text
        found: Record | None = row.value("unit", self._book.unit)
        return found

    def check(self, row: Row, known: Record | None, wanted: _Wanted) -> None:
        """Refuse what cannot be: no first day, or a post that began before the one already held."""
        held = _open_definitive(self._book, known)
        if held is not None and self._is_it(held, wanted):
            if wanted.starts_on is not None and not _may_start(self._book, held, wanted.starts_on):
                row.refuse("position_from", "TMT ini bertumpuk dengan jabatan sebelumnya.")
            return
        if wanted.starts_on is None:
            row.refuse("position_from", "TMT jabatan harus diisi, karena jabatannya belum tercatat.")
        elif (leaving := _leaving(known)) is not None:
            row.refuse("title", f"{_leaves(leaving)} Jabatan barunya dicatat lewat berkas pegawai.")
        elif known is not None:
            clash = _clash(self._book, known["id"], DEFINITIVE, wanted.starts_on, None)
            if clash:
                row.refuse("position_from", clash)

    def _is_it(self, held: Record, wanted: _Wanted) -> bool:
        if isinstance(wanted.unit, str):
            return False
        return held["position_id"] in self._book.titled(wanted.unit["id"], wanted.title)

    def place(self, row: Row, employee: Record, wanted: _Wanted) -> None:
        unit = self._made_unit(row, wanted) if isinstance(wanted.unit, str) else wanted.unit
        held = _open_definitive(self._book, employee)
        if held is not None and held["position_id"] in self._book.titled(unit["id"], wanted.title):
            if wanted.starts_on is not None:
                self._plan.alter(PLACEMENT, row.number, employee["name"], held, starts_on=wanted.starts_on)
            return
        position = self._position(row, unit, wanted)
        starts_on = wanted.starts_on or self._book.today
        _put(self._plan, row, employee, position, kind=DEFINITIVE, starts_on=starts_on)
        if position["id"] in self._fresh:
            self._holders[position["id"]] = self._holders.get(position["id"], 0) + 1
            position["starts_on"] = min(position["starts_on"], starts_on)
        fresh = self._fresh_units.get(unit["id"])
        if fresh is not None:
            fresh["starts_on"] = min(fresh["starts_on"], starts_on)

    def _made_unit(self, row: Row, wanted: _Wanted) -> Record:
        """A unit of this name below the only top, or a top of its own."""
        name = str(wanted.unit)
        known = self._book.units_named(name)
        if known:
            return self._book.units[known[0]]
        tops = [one for one in self._book.units.values() if one["parent_id"] is None]
        top = tops[0] if len(tops) == 1 else None
        record: Record = {
            "parent_id": top["id"] if top else None,
            "code": "",
            "name": name,
            "kind": "regional_unit",
            "path": "",
            "starts_on": wanted.starts_on or self._book.today,
            "ends_on": None,
            "version": 1,
        }
        self._plan.make(UNIT, row.number, name, record)
        record["path"] = f"{top['path'] if top else '/'}{record['id']}/"
        self._book.know_unit(record)
        self._fresh_units[record["id"]] = record
        return record

    def _position(self, row: Row, unit: Record, wanted: _Wanted) -> Record:
        known = self._book.titled(unit["id"], wanted.title)
        if known:
            return self._book.positions[known[0]]
        record: Record = {
            "unit_id": unit["id"],
            "reports_to_id": None,
            "predecessor_id": None,
            "code": "",
            "title": wanted.title,
            "tier": wanted.tier,
            "grade": None,
            "needed": 1,
            "starts_on": wanted.starts_on or self._book.today,
            "ends_on": None,
            "version": 1,
        }
        self._plan.make(POSITION, row.number, f"{wanted.title}, {unit['name']}"[:200], record)
        self._book.know_position(record)
        self._fresh[record["id"]] = record
        return record

    def finish(self) -> None:
        """Posts that were made answer to the head of their unit, and ask for as many as hold them."""
        heads: dict[int, Record] = {}
        for one in self._book.positions.values():
            order = _ORDER.get(one["tier"])
            if order is not None and order < _ORDER.get(heads.get(one["unit_id"], {}).get("tier", ""), 99):
                heads[one["unit_id"]] = one
        made = []
        for number, record in self._fresh.items():
            record["needed"] = max(1, self._holders.get(number, 1))
            superior = self._superior(record, heads)
            record["reports_to_id"] = superior["id"] if superior else None
            made.append(record)
        order_of = {record["id"]: _ORDER.get(record["tier"], 99) for record in made}
        self._plan.made[POSITION].sort(key=lambda one: order_of.get(one.record["id"], 99))

    def _superior(self, record: Record, heads: dict[int, Record]) -> Record | None:
        """The head of the unit, or of the nearest unit above whose head stands higher."""
        own = _ORDER.get(record["tier"], 99)
        unit = self._book.units.get(record["unit_id"])
        while unit is not None:
            head = heads.get(unit["id"])
            if head is not None and head["id"] != record["id"] and _ORDER[head["tier"]] < own:
                return head
            unit = self._book.units.get(unit["parent_id"] or 0)
        return None


def _open_definitive(book: Book, employee: Record | None) -> Record | None:
    """The post somebody holds without an end, or until a leaving that is written down ahead."""
    held, ends = book.placements.get(employee["id"], []) if employee else [], (None, _leaving(employee))
    return next((one for one in held if one["kind"] == DEFINITIVE and one["ends_on"] in ends), None)


def _leaving(employee: Record | None) -> date | None:
    """The day ahead on which somebody who serves will leave."""
    leaves_on: date | None = employee.get("leaves_on") if employee else None
    return leaves_on if employee and leaves_on is not None and employee["active"] else None


def _leaves(on: date) -> str:
    return f"Pegawai ini berhenti per {on.strftime('%d-%m-%Y')}."


def _may_start(book: Book, held: Record, starts_on: date) -> bool:
    """Whether a placement may begin on another day without touching the ones before it."""
    others = [one for one in book.placements[held["employee_id"]] if one is not held and one["kind"] == DEFINITIVE]
    return all(one["ends_on"] is not None and one["ends_on"] <= starts_on for one in others)


def _overlap(one: Record, starts_on: date, ends_on: date | None) -> bool:
    return (one["ends_on"] is None or one["ends_on"] > starts_on) and (ends_on is None or one["starts_on"] < ends_on)


def _clash(book: Book, employee_id: int, kind: str, starts_on: date, ends_on: date | None) -> str:
    """Why somebody cannot hold a definitive post in this time; an open one that began earlier simply ends."""
    for one in book.placements.get(employee_id, []):
        if one["kind"] != kind or not _overlap(one, starts_on, ends_on):
            continue
        if one["ends_on"] is None and ends_on is None and one["starts_on"] < starts_on:
            continue
        since = one["starts_on"].strftime("%d-%m-%Y")
        post = book.positions.get(one["position_id"]) or book.former.positions.get(one["position_id"], {})
        title = post.get("title", "jabatan lain")
        return f"Pegawai ini sudah tercatat sebagai {title} sejak {since}; dua jabatan definitif tidak bisa bersamaan."
    return ""


def _placed(
    plan: Plan, row: Row, employee: Record, position: Record, *, kind: str, starts_on: date, ends_on: date | None
) -> bool:
    """Place somebody, or mend the end of a placement that is known; returns whether it is a new one."""
    held = plan.book.placements.get(employee["id"], [])
    same = [one for one in held if one["position_id"] == position["id"] and one["kind"] == kind]
    if plan.is_repeated(row, "starts_on", (employee["id"], position["id"], kind, starts_on)):
        return False
    known = next((one for one in same if one["starts_on"] == starts_on), None)
    leaving = _leaving(employee)
    if leaving is not None and _beyond(leaving, starts_on, ends_on, is_known=known is not None):
        row.refuse("ends_on", f"{_leaves(leaving)} Isi selesai menjabat paling lambat hari itu.")
        return False
    if known is not None:
        _mend_end(plan, row, employee, known, ends_on)
        return False
    if kind == DEFINITIVE:
        clash = _clash(plan.book, employee["id"], kind, starts_on, ends_on)
    else:
        others = [one for one in same if _overlap(one, starts_on, ends_on)]
        clash = "Penugasan yang sama sudah tercatat pada tanggal itu." if others else ""
    if clash:
        row.refuse("starts_on", clash)
        return False
    _put(plan, row, employee, position, kind=kind, starts_on=starts_on, ends_on=ends_on)
    return True


def _beyond(leaving: date, starts_on: date, ends_on: date | None, *, is_known: bool) -> bool:
    """Whether a placement would go on after somebody left; what is known keeps its end where none is written."""
    if ends_on is None:
        return not is_known
    return starts_on >= leaving or ends_on > leaving


def _mend_end(plan: Plan, row: Row, employee: Record, known: Record, ends_on: date | None) -> None:
    """A placement that is known ends on the day the row says, unless that would run into the next one."""
    if ends_on is None:
        return
    others = [one for one in plan.book.placements[employee["id"]] if one is not known and one["kind"] == known["kind"]]
    if known["kind"] == DEFINITIVE and any(_overlap(one, known["starts_on"], ends_on) for one in others):
        row.refuse("ends_on", "Sampai tanggal itu pegawai sudah menjabat di tempat lain.")
        return
    plan.alter(PLACEMENT, row.number, employee["name"], known, ends_on=ends_on)


def _put(
    plan: Plan, row: Row, employee: Record, position: Record, *, kind: str, starts_on: date, ends_on: date | None = None
) -> None:
    held = plan.book.placements[employee["id"]]
    if kind == DEFINITIVE and ends_on is None:
        for one in held:
            if one["kind"] == DEFINITIVE and one["ends_on"] is None:
                plan.alter(PLACEMENT, row.number, employee["name"], one, ends_on=starts_on)
    record = {
        "employee_id": employee["id"],
        "position_id": position["id"],
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    about = f"{employee['name']}: {position['title']}"[:200]
    held.append(plan.make(PLACEMENT, row.number, about, record))
