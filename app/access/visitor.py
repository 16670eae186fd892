"""Who is asking: a small picture of the signed-in person, made once per request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.access.permissions import COUNTS_IN_A_SUBTREE, ROLE_PERMISSIONS, Permission, Role, permissions_of


@dataclass(frozen=True)
class Reach:
    """How far a permission goes: the subtrees of these unit paths, or the whole government.

    ``sees_restricted``: people whose data is restricted are met, too, since their files are looked after.
    """

    paths: frozenset[str] = frozenset()
    is_everything: bool = False
    sees_restricted: bool = False

    def covers(self, path: str) -> bool:
        """Whether a unit with this path lies within."""
        return self.is_everything or any(path.startswith(top) for top in self.paths)

    def is_over(self, other: "Reach") -> bool:
        """Whether everything the other one covers lies within."""
        return self.is_everything or (not other.is_everything and all(self.covers(path) for path in other.paths))


EVERYWHERE = Reach(is_everything=True, sees_restricted=True)
NOWHERE = Reach()


@dataclass(frozen=True)
class Visitor:
    """The person behind a request. ``government_id`` is 0 for an administrator of the installation.

    ``subtrees`` holds the unit paths a role is limited to; a role that is not in it counts everywhere.
    """

    user_id: int
    government_id: int
    employee_id: int | None
    name: str
    roles: frozenset[Role]
    subtrees: Mapping[Role, frozenset[str]] = field(default_factory=dict, hash=False)
    salutation: str = ""
    job_title: str = ""
    government_name: str = ""
    government_short: str = ""
    timezone: str = "Asia/Jakarta"
    unread: int = 0
    session_token: str = field(default="", repr=False)

    # What Flask-Login asks of whoever is signed in.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.session_token

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        limited = self.roles & self.subtrees.keys()
        return permissions_of(self.roles - limited) | (permissions_of(limited) & COUNTS_IN_A_SUBTREE)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def reach(self, permission: Permission) -> Reach:
        """Where this person holds a permission: queries narrow by it, for no role is asked twice (security A1).

        It meets restricted people only as far as this person looks after files.
        """
        found, looked_after = self._reach(permission), self._reach(Permission.ORGANISATION_EMPLOYEE_MANAGE)
        return replace(found, sees_restricted=looked_after.is_over(found))

    def _reach(self, permission: Permission) -> Reach:
        holding = [role for role in self.roles if permission in ROLE_PERMISSIONS[role]]
        if any(role not in self.subtrees for role in holding):
            return Reach(is_everything=True)
        return Reach(frozenset().union(*(self.subtrees[role] for role in holding)))

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace(",", " ").split() if word[0].isalpha()]
        return "".join(word[0] for word in words[:2]).upper()


@dataclass(frozen=True)
class Actor:
    """On whose behalf something changes; what the audit trail remembers of them."""

    user_id: int | None
    employee_id: int | None
    name: str

    @classmethod
    def of(cls, visitor: Visitor) -> "Actor":
        return cls(visitor.user_id, visitor.employee_id, visitor.name)


SYSTEM = Actor(None, None, "Penata")
