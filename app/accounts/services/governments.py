"""Governments of the installation, and the first administrator each begins with."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.access.visitor import Actor
from app.accounts.models import User
from app.accounts.services import grants, links
from app.audit import services as audit
from app.base import scope
from app.base.database import db, lock
from app.base.errors import RuleBroken, StaleVersion
from app.organisation.models import Employee, EmployeeKind, Government, GovernmentKind


class NameTaken(RuleBroken):
    message = "Pemerintah daerah dengan nama ini sudah ada. Ubah yang ada, atau pakai nama lain."


class NipTaken(RuleBroken):
    message = "NIP ini sudah terdaftar. Periksa angkanya, atau beri peran lewat halaman Peran."


@dataclass(frozen=True)
class GovernmentFacts:
    name: str
    short_name: str
    kind: GovernmentKind
    region_code: str
    seat: str
    timezone: str
    hr_agency: str
    hr_agency_short: str


@dataclass(frozen=True)
class FirstPerson:
    """Whom a new government begins with."""

    nip: str
    name: str
    email: str
    kind: EmployeeKind = EmployeeKind.PNS


def add(facts: GovernmentFacts, *, by: Actor) -> Government:
    """A new government without anybody in it. Raises NameTaken."""
    _ensure_free(facts.name)
    government = Government(slug=_free_slug(facts.name), **vars(facts))
    db.session.add(government)
    db.session.flush()
    audit.record("accounts.government.added", government, by=by, chain=0, after=dict(vars(facts)))
    return government


def change(government_id: int, facts: GovernmentFacts, *, seen: str, by: Actor) -> Government:
    """Change a government's name, zone or agency. Raises NameTaken, and StaleVersion where ``seen`` is no longer so."""
    government = lock(db.session.get_one(Government, government_id))
    if seen != fingerprint(government):
        raise StaleVersion
    _ensure_free(facts.name, besides=government_id)
    before = {name: getattr(government, name) for name in vars(facts)}
    for name, value in vars(facts).items():
        setattr(government, name, value)
    audit.record("accounts.government.changed", government, by=by, chain=0, before=before, after=dict(vars(facts)))
    return government


def fingerprint(government: Government) -> str:
    """What a form was filled in from; another answer means that somebody has changed it since."""
    return "|".join(str(getattr(government, name)) for name in GovernmentFacts.__dataclass_fields__)


def begin(government_id: int, first: FirstPerson, *, by: Actor, day: date) -> User:
    """Give a government its first administrator and invite them. Raises NipTaken and AlreadyHolds."""
    lock(db.session.get_one(Government, government_id))
    employee = Employee.__table__.c
    if db.session.execute(select(employee.id).where(employee.nip == first.nip)).scalar() is not None:
        raise NipTaken
    with scope.within(government_id):
        person = Employee(nip=first.nip, name=first.name, kind=first.kind, email=first.email.lower())
        db.session.add(person)
        db.session.flush()
        user = links.account_for(person.id)
        grants.grant_first_administrator(user.id, government_id, by=by, day=day)
        links.invite(person.id, by=by, may_guarded=True)
        db.session.flush()
    return user


def _ensure_free(name: str, *, besides: int = 0) -> None:
    taken = select(Government.id).where(Government.name == name, Government.id != besides)
    if db.session.execute(taken).scalar() is not None:
        raise NameTaken


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:34] or "pemda"
    known = set(db.session.execute(select(Government.slug).where(Government.slug.like(f"{slug}%"))).scalars())
    return next(one for one in (slug, *(f"{slug}-{number}" for number in range(2, 1000))) if one not in known)
