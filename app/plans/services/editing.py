"""Editing the activities of a draft; every change can be undone."""

from collections.abc import Sequence
from dataclasses import fields

from app.access.visitor import Actor
from app.base.database import db
from app.base.errors import WrongField
from app.plans.facts import LineFacts, ManyFacts
from app.plans.models import CostPer, LineStatus, PlanLine, PlanLinePerson
from app.plans.queries import plans as queries
from app.plans.queries.plans import PlanPage
from app.plans.rules import grouping, states
from app.plans.services import changing
from app.plans.services.changing import Before
from app.training.queries import programmes


def add(page: PlanPage, facts: LineFacts, *, by: Actor) -> PlanLine:
    """An activity by hand; people are added afterwards."""
    plan = changing.hold(page)
    states.ensure_room(queries.count_lines(plan.id) + 1)
    _ensure_sound(facts)
    line = PlanLine(plan_id=plan.id, people=0, version=1)
    _write(line, facts)
    db.session.add(line)
    db.session.flush()
    line.root_id = line.id
    before = Before(plan, f"{line.title} ditambahkan", by=by)
    before.made_line(line)
    before.done()
    return line


def change(page: PlanPage, line: PlanLine, facts: LineFacts, *, version: int, by: Actor) -> PlanLine:
    """Raises StaleVersion where somebody else was faster, and WrongField at what cannot be."""
    plan = changing.hold(page)
    before = Before(plan, f"{line.title} diubah", by=by)
    line = before.line(line, version=version)
    _ensure_planned(line)
    _ensure_sound(facts)
    _ensure_seats(line.people, facts)
    _write(line, facts)
    before.done()
    return line


def _write(line: PlanLine, facts: LineFacts) -> None:
    for one in fields(facts):
        setattr(line, one.name, getattr(facts, one.name))


def _ensure_sound(facts: LineFacts) -> None:
    if facts.level_from is not None and facts.level_to is not None and facts.level_to <= facts.level_from:
        raise WrongField("level_to", "Level yang dituju harus di atas level sekarang.")
    if facts.programme_id is not None:
        programme = programmes.programme(facts.programme_id)
        if programme.archived_at is not None:
            raise WrongField("programme_id", "Program ini sudah diarsipkan. Pilih program lain, atau tulis nama baru.")


def _ensure_seats(people: int, facts: LineFacts) -> None:
    if facts.classes * facts.seats < people:
        raise WrongField(
            "seats",
            f"{facts.classes} kelas berisi {facts.seats} kursi belum cukup untuk {people} orang. "
            "Tambah kelas atau kursinya, atau keluarkan sebagian peserta.",
        )


def _ensure_planned(line: PlanLine) -> None:
    if line.status != LineStatus.PLANNED:
        raise states.NotNow("Kegiatan ini sudah dicoret atau digabung. Pulihkan dulu sebelum diubah.")


def change_many(page: PlanPage, lines: Sequence[PlanLine], facts: ManyFacts, *, by: Actor) -> int:
    """Set the same for several activities at once; what is None stays as it is. A cost is for each participant."""
    given = {one.name: getattr(facts, one.name) for one in fields(facts) if getattr(facts, one.name) is not None}
    if not lines:
        raise WrongField("lines", "Centang dulu kegiatan yang akan diubah.")
    if not given:
        raise WrongField("lines", "Isi paling sedikit satu hal yang akan diubah pada kegiatan yang dicentang.")
    plan = changing.hold(page)
    before = Before(plan, f"{len(lines)} kegiatan diubah sekaligus", by=by)
    for one in lines:
        line = before.line(one)
        _ensure_planned(line)
        for name, value in given.items():
            setattr(line, name, value)
        if facts.cost is not None:
            line.cost_per = CostPer.PERSON
    before.done()
    return len(lines)


def drop(page: PlanPage, line: PlanLine, reason: str, *, by: Actor) -> None:
    """Cross an activity out, with the reason; it stays on the sheet and can be put back."""
    plan = changing.hold(page)
    before = Before(plan, f"{line.title} dicoret", by=by)
    line = before.line(line)
    _ensure_planned(line)
    line.status, line.drop_reason = LineStatus.DROPPED, reason
    before.done()


def restore(page: PlanPage, line: PlanLine, *, by: Actor) -> None:
    plan = changing.hold(page)
    before = Before(plan, f"{line.title} dipulihkan", by=by)
    line = before.line(line)
    line.status, line.drop_reason = LineStatus.PLANNED, ""
    changing.recount(line, plan.class_size)
    before.done()


def merge(page: PlanPage, line: PlanLine, into: PlanLine, *, by: Actor) -> PlanLine:
    """Put everybody of one activity into another, which is held with the classes it then takes.

    Who is in both stays once. The emptied one is kept, as merged.
    """
    if line.id == into.id:
        raise WrongField("into", "Pilih kegiatan lain sebagai tujuan.")
    plan = changing.hold(page)
    before = Before(plan, f"{line.title} digabung ke {into.title}", by=by)
    line, into = before.line(line), before.line(into)
    _ensure_planned(line)
    _ensure_planned(into)
    _move(queries.everybody_in(line.id), into, before)
    line.status, line.drop_reason = LineStatus.MERGED, f"Digabung ke {into.title}."[:500]
    _widen(into, line)
    for one in (line, into):
        changing.recount(one, plan.class_size)
    before.done()
    return into


def _widen(into: PlanLine, line: PlanLine) -> None:
    """Together they begin at the lower level, and belong to no single tier where they differ."""
    if into.tier != line.tier:
        into.tier = ""
    if into.competency_id == line.competency_id and line.level_from is not None:
        into.level_from = min(into.level_from if into.level_from is not None else line.level_from, line.level_from)


def _move(people: Sequence[PlanLinePerson], into: PlanLine, before: Before) -> int:
    known = {row.employee_id for row in queries.everybody_in(into.id)}
    moving = [row for row in people if row.employee_id not in known]
    for row in moving:
        before.person(row).line_id = into.id
    return len(moving)


def split(page: PlanPage, line: PlanLine, people: Sequence[PlanLinePerson], *, by: Actor) -> PlanLine:
    """The people chosen get an activity of their own, like this one."""
    _ensure_some(people)
    plan = changing.hold(page)
    states.ensure_room(queries.count_lines(plan.id) + 1)
    before = Before(plan, f"{len(people)} orang dipisahkan dari {line.title}", by=by)
    line = before.line(line)
    _ensure_planned(line)
    left_behind = {"id", "root_id", "version", "people"}
    values = {one.key: getattr(line, one.key) for one in PlanLine.__table__.columns if one.key not in left_behind}
    fresh = PlanLine(**values, people=0, version=1)
    db.session.add(fresh)
    db.session.flush()
    fresh.root_id = fresh.id
    before.made_line(fresh)
    _move(people, fresh, before)
    for one in (line, fresh):
        changing.recount(one, plan.class_size)
    before.done()
    return fresh


def move(page: PlanPage, line: PlanLine, people: Sequence[PlanLinePerson], into: PlanLine, *, by: Actor) -> int:
    """Let the people chosen take part in another activity instead; returns how many were not in it already."""
    _ensure_some(people)
    if line.id == into.id:
        raise WrongField("into", "Pilih kegiatan lain sebagai tujuan.")
    plan = changing.hold(page)
    before = Before(plan, f"{len(people)} orang dipindah dari {line.title} ke {into.title}", by=by)
    line, into = before.line(line), before.line(into)
    _ensure_planned(into)
    moved = _move(people, into, before)
    for one in (line, into):
        changing.recount(one, plan.class_size)
    before.done()
    return moved


def leave_out(page: PlanPage, line: PlanLine, people: Sequence[PlanLinePerson], *, out: bool, by: Actor) -> None:
    """Leave the people chosen out, or take them in again."""
    _ensure_some(people)
    plan = changing.hold(page)
    words = "tidak diikutkan pada" if out else "diikutkan lagi pada"
    before = Before(plan, f"{len(people)} orang {words} {line.title}", by=by)
    line = before.line(line)
    for row in people:
        before.person(row).left_out = out
    changing.recount(line, plan.class_size)
    before.done()


def _ensure_some(people: Sequence[PlanLinePerson]) -> None:
    if not people:
        raise WrongField("people", "Centang dulu orangnya.")


def add_people(page: PlanPage, line: PlanLine, units: dict[int, int], *, by: Actor) -> int:
    """Add people by hand, (employee → unit); who is in it already stays once. Returns how many were new."""
    plan = changing.hold(page)
    before = Before(plan, f"Peserta ditambahkan pada {line.title}", by=by)
    line = before.line(line)
    _ensure_planned(line)
    count = put(line, units, before)
    changing.recount(line, plan.class_size)
    before.done()
    return count


def put(line: PlanLine, units: dict[int, int], before: Before) -> int:
    known = {row.employee_id for row in queries.everybody_in(line.id)}
    rows = [
        PlanLinePerson(line_id=line.id, employee_id=employee_id, unit_id=unit_id)
        for employee_id, unit_id in sorted(units.items())
        if employee_id not in known
    ]
    db.session.add_all(rows)
    db.session.flush()
    before.made_people(rows)
    return len(rows)


def usual_month() -> int:
    return grouping.FIRST_MONTH
