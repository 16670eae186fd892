"""Choosing the post one aims at next; what is lacked for it follows at once."""

from datetime import date

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.clock import now
from app.base.database import db, lock
from app.base.errors import RuleBroken
from app.competency.models.next_posts import NextPost
from app.competency.queries import next_posts as queries
from app.competency.services import gaps
from app.organisation import queries as organisation
from app.organisation.models import Position


class NoAim(RuleBroken):
    heading = "Jabatan tujuan belum bisa dipilih"


def choose(employee_id: int, position: Position, *, today: date, by: Actor) -> NextPost:
    """Aim at a post; the one chosen before goes. Raises NoAim for the post already held and for one that has ended."""
    lock(organisation.employee(employee_id))
    if organisation.person(employee_id, today).position_id == position.id:
        raise NoAim("Ini jabatan Anda sekarang. Pilih jabatan lain sebagai tujuan.")
    if position.ends_on is not None and position.ends_on <= today:
        raise NoAim("Jabatan ini sudah tidak ada. Cari penggantinya, lalu pilih yang itu.")
    one = queries.row_of(employee_id)
    if one is None:
        one = NextPost(employee_id=employee_id)
        db.session.add(one)
    one.position_id, one.chosen_at = position.id, now()
    db.session.flush()
    audit.record("competency.next_post.chosen", one, by=by, position=position.id)
    gaps.refresh([employee_id])
    return one


def let_go(employee_id: int, *, by: Actor) -> None:
    """Aim at nothing any more; said again, nothing happens."""
    one = queries.row_of(employee_id)
    if one is None:
        return
    audit.record("competency.next_post.let_go", one, by=by)
    db.session.delete(one)
    gaps.refresh([employee_id])


def follow(positions: dict[int, int]) -> None:
    """Whoever aimed at a post that was succeeded aims at its successor."""
    statement = select(NextPost).where(NextPost.position_id.in_(positions)).order_by(NextPost.id)
    for one in db.session.execute(statement).scalars().all():
        one.position_id = positions[one.position_id]
