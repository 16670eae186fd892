"""Who may do what where: the one query at the start of a request against a rule read aloud, on random organisations."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.permissions import COUNTS_IN_A_SUBTREE, ROLE_PERMISSIONS, Permission, Role
from app.accounts import queries
from app.accounts.models import RoleGrant, User, UserSession
from app.base import scope
from app.base.clock import now
from app.base.database import db
from app.organisation.models import Employee, EmployeeKind, OrgUnit, Placement, PlacementKind, Position, PositionTier
from tests.support.builders import make_government, make_nip
from tests.support.examples import examples

DAY = date(2026, 12, 10)
GRANTABLE = [Role.HR, Role.ORGANISER, Role.AUDITOR, Role.ORGANISATION_BUREAU, Role.TRAINER]
spans = st.tuples(st.integers(-3, 3), st.none() | st.integers(0, 5)).map(
    lambda pair: (DAY + timedelta(pair[0]), None if pair[1] is None else DAY + timedelta(pair[0] + pair[1]))
)


@st.composite
def organisations(draw):
    """Parents of units, posts as (unit, post above), one person's posts with spans, and their grants."""
    units = [None] + [draw(st.integers(0, number)) for number in range(draw(st.integers(1, 5)))]
    posts = []
    for number in range(draw(st.integers(1, 7))):
        above = draw(st.none() | st.integers(0, number - 1)) if number else None
        posts.append((draw(st.integers(0, len(units) - 1)), above))
    held = draw(st.lists(st.tuples(st.integers(0, len(posts) - 1), spans), max_size=3))
    grants = draw(
        st.lists(
            st.tuples(
                st.sampled_from(GRANTABLE),
                st.none() | st.integers(0, len(units) - 1),
                spans,
                st.sampled_from(["counts", "waits", "refused", "elsewhere"]),
            ),
            max_size=5,
        )
    )
    return units, posts, held, grants


def holds(span):
    start, end = span
    return start <= DAY and (end is None or end > DAY)


class Written:
    """An organisation in the database, and the same in plain lists for the rule."""

    def __init__(self, shape, elsewhere):
        self.units, self.posts, self.held, self.grants = shape
        self.paths, self.unit_rows = [], []
        for parent in self.units:
            row = OrgUnit(name="U", kind="unit", starts_on=DAY - timedelta(99), parent_id=self._id(parent))
            db.session.add(row)
            db.session.flush()
            row.path = f"{'/' if parent is None else self.paths[parent]}{row.id}/"
            self.unit_rows.append(row)
            self.paths.append(row.path)
        post_rows = []
        for unit, above in self.posts:
            row = Position(
                unit_id=self.unit_rows[unit].id, reports_to_id=None if above is None else post_rows[above].id,
                title="P", tier=PositionTier.PELAKSANA, starts_on=DAY - timedelta(99),
            )  # fmt: skip
            db.session.add(row)
            db.session.flush()
            post_rows.append(row)
        employee = Employee(nip=make_nip(), name="Uji", kind=EmployeeKind.PNS)
        user = User(name="Uji", active=True, created_at=now())
        db.session.add_all([employee, user])
        db.session.flush()
        user.employee_id = employee.id
        for post, (start, end) in self.held:
            db.session.add(
                Placement(
                    employee_id=employee.id, position_id=post_rows[post].id, kind=PlacementKind.PLT,
                    starts_on=start, ends_on=end if end is None or end > start else start + timedelta(1),
                )
            )  # fmt: skip
        for role, unit, (start, end), fate in self.grants:
            db.session.add(
                RoleGrant(
                    user_id=user.id, role=role, unit_id=self._id(unit), starts_on=start, ends_on=end,
                    government_id=elsewhere if fate == "elsewhere" else scope.current(),
                    pending=fate in {"waits", "refused"}, refused_at=now() if fate == "refused" else None,
                )
            )  # fmt: skip
        at = now()
        db.session.add(
            UserSession(
                token_hash="h", user_id=user.id, created_at=at, last_seen_at=at, expires_at=at + timedelta(hours=1),
                idle_minutes=30,
            )
        )  # fmt: skip
        db.session.flush()

    def _id(self, unit):
        return None if unit is None else self.unit_rows[unit].id

    def led(self):
        """Units of one's posts with somebody below, and of the posts below, but none above one's own."""
        leading = {
            post
            for post, (start, end) in self.held
            if holds((start, end if end is None or end > start else start + timedelta(1)))
            and any(above == post for _unit, above in self.posts)
        }
        own = {self.posts[post][0] for post in leading}
        below = {unit for unit, above in self.posts if above in leading}
        return own | {one for one in below if not any(self.is_within(unit, one) for unit in own)}

    def is_within(self, unit, top):
        while unit is not None:
            if unit == top:
                return True
            unit = self.units[unit]
        return False

    def reaches(self, permission, unit):
        """Whether the person may use the permission on a row of this unit, as one would say it aloud."""
        if permission in ROLE_PERMISSIONS[Role.EMPLOYEE]:
            return True
        for role, limit, span, fate in self.grants:
            if fate != "counts" or not holds(span) or permission not in ROLE_PERMISSIONS[role]:
                continue
            if limit is None or (permission in COUNTS_IN_A_SUBTREE and self.is_within(unit, limit)):
                return True
        manages = permission in ROLE_PERMISSIONS[Role.MANAGER] and permission in COUNTS_IN_A_SUBTREE
        return manages and any(self.is_within(unit, top) for top in self.led())


@pytest.mark.parametrize("app", ["sqlite", "postgresql"], indirect=True)
def test_the_query_and_the_rule_agree_on_every_permission_and_unit(app):
    home, other = make_government(), make_government("Kabupaten Lain")
    scope.enter(home.id)

    @examples(60)
    @given(organisations())
    def agree(shape):
        db.session.rollback()
        written = Written(shape, other.id)
        found = queries.signed_in("t", "h", at=now(), day=DAY)
        visitor = found.visitor
        for permission in Permission:
            reach = visitor.reach(permission) if visitor.may(permission) else None
            for unit, path in enumerate(written.paths):
                allowed = reach is not None and reach.covers(path)
                assert allowed == written.reaches(permission, unit), (permission, unit, visitor.roles, visitor.subtrees)
        db.session.rollback()

    agree()
