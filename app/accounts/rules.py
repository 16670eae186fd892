"""When a sign-in must wait, what a session may live through, and who may be given which role."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.access.permissions import (
    NEEDS_CONFIRMATION,
    NEEDS_SECOND_FACTOR,
    SEES_OTHER_PEOPLE,
    Permission,
    Role,
)
from app.access.visitor import Visitor
from app.base.errors import RuleBroken

# Roles begin and end with the day of Jakarta, whichever government they are for.
ZONE = "Asia/Jakarta"
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 15 * 60
# The role of an employee follows from being one, that of a superior from the post.
FOLLOWS_BY_ITSELF = frozenset({Role.EMPLOYEE, Role.MANAGER})
OF_THE_INSTALLATION = frozenset({Role.ADMINISTRATOR, Role.INSTALLATION_ADMINISTRATOR})
ONLY_FOR_ALL = frozenset({Role.ADMINISTRATOR, Role.AUDITOR, Role.INSTALLATION_ADMINISTRATOR})


class GrantState(StrEnum):
    WAITING = "waiting"
    COMING = "coming"
    ACTIVE = "active"
    ENDED = "ended"
    REFUSED = "refused"


class AccountState(StrEnum):
    NONE = "none"
    LAPSED = "lapsed"
    INVITED = "invited"
    READY = "ready"
    ACTIVE = "active"
    OFF = "off"


class WrongSignIn(RuleBroken):
    """The same words whether the account is unknown or the password is wrong."""

    message = "NIP, email, atau kata sandi tidak cocok. Periksa lagi, lalu coba masuk sekali lagi."
    heading = "Belum bisa masuk"
    status = 422


class WrongCode(RuleBroken):
    message = "Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya di aplikasi, lalu ketik kode itu."
    heading = "Kode belum cocok"
    status = 422


class HalfSignInOver(RuleBroken):
    message = "Waktu untuk mengetik kode sudah habis. Masuk lagi dengan kata sandi."
    heading = "Masuk sekali lagi"


class LinkOver(RuleBroken):
    message = (
        "Tautan ini sudah dipakai atau sudah lewat waktu. Minta tautan baru: untuk undangan lewat BKPSDM, "
        "untuk kata sandi lewat Lupa kata sandi."
    )
    heading = "Tautan ini tidak berlaku lagi"


class NotForYourself(RuleBroken):
    message = "Peran untuk diri sendiri diurus admin lain. Minta rekan admin Anda."
    heading = "Bukan untuk diri sendiri"


class NotByTheSame(RuleBroken):
    message = "Peran ini Anda sendiri yang mengusulkan. Yang mengonfirmasi harus admin kedua."
    heading = "Perlu admin kedua"


class AlreadyHolds(RuleBroken):
    message = "Orang ini sudah memegang peran itu, atau perannya sudah diusulkan, untuk waktu yang sama."


class NotGrantable(RuleBroken):
    message = "Peran ini tidak bisa diberikan di sini."


class NotWaiting(RuleBroken):
    message = "Peran ini tidak sedang menunggu konfirmasi. Muat ulang halaman untuk melihat keadaannya."


class AlreadyOver(RuleBroken):
    message = "Peran ini sudah berakhir atau ditolak. Muat ulang halaman untuk melihat keadaannya."


class Guarded(RuleBroken):
    message = "Akun ini memegang peran yang dijaga dua admin. Minta admin pemerintah daerah mengurusnya."
    heading = "Akun ini dijaga"


class NoAddress(RuleBroken):
    message = "Akun ini belum punya alamat email. Isi alamatnya, lalu kirim undangan."


class AddressTaken(RuleBroken):
    message = "Alamat email ini sudah dipakai akun lain. Pakai alamat lain."


class AlreadyActive(RuleBroken):
    message = "Akun ini sudah dipakai. Kalau lupa kata sandi, pemiliknya bisa memakai Lupa kata sandi di halaman masuk."


class NotActive(RuleBroken):
    message = "Akun ini sedang dinonaktifkan. Aktifkan lagi dulu."


@dataclass(frozen=True)
class GrantReach:
    """Whose roles somebody looks after: those of one government, those of the installation, or both."""

    government_id: int | None
    of_installation: bool

    @classmethod
    def of(cls, visitor: Visitor) -> "GrantReach":
        own = visitor.government_id if Role.ADMINISTRATOR in visitor.roles else None
        return cls(own or None, of_installation=visitor.may(Permission.ORGANISATION_GOVERNMENT_MANAGE))

    def covers(self, government_id: int | None, role: Role) -> bool:
        in_own = self.government_id is not None and government_id == self.government_id
        own = in_own and role not in FOLLOWS_BY_ITSELF | {Role.INSTALLATION_ADMINISTRATOR}
        return own or (self.of_installation and role in OF_THE_INSTALLATION)

    def roles(self) -> list[Role]:
        """What may be given by whoever has this reach, in the order of the table."""
        own = frozenset(Role) - FOLLOWS_BY_ITSELF - {Role.INSTALLATION_ADMINISTRATOR} if self.government_id else set()
        allowed = own | (OF_THE_INSTALLATION if self.of_installation else set())
        return [role for role in Role if role in allowed]


def grant_state(grant: Any, day: date) -> GrantState:
    """Where a grant stands on a day; ``grant`` is a row with its dates."""
    if grant.refused_at is not None:
        return GrantState.REFUSED
    if grant.ends_on is not None and grant.ends_on <= max(day, grant.starts_on):
        return GrantState.ENDED
    if grant.pending:
        return GrantState.WAITING
    return GrantState.COMING if grant.starts_on > day else GrantState.ACTIVE


def ensure_may_grant(reach: GrantReach, role: Role, *, government_id: int | None, has_unit: bool) -> None:
    """Raises NotGrantable with the reason in words."""
    if role is Role.INSTALLATION_ADMINISTRATOR:
        government_id = None
    if not reach.covers(government_id, role):
        raise NotGrantable
    if has_unit and role in ONLY_FOR_ALL:
        raise NotGrantable("Peran ini hanya berlaku untuk seluruh pemerintah daerah. Kosongkan unitnya.")


def ensure_other_person(by_user_id: int | None, user_id: int) -> None:
    """Nobody grants to themself, confirms their own, or ends their own."""
    if by_user_id == user_id:
        raise NotForYourself


def ensure_second(granted_by: int | None, by_user_id: int | None) -> None:
    """Whoever asked for a role does not decide on it."""
    if granted_by is not None and granted_by == by_user_id:
        raise NotByTheSame


def overlaps(grant: Any, starts_on: date, ends_on: date | None) -> bool:
    """Whether a grant shares a day with a span; an empty span shares none."""
    if grant.refused_at is not None or grant.ends_on == grant.starts_on:
        return False
    return (grant.ends_on is None or starts_on < grant.ends_on) and (ends_on is None or grant.starts_on < ends_on)


def needs_confirmation(role: Role) -> bool:
    return role in NEEDS_CONFIRMATION


def is_guarded(roles: frozenset[Role]) -> bool:
    """Whether somebody holds a role that two administrators had to agree on."""
    return bool(roles & NEEDS_CONFIRMATION)


def needs_second_factor(roles: frozenset[Role]) -> bool:
    return bool(roles & NEEDS_SECOND_FACTOR)


def wait_seconds(failures: int, *, allowed: int, last: datetime | None, at: datetime) -> int:
    """Seconds to wait after so many failures: 30, doubling with each further one, 15 minutes at most."""
    if last is None or failures < allowed:
        return 0
    wait = min(FIRST_WAIT_SECONDS * 2 ** (failures - allowed), LONGEST_WAIT_SECONDS)
    return max(0, int((last + timedelta(seconds=wait) - at).total_seconds()))


def idle_minutes(roles: frozenset[Role], *, plain: int, powerful: int) -> int:
    """How long a session may rest: shorter for whoever sees other people (security S4)."""
    return powerful if roles & SEES_OTHER_PEOPLE else plain


def fingerprint(text: str) -> str:
    """A short-lived handle for counting tries without keeping who tried."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


def is_of_no_government(role: Role) -> bool:
    """Whether a role counts in the installation as a whole."""
    return role is Role.INSTALLATION_ADMINISTRATOR
