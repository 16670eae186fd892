"""The reference data this house ships: loaded as dated rows, each with its source in the words people read. Loading
twice changes nothing."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from app.base.database import db
from app.competency.models import Competency, DevelopmentForm, LearningTarget, TierRequirement
from app.competency.models.gaps import CompetencyRule

# The dictionary's definitions in our own words.
DEFINITIONS = {
    "M.1": "Bertindak sesuai nilai dan kode etik instansi, jujur kepada siapa pun, dan menanggung risiko keputusannya.",
    "M.2": "Menjalin hubungan kerja yang baik, membantu rekan, dan menggabungkan tenaga untuk tujuan bersama.",
    "M.3": "Menyampaikan pendapat dengan jelas, lisan dan tertulis, menyimak, dan memastikan pesannya dipahami.",
    "M.4": "Memegang janji sampai tuntas dan menghubungkan rencana dengan hasil sambil melihat risikonya.",
    "M.5": "Menjalankan tugas layanan dengan profesional, terbuka, menurut standar, dan tidak memihak.",
    "M.6": "Terus menambah kemampuan sendiri dan membantu orang lain tumbuh lewat saran dan bimbingan.",
    "M.7": "Menyesuaikan diri dengan keadaan baru, mendukung perubahan, dan menjaganya sampai terlaksana.",
    "M.8": "Memutuskan tepat waktu dan hati-hati setelah menimbang keterangan, pilihan, dan akibatnya.",
    "SK.1": "Menghargai perbedaan, bersikap terbuka, dan merekatkan masyarakat yang beragam.",
}
FOLDER = Path(__file__).parent / "data"
# When the rules these files carry came into force; a later rule is a later row.
FORMS_FROM = date(2019, 1, 1)
LEVELS_FROM = date(2017, 1, 1)
TARGETS_FROM = date(2017, 4, 7)
TARGETS = {"pns": ("annual_target_pns", False), "cpns": ("annual_target_pns", False), "pppk": ("annual_cap_pppk", True)}


def load() -> None:
    """Bring forms, competencies, tier defaults, yearly targets and rules into the database."""
    _load_forms()
    _load_competencies()
    _load_targets()
    _load_rules()


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _load_forms() -> None:
    shipped = select(DevelopmentForm).where(
        DevelopmentForm.government_id.is_(None), DevelopmentForm.valid_from == FORMS_FROM
    )
    known = {one.code: one for one in db.session.execute(shipped).scalars()}
    for row in _rows("development_forms.csv"):
        form = known.get(row["code"])
        if form is not None and form.international_bonus_pct is None:
            _add_international(form, row)
        if form is not None and form.siasn_type is None and row["siasn_type_id"]:
            form.siasn_type = int(row["siasn_type_id"])
        if form is not None:
            form.source = row["source"]
        else:
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
                    siasn_type=int(row["siasn_type_id"]) if row["siasn_type_id"] else None,
                    valid_from=FORMS_FROM,
                    source=row["source"],
                )
            )


def _add_international(form: DevelopmentForm, row: dict[str, str]) -> None:
    """What a form that was loaded before these figures existed still lacks."""
    form.jp_per_unit_international = _decimal(row["jp_per_unit_international"])
    form.international_bonus_pct = _decimal(row["international_bonus_pct"]) or Decimal(0)


def _load_competencies() -> None:
    national = select(Competency).where(Competency.government_id.is_(None))
    known = {one.code: one for one in db.session.execute(national).scalars()}
    titles = _level_titles()
    for row in _rows("competency_dictionary.csv"):
        competency = known.get(row["code"])
        if competency is None:
            competency = Competency(
                code=row["code"],
                group=row["competency_group"],
                name=row["name_id"],
                sort_order=int(row["sort_order"]),
                source=row["source"],
            )
            known[row["code"]] = competency
            db.session.add(competency)
        competency.source = row["source"]
        if not competency.levels:
            competency.levels = titles.get(row["code"], [])
            competency.definition = DEFINITIONS.get(row["code"], "")
    db.session.flush()
    _load_tiers({code: one.id for code, one in known.items()})


def _level_titles() -> dict[str, list[str]]:
    titles: dict[str, list[str]] = {}
    for row in sorted(_rows("competency_levels.csv"), key=lambda one: (one["competency_code"], int(one["level"]))):
        titles.setdefault(row["competency_code"], []).append(row["title_id"])
    return titles


def _load_tiers(competency_ids: dict[str, int]) -> None:
    national = select(TierRequirement).where(
        TierRequirement.government_id.is_(None), TierRequirement.valid_from == LEVELS_FROM
    )
    there = {(one.tier, one.competency_id): one for one in db.session.execute(national).scalars()}
    for row in _rows("competency_requirements_by_tier.csv"):
        key = (row["position_tier_code"], competency_ids[row["competency_code"]])
        if key in there:
            there[key].source = row["source"]
        else:
            db.session.add(
                TierRequirement(
                    tier=key[0],
                    competency_id=key[1],
                    level=int(row["required_level"]),
                    valid_from=LEVELS_FROM,
                    source=row["source"],
                )
            )


def _load_rules() -> None:
    known = set(db.session.execute(select(CompetencyRule.kind).where(CompetencyRule.government_id.is_(None))).scalars())
    for row in json.loads((FOLDER / "competency_rules.json").read_text(encoding="utf-8")):
        if row["kind"] not in known:
            valid_from = date.fromisoformat(row["valid_from"])
            db.session.add(
                CompetencyRule(kind=row["kind"], content=row["content"], valid_from=valid_from, source=row["source"])
            )


def _load_targets() -> None:
    settings = {row["key"]: row for row in _rows("jp_settings.csv")}
    shipped = select(LearningTarget).where(
        LearningTarget.government_id.is_(None), LearningTarget.valid_from == TARGETS_FROM
    )
    known = {one.employee_kind: one for one in db.session.execute(shipped).scalars()}
    for kind, (key, is_ceiling) in TARGETS.items():
        if kind in known:
            known[kind].source = settings[key]["source"]
        else:
            db.session.add(
                LearningTarget(
                    employee_kind=kind,
                    lesson_hours=Decimal(settings[key]["value"]),
                    is_ceiling=is_ceiling,
                    valid_from=TARGETS_FROM,
                    source=settings[key]["source"],
                )
            )
