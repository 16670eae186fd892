"""The reference data this house ships: loaded as dated rows, each with its source. Loading twice changes nothing."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.competency.models import Competency, DevelopmentForm, LearningTarget, TierRequirement

FOLDER = Path(__file__).parent / "data"
# When the rules these files carry came into force; a later rule is a later row.
FORMS_FROM = date(2019, 1, 1)
LEVELS_FROM = date(2017, 1, 1)
TARGETS_FROM = date(2017, 4, 7)
TARGETS = {"pns": ("annual_target_pns", False), "cpns": ("annual_target_pns", False), "pppk": ("annual_cap_pppk", True)}


def load() -> None:
    """Bring forms, competencies, tier defaults and yearly targets into the database."""
    _load_forms()
    _load_competencies()
    _load_targets()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _load_forms() -> None:
    known = {one.code: one for one in db.session.execute(select(DevelopmentForm)).scalars()}
    for row in _rows("development_forms.csv"):
        form = known.get(row["code"])
        if form is not None and form.international_bonus_pct is None:
            _add_international(form, row)
        if form is None:
            db.session.add(
                DevelopmentForm(
                    code=row["code"],
                    name=row["name_id"],
                    mode=row["mode"],
                    jp_rule=row["jp_rule"],
                    jp_per_unit=_decimal(row["jp_per_unit_national"]),
                    jp_per_unit_international=_decimal(row["jp_per_unit_international"]),
                    international_bonus_pct=_decimal(row["international_bonus_pct"]) or Decimal(0),
                    cap_value=_decimal(row["cap_value"]),
                    cap_period=row["cap_period"],
                    valid_from=FORMS_FROM,
                    source=row["source"],
                )
            )


def _add_international(form: DevelopmentForm, row: dict[str, str]) -> None:
    """What a form that was loaded before these figures existed still lacks."""
    form.jp_per_unit_international = _decimal(row["jp_per_unit_international"])
    form.international_bonus_pct = _decimal(row["international_bonus_pct"]) or Decimal(0)


def _load_competencies() -> None:
    known = {row.code: row.id for row in db.session.execute(select(Competency.code, Competency.id))}
    for row in _rows("competency_dictionary.csv"):
        if row["code"] not in known:
            competency = Competency(
                code=row["code"],
                group=row["competency_group"],
                name=row["name_id"],
                sort_order=int(row["sort_order"]),
                source=row["source"],
            )
            db.session.add(competency)
            db.session.flush()
            known[row["code"]] = competency.id
    _load_tiers(known)


def _load_tiers(competency_ids: dict[str, int]) -> None:
    known = db.session.execute(select(TierRequirement.tier, TierRequirement.competency_id))
    there = {(row.tier, row.competency_id) for row in known}
    for row in _rows("competency_requirements_by_tier.csv"):
        key = (row["position_tier_code"], competency_ids[row["competency_code"]])
        if key not in there:
            db.session.add(
                TierRequirement(
                    tier=key[0],
                    competency_id=key[1],
                    level=int(row["required_level"]),
                    valid_from=LEVELS_FROM,
                    source=row["source"],
                )
            )


def _load_targets() -> None:
    settings = {row["key"]: row for row in _rows("jp_settings.csv")}
    known = set(db.session.execute(select(LearningTarget.employee_kind)).scalars())
    for kind, (key, is_ceiling) in TARGETS.items():
        if kind not in known:
            db.session.add(
                LearningTarget(
                    employee_kind=kind,
                    lesson_hours=Decimal(settings[key]["value"]),
                    is_ceiling=is_ceiling,
                    valid_from=TARGETS_FROM,
                    source=settings[key]["source"],
                )
            )
