"""What is done about what Budi's dinas said: shown to help, at work, late, and waiting for somebody's yes."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from app.access.visitor import Actor
from app.base.database import db
from app.demo import cast
from app.initiatives.models import Initiative
from app.interventions.catalogue import shipped
from app.interventions.facts import ActionFacts, Finding
from app.interventions.models import InterventionAction, TargetKind
from app.interventions.services import actions
from app.interventions.services.actions import Evidence
from app.surveys.models import SurveyWave
from app.training.services.moments import local_today

_UNWILLING = "Kemauan adalah titik hambat menurut gelombang 1: paham alasannya, tetapi belum mau."


def act(actors: Mapping[str, Actor]) -> None:
    """Nothing where no wave was asked. The finding is told in words; its figures wait for the worker's closing."""
    wave = db.session.execute(select(SurveyWave).order_by(SurveyWave.id).limit(1)).scalar_one_or_none()
    if wave is None or wave.initiative_id is None:
        return
    initiative, day = db.session.get_one(Initiative, wave.initiative_id), local_today()
    sari, rina, budi, dewi = (actors[one.key] for one in (cast.SARI, cast.RINA, cast.BUDI, cast.DEWI))
    talked = _plan(initiative, wave, "INT04", rina, on=day - timedelta(days=9), lasts=timedelta(days=6), by=sari)
    _go(talked, rina)
    actions.finish(
        talked, Evidence("Tujuh orang diajak bicara; catatan kesepakatannya ada di sekretariat."), day=day, by=rina
    )
    actions.verify_evidence(talked, "Tujuh catatan kesepakatan sudah dibaca.", by=sari)
    _go(_plan(initiative, wave, "INT06", sari, on=day - timedelta(days=8), lasts=timedelta(days=20), by=rina), sari)
    _go(_plan(initiative, wave, "INT05", dewi, on=day - timedelta(days=9), lasts=timedelta(days=6), by=sari), dewi)
    _plan(initiative, wave, "INT07", budi, on=day, lasts=timedelta(days=21), by=rina)
    db.session.flush()  # what is told belongs to the government in scope


def _plan(
    initiative: Initiative, wave: SurveyWave, code: str, owner: Actor, *, on: date, lasts: timedelta, by: Actor
) -> InterventionAction:
    chosen = next(one for one in shipped() if one.code == code)
    facts = ActionFacts(initiative.unit_id, "", owner.employee_id or 0, on + lasts, "", code)
    finding = Finding(wave.id, TargetKind.BARRIER, "desire", _UNWILLING)
    return actions.plan(initiative, facts, chosen=chosen, finding=finding, day=on, by=by)


def _go(action: InterventionAction, owner: Actor) -> None:
    actions.agree(action, by=owner)
    actions.begin(action, by=owner)
