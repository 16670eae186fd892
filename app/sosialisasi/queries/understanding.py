"""Reading checks of understanding; answers are read only here, and only after closing."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.access.visitor import Reach
from app.base.database import db
from app.exams.analysis import Gain
from app.organisation.models import OrgUnit
from app.organisation.queries.directory import within
from app.sosialisasi.models import (
    CheckStatus,
    Invitation,
    Phase,
    Sosialisasi,
    SosialisasiRound,
    UnderstandingAnswer,
    UnderstandingCheck,
    UnderstandingItem,
    UnderstandingParticipation,
)
from app.sosialisasi.rules import understanding as rules
from app.sosialisasi.rules.understanding import Comparison, Side

OPEN = (CheckStatus.BEFORE, CheckStatus.AFTER)
WITHOUT_UNIT = "Tamu dan yang unitnya tidak dicatat"


@dataclass(frozen=True)
class UnderstandingResult:
    """What may be shown of a closed check. Below the minimum on both sides there is nothing but the reason."""

    before: Side
    after: Side
    gain: Gain | None
    items: tuple[Comparison, ...]
    units: tuple[Comparison, ...]
    pass_mark: int

    @property
    def is_shown(self) -> bool:
        return self.before.share is not None or self.after.share is not None


def check_of(round_id: int) -> UnderstandingCheck | None:
    statement = select(UnderstandingCheck).where(UnderstandingCheck.round_id == round_id)
    return db.session.execute(statement).scalar_one_or_none()


def by_id(check_id: int) -> UnderstandingCheck:
    return db.session.execute(select(UnderstandingCheck).where(UnderstandingCheck.id == check_id)).scalar_one()


def items(check_id: int) -> list[UnderstandingItem]:
    statement = (
        select(UnderstandingItem)
        .where(UnderstandingItem.check_id == check_id)
        .order_by(UnderstandingItem.sort_order, UnderstandingItem.id)
    )
    return list(db.session.execute(statement).scalars())


def managed_item(reach: Reach, item_id: int) -> tuple[UnderstandingItem, UnderstandingCheck]:
    """An item of a check of a unit within reach, and its check."""
    statement = (
        select(UnderstandingItem, UnderstandingCheck)
        .join(UnderstandingCheck, UnderstandingCheck.id == UnderstandingItem.check_id)
        .join(SosialisasiRound, SosialisasiRound.id == UnderstandingCheck.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .join(OrgUnit, OrgUnit.id == Sosialisasi.unit_id)
        .where(UnderstandingItem.id == item_id, within(reach))
    )
    item, check = db.session.execute(statement).one()
    return item, check


def has_taken(check_id: int, taker: str) -> bool:
    statement = select(UnderstandingParticipation.taker).where(
        UnderstandingParticipation.check_id == check_id, UnderstandingParticipation.taker == taker
    )
    return db.session.execute(statement).scalar_one_or_none() is not None


def group_of(round_id: int, employee_id: int) -> int | None:
    """The unit beside an answer: never finer than ten invited people, as they were frozen with the invitations."""
    statement = select(Invitation.employee_id, Invitation.unit_path).where(Invitation.round_id == round_id)
    paths = {row.employee_id: row.unit_path for row in db.session.execute(statement)}
    return rules.group_of(paths.get(employee_id, ""), rules.targeted_by_unit(paths.values()))


def due(at: datetime) -> list[tuple[int, int]]:
    """(government, check) whose time is over."""
    rows = db.session.execute(
        select(UnderstandingCheck.government_id, UnderstandingCheck.id)
        .where(UnderstandingCheck.status.in_(OPEN), UnderstandingCheck.closes_at <= at)
        .order_by(UnderstandingCheck.closes_at)
        .limit(100)
    )
    return [(row.government_id, row.id) for row in rows]


def unfinished() -> list[UnderstandingCheck]:
    """Checks whose answers have not been rewritten yet, everywhere."""
    unread = (*OPEN, CheckStatus.CLOSING)
    statement = select(UnderstandingCheck).where(UnderstandingCheck.status.in_(unread)).order_by(UnderstandingCheck.id)
    return list(db.session.execute(statement).scalars())


def result(check_id: int) -> UnderstandingResult | None:
    """What may be shown, and None before the check is closed and rewritten."""
    found = by_id(check_id)
    if found.status != CheckStatus.CLOSED:
        return None
    asked = items(check_id)
    rights = {str(one.id): one.right for one in asked}
    answers = _answers(check_id)
    sides = {phase: [one for one in answers if one.phase == phase] for phase in Phase}
    before, after = (rules.side_of(sides[phase], rights, found.pass_mark) for phase in (Phase.BEFORE, Phase.AFTER))
    return UnderstandingResult(
        before,
        after,
        rules.gain_of(before, after),
        tuple(_of_item(one, sides) for one in asked),
        _by_unit(answers, rights, found.pass_mark),
        found.pass_mark,
    )


def result_of_round(round_id: int) -> UnderstandingResult | None:
    """The result of a round's check, for the hall and the report; None where there is none to show yet."""
    found = check_of(round_id)
    return result(found.id) if found else None


def gain_of_initiative(initiative_id: int) -> tuple[Decimal | None, int]:
    """The mean gain over the closed checks of an initiative that may be shown, and how many they are."""
    statement = (
        select(UnderstandingCheck.id)
        .join(SosialisasiRound, SosialisasiRound.id == UnderstandingCheck.round_id)
        .join(Sosialisasi, Sosialisasi.id == SosialisasiRound.sosialisasi_id)
        .where(Sosialisasi.initiative_id == initiative_id, UnderstandingCheck.status == CheckStatus.CLOSED)
        .order_by(UnderstandingCheck.id)
        .limit(100)
    )
    found = [result(number) for number in db.session.execute(statement).scalars()]
    gains = [one.gain.value for one in found if one and one.gain and one.gain.value is not None]
    return rules.mean(gains), len(gains)


def _answers(check_id: int) -> list[rules.Answer]:
    answer = UnderstandingAnswer
    statement = select(answer.phase, answer.unit_id, answer.replies).where(answer.check_id == check_id)
    return [rules.Answer(Phase(row.phase), row.unit_id, row.replies) for row in db.session.execute(statement)]


def _of_item(item: UnderstandingItem, sides: dict[Phase, list[rules.Answer]]) -> Comparison:
    before, after = (
        Side(share=rules.item_share(sides[phase], str(item.id), item.right)) for phase in (Phase.BEFORE, Phase.AFTER)
    )
    return Comparison(item.text, before, after, rules.gain_of(before, after))


def _by_unit(answers: list[rules.Answer], rights: dict[str, int], pass_mark: int) -> tuple[Comparison, ...]:
    found = rules.by_unit(answers, rights, pass_mark)
    names = _unit_names([one.unit_id for one in found if one.unit_id is not None])
    told = [Comparison(names.get(one.unit_id or 0, WITHOUT_UNIT), one.before, one.after, one.gain) for one in found]
    return tuple(sorted(told, key=lambda one: (one.label == WITHOUT_UNIT, one.label)))


def _unit_names(unit_ids: list[int]) -> dict[int, str]:
    rows: Any = db.session.execute(select(OrgUnit.id, OrgUnit.name).where(OrgUnit.id.in_(unit_ids)))
    return {row.id: row.name for row in rows}
