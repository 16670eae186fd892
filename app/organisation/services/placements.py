"""Who holds which post. The person is locked first, so that nobody gets two definitive posts at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.base.wording import plain_date
from app.organisation import labels, rules
from app.organisation import queries as organisation
from app.organisation.models import Employee, Placement, PlacementKind, Position
from app.organisation.queries import carrying, positions, staff
from app.organisation.services.directory import refresh_directory


def place(employee_id: int, position: Position, *, on: date, by: Actor) -> Placement:
    """Put somebody definitively into a post from a day on; the post they held until then ends that day.

    It ends with their leaving where that is written down ahead. Raises Overlapping where a definitive placement begins
    that day or later already.
    """
    employee = lock(organisation.employee(employee_id))
    _ensure_serves(employee, on)
    rules.ensure_covers(position.starts_on, position.ends_on, on, what=f"Jabatan {position.title}")
    former = [one for one in staff.placements_lasting(employee_id, on) if one.kind == PlacementKind.DEFINITIVE]
    later = next((one for one in former if one.starts_on >= on), None)
    if later is not None:
        raise rules.Overlapping(
            f"Pegawai ini sudah punya penempatan definitif mulai {plain_date(later.starts_on)}. "
            "Seorang pegawai hanya boleh punya satu jabatan definitif pada satu waktu. Akhiri dulu yang itu, "
            "atau pilih tanggal lain."
        )
    for one in former:
        one.ends_on = on
        audit.record("organisation.placement.ended", one, by=by, on=on.isoformat(), employee=employee_id)
    db.session.flush()
    return _begin(employee, position, PlacementKind.DEFINITIVE, (on, None), by=by)


def stand_in(
    employee_id: int, position: Position, kind: PlacementKind, *, on: date, until: date | None, by: Actor
) -> Placement:
    """Let somebody stand in for a post (Plt where it is vacant, Plh where its holder is away), until a day or open."""
    employee = lock(organisation.employee(employee_id))
    _ensure_serves(employee, on, until)
    rules.ensure_covers(position.starts_on, position.ends_on, on, what=f"Jabatan {position.title}")
    if until is not None and until <= on:
        raise rules.Overlapping("Hari terakhir harus sesudah hari pertama.")
    for one in staff.placements_lasting(employee_id, on):
        if one.position_id == position.id and rules.overlap((on, until), (one.starts_on, one.ends_on)):
            words = labels.PLACEMENTS[PlacementKind(one.kind)]
            raise rules.Overlapping(f"Pegawai ini sudah tercatat di jabatan itu pada hari-hari itu ({words}).")
    return _begin(employee, position, kind, (on, until), by=by)


def end_placement(placement: Placement, *, on: date, by: Actor) -> None:
    """Let a placement end on a day; what would have gone on in successors of the post is taken back."""
    lock(organisation.employee(placement.employee_id))
    placement = lock(placement)
    if on <= placement.starts_on:
        raise rules.Overlapping(
            f"Penempatan ini baru mulai {plain_date(placement.starts_on)}. Pilih tanggal sesudahnya."
        )
    if placement.ends_on is not None and placement.ends_on <= on:
        raise rules.Overlapping(f"Penempatan ini sudah berakhir {plain_date(placement.ends_on)}.")
    for one in staff.continuations(placement):
        db.session.delete(one)
    placement.ends_on = on
    audit.record("organisation.placement.ended", placement, by=by, on=on.isoformat(), employee=placement.employee_id)
    refresh_directory([placement.employee_id])


def correct_placement(placement: Placement, *, on: date, until: date | None, by: Actor) -> Placement:
    """Mend the days of a placement that was written down wrongly, as if they had always been so.

    Raises Overlapping where somebody would have two definitive posts on a day.
    """
    whole = _held(placement)
    first, last = whole[0], whole[-1]
    before = (first.starts_on, last.ends_on)
    if (on, until) == before:
        return placement
    if until is not None and until <= on:
        raise rules.Overlapping("Hari terakhir harus sesudah hari pertama.")
    employee = organisation.employee(first.employee_id)
    if until is None:
        _ensure_active(employee.active)
    _ensure_over_by_leaving(employee, on, until)
    position = positions.position(first.position_id)
    rules.ensure_covers(position.starts_on, position.ends_on, on, what=f"Jabatan {position.title}")
    _ensure_apart(whole, placement.kind, on, until)
    mended = _write(placement.employee_id, position, PlacementKind(placement.kind), (on, until), instead_of=whole)
    told = {"starts_on": _plain(on), "ends_on": _plain(until)}
    was = {"starts_on": _plain(before[0]), "ends_on": _plain(before[1])}
    audit.record("organisation.placement.corrected", mended, by=by, employee=mended.employee_id, before=was, after=told)
    refresh_directory([mended.employee_id])
    return mended


def withdraw_placement(placement: Placement, *, reopen: bool, by: Actor) -> None:
    """Take back a placement that should never have been written down.

    ``reopen``: the definitive post that ended on its first day goes on, as it would have without it.
    """
    whole = _held(placement)
    former = staff.ended_for(whole[0]) if reopen else None
    for one in whole:
        db.session.delete(one)
    db.session.flush()
    audit.record(
        "organisation.placement.withdrawn",
        placement,
        by=by,
        employee=placement.employee_id,
        position=placement.position_id,
        on=whole[0].starts_on.isoformat(),
        reopened=former.id if former else None,
    )
    if former is not None:
        correct_placement(former, on=_held(former)[0].starts_on, until=whole[-1].ends_on, by=by)
    refresh_directory([placement.employee_id])


def end_all(employee_id: int, *, on: date, by: Actor) -> dict[str, str | None]:
    """Let everything somebody holds end on a day, as they leave; returns what would have ended when without it.

    Raises RuleBroken where a placement begins on that day or later.
    """
    lasting = staff.placements_lasting(employee_id, on)
    held = [one for one in lasting if one.starts_on < on]
    going_on = {one.id: staff.continuations(one) for one in held}
    carried = {part.id for parts in going_on.values() for part in parts}
    later = next((one for one in lasting if one.starts_on >= on and one.id not in carried), None)
    if later is not None:
        raise RuleBroken(
            f"Pegawai ini punya penempatan yang mulai {plain_date(later.starts_on)}. "
            "Pilih tanggal sesudahnya, atau akhiri dulu penempatan itu."
        )
    ended = {}
    for one in held:
        ended[str(one.id)] = _plain(staff.span_of(one)[1])
        for part in going_on[one.id]:
            db.session.delete(part)
        one.ends_on = on
        audit.record("organisation.placement.ended", one, by=by, on=on.isoformat(), employee=employee_id)
    db.session.flush()
    return ended


def let_go_on(employee_id: int, ended: Mapping[str, str | None], *, cut_on: date, by: Actor) -> None:
    """Let placements that a leaving cut short end when they would have; what was ended otherwise since stays so."""
    for number, until in ended.items():
        placement = staff.placement_if_there(employee_id, int(number))
        if placement is not None and staff.span_of(placement)[1] == cut_on:
            first = staff.span_of(placement)[0]
            correct_placement(placement, on=first, until=date.fromisoformat(until) if until else None, by=by)


def _held(placement: Placement) -> list[Placement]:
    """Everything a placement is told as, from its first post on, with its person locked."""
    lock(organisation.employee(placement.employee_id))
    placement = lock(placement)
    before = staff.continued_from(placement)
    return [*before, placement, *staff.continuations(placement)]


def _ensure_apart(whole: Sequence[Placement], kind: str, on: date, until: date | None) -> None:
    mine = {one.id for one in whole}
    for one in staff.placements_lasting(whole[0].employee_id, on):
        if one.id in mine or not rules.overlap((on, until), (one.starts_on, one.ends_on)):
            continue
        end = f" sampai sebelum {plain_date(one.ends_on)}" if one.ends_on else ""
        span = f"mulai {plain_date(one.starts_on)}{end}"
        if kind == one.kind == PlacementKind.DEFINITIVE:
            raise rules.Overlapping(
                f"Bertumpuk dengan penempatan definitif lain {span}. Seorang pegawai hanya boleh punya satu jabatan "
                "definitif pada satu waktu. Perbaiki dulu yang itu, atau pilih tanggal lain."
            )
        if one.position_id in {part.position_id for part in whole}:
            raise rules.Overlapping(f"Pegawai ini sudah tercatat di jabatan itu {span}.")


def _plain(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _begin(
    employee: Employee, position: Position, kind: PlacementKind, span: tuple[date, date | None], *, by: Actor
) -> Placement:
    """A new placement, with its line on the trail; without an end of its own it ends with a leaving ahead."""
    on, until = span[0], span[1] or employee.leaves_on
    first = _write(employee.id, position, kind, (on, until))
    if until != span[1]:
        employee.cut_short = {**(employee.cut_short or {}), str(first.id): None}
    audit.record(
        "organisation.placement.created",
        first,
        by=by,
        employee=employee.id,
        position=position.id,
        kind=str(kind),
        on=on.isoformat(),
        until=_plain(until),
    )
    refresh_directory([employee.id])
    return first


def _write(
    employee_id: int,
    position: Position,
    kind: PlacementKind,
    span: tuple[date, date | None],
    *,
    instead_of: Sequence[Placement] = (),
) -> Placement:
    """Write a placement, going on in the successors of the post where it ends before the placement does.

    Rows of ``instead_of`` that fit are kept and changed; the others go.
    """
    pieces = list(_pieces(position, span))
    wanted = {position_id for position_id, _first, _end in pieces}
    kept = {one.position_id: one for one in instead_of if one.position_id in wanted}
    for one in instead_of:
        if one.position_id not in wanted:
            db.session.delete(one)
    for position_id, starts_on, ends_on in pieces:
        if position_id in kept:
            kept[position_id].starts_on, kept[position_id].ends_on = starts_on, ends_on
    db.session.flush()  # before what is new: nobody has two open definitive posts even for a moment
    for position_id, starts_on, ends_on in pieces:
        if position_id not in kept:
            kept[position_id] = Placement(
                employee_id=employee_id, position_id=position_id, kind=kind, starts_on=starts_on, ends_on=ends_on
            )
            db.session.add(kept[position_id])
    db.session.flush()
    return kept[pieces[0][0]]


def _pieces(position: Position, span: tuple[date, date | None]) -> Iterator[tuple[int, date, date | None]]:
    """A stretch cut where the post is succeeded: (post, first day, end)."""
    starts_on, until = span
    here: Position | None = position
    while here is not None:
        ends_on = _earlier(until, here.ends_on)
        yield here.id, starts_on, ends_on
        here = carrying.successor_of(here.id) if ends_on is not None and ends_on != until else None
        starts_on = ends_on or starts_on


def _earlier(first: date | None, second: date | None) -> date | None:
    days = [day for day in (first, second) if day is not None]
    return min(days) if days else None


def _ensure_serves(employee: Employee, on: date, until: date | None = None) -> None:
    """Somebody is placed while they serve: they have not left, and will not have left by then."""
    _ensure_active(employee.active)
    leaves_on = employee.leaves_on
    if leaves_on is not None and on >= leaves_on:
        raise rules.Overlapping(
            f"Pegawai ini berhenti per {plain_date(leaves_on)}, jadi tidak bisa ditempatkan mulai {plain_date(on)}. "
            "Pilih tanggal sebelumnya, atau batalkan dulu rencana berhentinya dari berkasnya."
        )
    if until is not None:
        _ensure_over_by_leaving(employee, on, until)


def _ensure_over_by_leaving(employee: Employee, on: date, until: date | None) -> None:
    leaves_on = employee.leaves_on
    if leaves_on is None or not employee.active or (on < leaves_on and until is not None and until <= leaves_on):
        return
    raise rules.Overlapping(
        f"Pegawai ini berhenti per {plain_date(leaves_on)}, jadi penempatannya berakhir paling lambat hari itu. "
        "Isi tanggal itu atau sebelumnya, atau batalkan dulu rencana berhentinya dari berkasnya."
    )


def _ensure_active(active: bool) -> None:
    if not active:
        raise rules.Overlapping("Pegawai ini sudah tidak aktif, jadi tidak bisa ditempatkan.")
