"""Who is asking: a small picture of the signed-in person, made once per request."""

from dataclasses import dataclass, field
from functools import cached_property

from app.access.permissions import Permission, Role, permissions_of


@dataclass(frozen=True)
class Visitor:
    """The person behind a request. ``government_id`` is 0 for an administrator of the installation."""

    user_id: int
    government_id: int
    employee_id: int | None
    name: str
    roles: frozenset[Role]
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
        return permissions_of(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

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
