"""Giving roles, confirming them by a second administrator, ending them, and keeping them with their unit.

A change of rights ends the person's sessions at once (security S4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from app.access.permissions import Role
from app.access.visitor import Actor
from app.accounts import labels, rules
from app.accounts.models import RoleGrant, User
from app.accounts.queries import grants as queries
from app.accounts.rules import GrantReach
from app.accounts.services import letters
from app.accounts.services.signing_in import end_sessions
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock

PATH = "/akun/peran"


@dataclass(frozen=True)
class Wish:
    """A role for somebody: in a government or (None) the installation, under a unit or (None) everywhere."""

    user_id: int
    role: Role
    government_id: int | None
    unit_id: int | None
    starts_on: date
    ends_on: date | None


def grant(wish: Wish, *, reach: GrantReach, by: Actor, day: date) -> RoleGrant:
    """Give a role, or ask a second administrator for it where the role is powerful (security A8).

    Locks the account, so that two administrators never give the same role twice. Raises NotForYourself,
    NotGrantable and AlreadyHolds.
    """
    rules.ensure_other_person(by.user_id, wish.user_id)
    rules.ensure_may_grant(reach, wish.role, government_id=wish.government_id, has_unit=wish.unit_id is not None)
    user = lock(db.session.get_one(User, wish.user_id))
    if any(_is_same(one, wish) and rules.overlaps(one, wish.starts_on, wish.ends_on) for one in _held(user.id)):
        raise rules.AlreadyHolds
    given = RoleGrant(
        user_id=wish.user_id,
        government_id=wish.government_id,
        unit_id=wish.unit_id,
        role=wish.role,
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        pending=rules.needs_confirmation(wish.role),
        granted_by=by.user_id,
        granted_at=now(),
    )
    db.session.add(given)
    db.session.flush()
    if given.pending:
        audit.record("accounts.grant.asked", given, by=by, chain=_chain(given), after=_facts(given))
        _ask_seconds(given, user, by=by, day=day)
    else:
        audit.record("accounts.grant.given", given, by=by, chain=_chain(given), after=_facts(given))
        _take_effect(given)
    return given


def grant_first_administrator(user_id: int, government_id: int, *, by: Actor, day: date) -> RoleGrant:
    """The administrator a new government begins with: nobody is there yet who could confirm them."""
    if queries.has_administrator(government_id, day):
        raise rules.AlreadyHolds(
            "Pemerintah daerah ini sudah punya admin. Admin berikutnya diberi lewat halaman Peran."
        )
    first = RoleGrant(
        user_id=user_id,
        government_id=government_id,
        role=Role.ADMINISTRATOR,
        starts_on=day,
        pending=False,
        granted_by=by.user_id,
        granted_at=now(),
    )
    db.session.add(first)
    db.session.flush()
    audit.record("accounts.grant.first", first, by=by, chain=_chain(first), after=_facts(first))
    return first


def confirm(grant_id: int, *, by: Actor, day: date) -> RoleGrant:
    """Let a powerful role count, as the second administrator. Raises NotWaiting, NotByTheSame, NotForYourself."""
    asked = _waiting(grant_id, by=by, day=day)
    before = _facts(asked)
    asked.pending, asked.confirmed_by, asked.confirmed_at = False, by.user_id, now()
    asked.starts_on = max(asked.starts_on, day)
    audit.record("accounts.grant.confirmed", asked, by=by, chain=_chain(asked), before=before, after=_facts(asked))
    _take_effect(asked)
    return asked


def refuse(grant_id: int, reason: str, *, by: Actor, day: date) -> RoleGrant:
    """Refuse a role that waits, with a reason the one who asked will read."""
    asked = _waiting(grant_id, by=by, day=day)
    _shut(asked, reason, by=by, action_is_withdrawal=False)
    if asked.granted_by is not None:
        name = db.session.get_one(User, asked.user_id).name
        say = f"Peran {labels.ROLE_NAMES[Role(asked.role)]} untuk {name} ditolak: {reason}"
        letters.tell(asked.granted_by, "accounts_role_refused", say, path=f"{PATH}/{asked.id}", key=str(asked.id))
    return asked


def end(grant_id: int, *, by: Actor, day: date) -> RoleGrant:
    """End a role today, or take back one that still waits. Raises NotForYourself and AlreadyOver."""
    held = lock(db.session.get_one(RoleGrant, grant_id))
    rules.ensure_other_person(by.user_id, held.user_id)
    state = rules.grant_state(held, day)
    if state in (rules.GrantState.ENDED, rules.GrantState.REFUSED):
        raise rules.AlreadyOver
    if state is rules.GrantState.WAITING:
        _shut(held, "Ditarik sebelum dikonfirmasi.", by=by, action_is_withdrawal=True)
        return held
    before = _facts(held)
    held.ends_on = max(day, held.starts_on)
    audit.record("accounts.grant.ended", held, by=by, chain=_chain(held), before=before, after=_facts(held))
    end_sessions(held.user_id)
    say = f"Peran Anda sebagai {labels.ROLE_NAMES[Role(held.role)]} sudah berakhir."
    letters.tell(held.user_id, "accounts_role_ended", say, path=letters.SECURITY_PATH, key=str(held.id))
    return held


def follow_units(pairs: Iterable[tuple[int, int]], day: date) -> int:
    """Roles limited to units that end on ``day`` go on in their successors: the old grant ends, and one like it
    begins in each new unit. Asked again it changes nothing. Returns how many grants began.
    """
    successors: dict[int, list[int]] = {}
    for old, new in pairs:
        successors.setdefault(old, []).append(new)
    begun = 0
    living = (
        select(RoleGrant)
        .where(RoleGrant.unit_id.in_(successors), RoleGrant.refused_at.is_(None))
        .where(or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > day))
        .order_by(RoleGrant.id)
        .with_for_update()
    )
    for old_grant in list(db.session.execute(living).scalars()):
        begun += sum(_go_on(old_grant, new_unit, day) for new_unit in successors[old_grant.unit_id or 0])
        old_grant.ends_on = max(day, old_grant.starts_on)
        db.session.flush()
    return begun


def _go_on(old: RoleGrant, unit_id: int, day: date) -> bool:
    """A grant like the old one in a new unit; False where the person has it there already (units that merged)."""
    starts_on = max(day, old.starts_on)
    wish = Wish(old.user_id, Role(old.role), old.government_id, unit_id, starts_on, old.ends_on)
    if any(_is_same(one, wish) and rules.overlaps(one, starts_on, old.ends_on) for one in _held(old.user_id)):
        return False
    fresh = RoleGrant(
        **{name: getattr(old, name) for name in ("user_id", "government_id", "role", "ends_on", "pending")},
        **{name: getattr(old, name) for name in ("granted_by", "granted_at", "confirmed_by", "confirmed_at")},
        unit_id=unit_id,
        starts_on=starts_on,
    )
    db.session.add(fresh)
    db.session.flush()
    by = Actor(None, None, "Penata")
    audit.record("accounts.grant.followed", fresh, by=by, chain=_chain(fresh), before=_facts(old), after=_facts(fresh))
    return True


def _waiting(grant_id: int, *, by: Actor, day: date) -> RoleGrant:
    asked = lock(db.session.get_one(RoleGrant, grant_id))
    if rules.grant_state(asked, day) is not rules.GrantState.WAITING:
        raise rules.NotWaiting
    rules.ensure_other_person(by.user_id, asked.user_id)
    rules.ensure_second(asked.granted_by, by.user_id)
    return asked


def _shut(asked: RoleGrant, reason: str, *, by: Actor, action_is_withdrawal: bool) -> None:
    before = _facts(asked)
    asked.refused_by, asked.refused_at, asked.refusal = by.user_id, now(), reason
    audit.record(
        "accounts.grant.withdrawn" if action_is_withdrawal else "accounts.grant.refused",
        asked,
        by=by,
        chain=_chain(asked),
        before=before,
        after=_facts(asked),
    )


def _take_effect(given: RoleGrant) -> None:
    end_sessions(given.user_id)
    say = f"Anda kini berperan sebagai {labels.ROLE_NAMES[Role(given.role)]}. Masuk lagi untuk memakainya."
    letters.tell(given.user_id, "accounts_role_given", say, path=letters.SECURITY_PATH, key=str(given.id))


def _ask_seconds(given: RoleGrant, user: User, *, by: Actor, day: date) -> None:
    say = f"Peran {labels.ROLE_NAMES[Role(given.role)]} untuk {user.name} menunggu konfirmasi Anda."
    for second in queries.deciders(given.government_id, day, besides=(by.user_id, given.user_id)):
        letters.tell(second, "accounts_role_asked", say, path=f"{PATH}/{given.id}", key=f"{given.id}:{second}")


def _held(user_id: int) -> list[RoleGrant]:
    return list(db.session.execute(select(RoleGrant).where(RoleGrant.user_id == user_id)).scalars())


def _is_same(one: RoleGrant, wish: Wish) -> bool:
    return (one.role, one.government_id, one.unit_id) == (wish.role, wish.government_id, wish.unit_id)


def _chain(one: RoleGrant) -> int:
    return one.government_id or 0


def _facts(one: RoleGrant) -> dict[str, Any]:
    """What the trail remembers of a grant: numbers, dates and its state, no names."""
    return {
        "user": one.user_id,
        "role": str(one.role),
        "unit": one.unit_id,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        "pending": one.pending,
        "refused": one.refused_at is not None,
    }


def note_export(count: int, *, by: Actor, chain: int) -> None:
    """Somebody took the list of roles away as a file."""
    audit.record("accounts.grants.exported", None, by=by, chain=chain, rows=count)
