"""Working out what a wave found: one pass over the answers, what may be told decided with it, and only that kept.

The worker does it while the wave closes. Run again it replaces what it made, so it may be killed at any instant.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Table, delete, func, insert, select

from app.base.database import db
from app.organisation.models import OrgUnit
from app.surveys.models import (
    FigureKind,
    NamedAnswer,
    NodeKind,
    SurveyAnswer,
    SurveyFigure,
    SurveyGroup,
    SurveyNode,
    SurveyWave,
    WaveMode,
)
from app.surveys.queries.plans import plan_of
from app.surveys.queries.stored import figures_by_node, place_of, targeted_by_node
from app.surveys.rules import comparing
from app.surveys.rules.between import between_units
from app.surveys.rules.figures import Figure
from app.surveys.rules.plans import Plan
from app.surveys.rules.tree import Group, Node, nodes
from app.surveys.services import texts

AT_ONCE = 20_000
ROWS_AT_ONCE = 5_000
_PLACES = Decimal("0.000000001")
Progress = Callable[[int, int], None]
Subject = tuple[FigureKind, int]
Changes = Mapping[tuple[int, Subject], dict[str, Any]]


def summarise(wave_id: int, progress: Progress) -> None:
    """Work out the figures of a wave whose answers were rewritten, with what may be told of them (security N6).

    ``progress(done, total)`` commits. Ends the same when run twice.
    """
    from app.surveys.services.composing import compose  # numpy: only the worker summarises
    from app.surveys.services.counting import Tally

    wave = db.session.get_one(SurveyWave, wave_id)
    texts.take_apart(wave)
    plan, groups = plan_of(wave_id), _groups(wave_id)
    tree = nodes(groups)
    tally = Tally(plan, len(groups))
    total, done = _count(wave), 0
    places = {group.id: place for place, group in enumerate(groups)}
    for chunk in _chunks(wave):
        tally.add([places[row.group_id] for row in chunk], (row.marks for row in chunk))
        done += len(chunk)
        progress(done, total + 1)
    summary = compose(plan, tree, tally, wave.minimum_group)
    _forget(wave_id)
    targeted = [sum(groups[place].targeted for place in node.groups) for node in tree]
    favourable = [_favourable(plan, found) for found in summary.figures]
    told = [place not in summary.silent for place in range(len(tree))]
    names = _names(tree)
    rows = [
        {
            "government_id": wave.government_id,
            "wave_id": wave_id,
            "unit_id": node.unit_id if node.unit_id in names else None,
            "kind": node.kind,
            "unit_path": node.path,
            "name": _name(node, names, groups),
            "above": _above(node, tree, names),
            "level": node.level,
            "is_shown": told[place],
            "targeted": targeted[place] if told[place] else None,
            "done": summary.done[place] if told[place] else None,
            "favourable": exact(favourable[place]),
        }
        for place, node in enumerate(tree)
    ]
    stored = _stored(wave_id, rows)
    found = {row.id: figures for row, figures in zip(stored, _beside_units(tree, summary.figures), strict=True)}
    changes = _changes(wave, plan, stored, found)
    _keep(wave, stored, list(summary.hidden), found, changes)
    progress(total + 1, total + 1)


def _groups(wave_id: int) -> list[Group]:
    statement = select(SurveyGroup.id, SurveyGroup.unit_path, SurveyGroup.name, SurveyGroup.targeted)
    found = db.session.execute(statement.where(SurveyGroup.wave_id == wave_id).order_by(SurveyGroup.id))
    return [Group(*row) for row in found]


def _model(wave: SurveyWave) -> tuple[Any, Any]:
    """Where the answers of a wave stand, and the key they are read along."""
    if wave.mode == WaveMode.NAMED:
        return NamedAnswer, NamedAnswer.employee_id
    return SurveyAnswer, SurveyAnswer.key


def _count(wave: SurveyWave) -> int:
    model, key = _model(wave)
    return db.session.execute(select(func.count(key)).where(model.wave_id == wave.id)).scalar_one()


def _chunks(wave: SurveyWave) -> Iterator[Sequence[Any]]:
    """Answers along their key, so many at a time, so that memory does not grow with them."""
    model, key = _model(wave)
    statement = select(key.label("key"), model.group_id, model.marks).where(model.wave_id == wave.id)
    last: Any = None
    while True:
        ahead = statement if last is None else statement.where(key > last)
        rows = db.session.execute(ahead.order_by(key).limit(AT_ONCE)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].key


def _forget(wave_id: int) -> None:
    for model in (SurveyFigure, SurveyNode):
        statement = delete(model).where(model.wave_id == wave_id)
        db.session.execute(statement.execution_options(synchronize_session=False))


def _stored(wave_id: int, rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Keep the nodes; returns them with their numbers, in the order given."""
    if rows:
        db.session.execute(insert(cast("Table", SurveyNode.__table__)), rows)
    statement = select(
        SurveyNode.id,
        SurveyNode.kind,
        SurveyNode.unit_path,
        SurveyNode.is_shown,
        SurveyNode.done,
        SurveyNode.targeted,
    ).where(SurveyNode.wave_id == wave_id)
    found = {(row.kind, row.unit_path): row for row in db.session.execute(statement)}
    return [found[row["kind"], row["unit_path"]] for row in rows]


def _names(tree: Sequence[Node]) -> dict[int, str]:
    """Units as they were called when the groups were made; those above groups as they are called now."""
    numbers = {int(one) for node in tree for one in node.path.split("/") if one}
    statement = select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(numbers))
    return {row.id: row.name for row in db.session.execute(statement)}


def _name(node: Node, names: Mapping[int, str], groups: Sequence[Group]) -> str:
    own = next((groups[place].name for place in node.groups if groups[place].path == node.path), "")
    if node.kind == NodeKind.WHOLE:
        return "Semua yang ditanya"
    name = own or names.get(node.unit_id or 0, "Unit yang sudah dihapus")
    return f"Langsung di {name}"[:200] if node.kind == NodeKind.OWN else name


def _above(node: Node, tree: Sequence[Node], names: Mapping[int, str]) -> str:
    """The unit above, unless that is everybody asked."""
    parts = node.path.strip("/").split("/")
    if node.kind != NodeKind.UNIT or len(parts) < 2 or len(parts) - 1 <= tree[0].path.strip("/").count("/") + 1:
        return ""
    return names.get(int(parts[-2]), "")


def _beside_units(tree: Sequence[Node], figures: Sequence[Sequence[Figure]]) -> list[list[Figure]]:
    """The figures, each with how far the units below it differ in it."""
    between = between_units([node.parent for node in tree], figures)

    def completed(place: int, one: Figure) -> Figure:
        beside = between.get((place, (one.kind, one.subject_id)))
        return one if beside is None else replace(one, details={**one.details, "between": beside})

    return [[completed(place, one) for one in found] for place, found in enumerate(figures)]


def _favourable(plan: Plan, found: Sequence[Figure]) -> float | None:
    """The mean share of what speaks for the change, over the dimensions of readiness that may be told."""
    version = plan.elements or next((one for one in plan.versions if one.is_good and one.dimensions), None)
    if version is None:
        return None
    ids = {one.id for one in version.dimensions}
    shares = [
        one.favourable
        for one in found
        if one.kind == FigureKind.DIMENSION and one.subject_id in ids and one.favourable is not None
    ]
    return sum(shares) / len(shares) if len(shares) == len(ids) else None


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(_PLACES)


def _changes(wave: SurveyWave, plan: Plan, rows: Sequence[Any], found: Mapping[int, Sequence[Figure]]) -> Changes:
    """Every figure beside the same of the wave before at the same unit, where both may be told."""
    if wave.previous_id is None:
        return {}
    matched = comparing.pairs(plan_of(wave.previous_id), plan).found
    earlier, asked = figures_by_node(wave.previous_id), targeted_by_node(wave.previous_id)
    beside: dict[tuple[int, Subject], comparing.Beside] = {}
    for row in rows:
        place = place_of(row.kind, row.unit_path)
        there = earlier.get(place, {})
        for one in found[row.id]:
            pair = matched.get((one.kind, one.subject_id))
            before = there.get((one.kind, pair.before)) if pair is not None else None
            if before is not None and pair is not None:
                targeted = (asked.get(place), row.targeted)
                beside[row.id, (one.kind, one.subject_id)] = comparing.Beside(before, one, pair.likeness, targeted)
    return comparing.all_changes(beside)


def _keep(
    wave: SurveyWave,
    rows: Sequence[Any],
    subjects: Sequence[Subject],
    found: Mapping[int, Sequence[Figure]],
    changes: Changes,
) -> None:
    """Every subject at every node with answers: its figure, or only that it may not be told."""
    made = []
    for row in rows:
        told = {(one.kind, one.subject_id): one for one in found[row.id]}
        for subject in subjects if row.is_shown and row.done else ():
            empty = {"node_id": row.id, "kind": subject[0], "subject_id": subject[1], "wave_id": wave.id}
            made.append(empty | _columns(told.get(subject), changes.get((row.id, subject))))
    table = cast("Table", SurveyFigure.__table__)
    for start in range(0, len(made), ROWS_AT_ONCE):
        part = [one | {"government_id": wave.government_id} for one in made[start : start + ROWS_AT_ONCE]]
        db.session.execute(insert(table), part)


def _columns(one: Figure | None, change: dict[str, Any] | None) -> dict[str, Any]:
    if one is None:
        one = replace(_NOTHING)
        n, is_shown = None, False
    else:
        n, is_shown = one.n, True
    return {
        "is_shown": is_shown,
        "n": n,
        "mean": exact(one.mean),
        "sd": exact(one.sd),
        "low": exact(one.interval.low) if one.interval else None,
        "high": exact(one.interval.high) if one.interval else None,
        "favourable": exact(one.favourable),
        "details": dict(one.details),
        "change": change,
    }


_NOTHING = Figure(FigureKind.ITEM, 0, 0)
