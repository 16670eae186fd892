"""Closed waves built straight into the database: an instrument, groups with their answers, and what is worked out.

The opening and the answering by people are tested where they are built; here it is about what comes of the answers.
"""

import random
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select

from app.base.clock import now
from app.base.database import db
from app.organisation.models import OrgUnit
from app.surveys.models import (
    Direction,
    Instrument,
    InstrumentDimension,
    InstrumentItem,
    InstrumentVersion,
    ItemKind,
    NamedAnswer,
    SurveyAnswer,
    SurveyGroup,
    SurveyParticipation,
    SurveyText,
    SurveyWave,
    VersionStatus,
    WaveInstrument,
    WaveMode,
    WaveStatus,
)
from app.surveys.queries.items import items_of_wave
from app.surveys.rules.columns import columns, packed
from app.surveys.services.summarising import summarise

AGREEMENT = ["Sangat tidak setuju", "Tidak setuju", "Netral", "Setuju", "Sangat setuju"]
SEVEN = ["Sangat tidak setuju", "Tidak setuju", "Agak tidak setuju", "Netral", "Agak setuju", "Setuju", "Sangat setuju"]
ELEMENTS = {
    "awareness": "Kesadaran",
    "desire": "Kemauan",
    "knowledge": "Pengetahuan",
    "ability": "Kemampuan",
    "reinforcement": "Penguatan",
}
REACTIONS = {"affective": "Perasaan", "behavioural": "Tindakan", "cognitive": "Pikiran"}
CAUSES = ["Tugas baru belum jelas", "Khawatir tunjangan turun", "Beban kerja naik"]
_numbers = count(1)

Answers = Sequence[Sequence[int | Sequence[int] | None]]


def make_instrument(
    title: str = "",
    dimensions: Mapping[str, str] | None = None,
    *,
    each: int = 1,
    direction: Direction = Direction.HIGH_IS_GOOD,
    options: Sequence[str] = AGREEMENT,
    reversed_codes: Sequence[str] = (),
    more: Sequence[Mapping[str, Any]] = (),
    instrument: Instrument | None = None,
    texts: Mapping[str, str] | None = None,
    concepts: Mapping[str, int] | None = None,
    **facts: Any,
) -> InstrumentVersion:
    """A published version: ``each`` items for every dimension (code A1, A2, …), then ``more`` items without one.

    With ``instrument`` it is the next version of that; by code, ``texts`` are other words, ``concepts`` other meanings.
    """
    dimensions = ELEMENTS if dimensions is None else dimensions
    number = 1
    if instrument is None:
        title = title or f"Instrumen {next(_numbers)}"
        instrument = _kept(Instrument(title=title, direction=direction, **facts))
    else:
        statement = select(InstrumentVersion.number).where(InstrumentVersion.instrument_id == instrument.id)
        number = max(db.session.execute(statement).scalars()) + 1
    version = _kept(InstrumentVersion(instrument_id=instrument.id, number=number))
    order = count(1)
    for place, (code, name) in enumerate(dimensions.items(), start=1):
        one = _kept(InstrumentDimension(version_id=version.id, code=code, title=name, sort_order=place))
        for which in range(1, each + 1):
            key = f"{code[:3].upper()}{which}"
            words = (texts or {}).get(key, f"Pernyataan {which} tentang {name.lower()}.")
            facts_of_item: dict[str, Any] = {"reversed": key in reversed_codes, "dimension_id": one.id}
            facts_of_item["concept"] = (concepts or {}).get(key, 1)
            _item(version, key, ItemKind.SCALE, words, options, next(order), **facts_of_item)
    for one_more in more:
        given = dict(one_more)
        _item(
            version,
            given.pop("code"),
            given.pop("kind"),
            given.pop("text"),
            given.pop("options", []),
            next(order),
            **given,
        )
    version.status, version.published_at = VersionStatus.PUBLISHED, now()
    db.session.commit()
    return version


def _item(
    version: InstrumentVersion, code: str, kind: ItemKind, text: str, options: Sequence[str], order: int, **facts: Any
) -> InstrumentItem:
    return _kept(
        InstrumentItem(
            version_id=version.id, code=code, kind=kind, text=text, options=list(options), sort_order=order, **facts
        )
    )


def _kept(row):
    db.session.add(row)
    db.session.flush()
    return row


def causes(code: str = "SEBAB") -> dict[str, Any]:
    """The checklist of causes as one item of which several may be chosen."""
    return {"code": code, "kind": ItemKind.MULTIPLE, "text": "Apa yang membuat Anda ragu?", "options": CAUSES}


def comment(code: str = "SARAN") -> dict[str, Any]:
    return {"code": code, "kind": ItemKind.TEXT, "text": "Apa yang perlu kami dengar?", "is_required": False}


def make_wave(
    unit: OrgUnit,
    versions: Sequence[InstrumentVersion],
    answers: Mapping[OrgUnit | str, Answers] = {},
    *,
    targeted: Mapping[OrgUnit | str, int] | None = None,
    texts: Sequence[str] = (),
    people: Mapping[int, OrgUnit | str] | None = None,
    summarised: bool = True,
    **facts: Any,
) -> SurveyWave:
    """A closed wave. ``answers`` by unit (or path): for each person, by item, the place chosen (from 0), several
    places, or None. ``people`` took part by employee, in the group of a unit, and answer in the order given."""
    defaults: dict[str, Any] = {
        "title": f"Gelombang {next(_numbers)}",
        "change_name": "penggabungan bidang",
        "mode": WaveMode.ANONYMOUS,
        "status": WaveStatus.CLOSED,
        "opened_at": now() - timedelta(days=14),
        "closes_at": now() - timedelta(days=1),
        "closed_at": now(),
    }
    wave = _kept(SurveyWave(unit_id=unit.id, **defaults | facts))
    for place, version in enumerate(versions, start=1):
        _kept(WaveInstrument(wave_id=wave.id, version_id=version.id, sort_order=place))
    groups = {}
    for where, given in answers.items():
        path, name, number = (where, where, None) if isinstance(where, str) else (where.path, where.name, where.id)
        size = (targeted or {}).get(where, max(len(given), 10))
        groups[where] = _kept(SurveyGroup(wave_id=wave.id, unit_id=number, unit_path=path, name=name, targeted=size))
    wave.targeted = sum(one.targeted for one in groups.values())
    _answer(wave, {groups[where].id: given for where, given in answers.items()}, texts, _named(people or {}, groups))
    db.session.commit()
    if summarised:
        summarise(wave.id, lambda _done, _total: db.session.commit())
    return wave


def _named(people, groups):
    found: dict[int, list[int]] = {}
    for employee_id, where in people.items():
        found.setdefault(groups[where].id, []).append(employee_id)
    return found


def _answer(wave, answers, texts, people) -> None:
    items = items_of_wave(wave.id)
    layout = columns(items)
    asked = [item for item in items if item.kind != ItemKind.TEXT]
    free = next((item for item in items if item.kind == ItemKind.TEXT), None)
    waiting = list(texts)
    for group_id, given in answers.items():
        for place, one in enumerate(given):
            chosen = {
                item.id: [value] if isinstance(value, int) else list(value)
                for item, value in zip(asked, one, strict=True)
                if value is not None
            }
            said = {str(free.id): waiting.pop()} if free is not None and waiting else None
            facts = {"wave_id": wave.id, "group_id": group_id, "marks": packed(layout, chosen), "texts": said}
            if wave.mode == WaveMode.NAMED:
                db.session.add(NamedAnswer(employee_id=people[group_id][place], answered_at=now(), **facts))
            else:
                db.session.add(SurveyAnswer(key=secrets.token_hex(16), **facts))
        for place, employee_id in enumerate(people.get(group_id, [])):
            done = place < len(given)
            db.session.add(SurveyParticipation(wave_id=wave.id, employee_id=employee_id, group_id=group_id, done=done))
    db.session.flush()


def drawn(people: int, means: Sequence[float], *, seed: int = 1, width: int = 5) -> list[list[int]]:
    """So many people's places on scales whose means (from 1) lie near these."""
    chance = random.Random(seed)
    return [[min(max(round(chance.gauss(mean, 0.9)), 1), width) - 1 for mean in means] for _person in range(people)]


def fill_quickly(wave: SurveyWave, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many answers at once, for measuring."""
    db.session.execute(insert(SurveyAnswer.__table__), rows)
    db.session.commit()


def ids_of_surveys(unit: OrgUnit, title: str) -> dict[str, Any]:
    """The number of a closed wave with texts to read, and the key of one of them."""
    version = make_instrument(f"Denyut {title}", more=[comment()])
    answers = [[place % 5] * len(ELEMENTS) for place in range(12)]
    wave = make_wave(unit, [version], {unit: answers}, title=f"Survei {title}", texts=[f"Kata {title}"] * 12)
    key = db.session.execute(select(SurveyText.key).where(SurveyText.wave_id == wave.id).limit(1)).scalar_one()
    return {"wave_id": wave.id, "key": key}
