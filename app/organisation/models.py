from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from app.base.database import Model, Numbered, owned_by
from app.base.scope import GovernmentOwned
from app.base.wording import bare_name


class GovernmentKind(StrEnum):
    PROVINCE = "provinsi"
    REGENCY = "kabupaten"
    CITY = "kota"


class EmployeeKind(StrEnum):
    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"


class LeavingReason(StrEnum):
    """Why somebody serves no more: our own short list, no classification of any regulation."""

    PENSION = "pension"
    OWN_REQUEST = "own_request"
    DEATH = "death"
    TRANSFER = "transfer"
    DISMISSED = "dismissed"
    CONTRACT_OVER = "contract_over"
    OTHER = "other"


class PlacementKind(StrEnum):
    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"


class SuccessionKind(StrEnum):
    """How a unit follows from another."""

    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"


class PositionTier(StrEnum):
    """Levels of posts (UU 20/2023, PP 11/2017, PermenPANRB 1/2023)."""

    JPT_UTAMA = "jpt_utama"
    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    PELAKSANA = "pelaksana"
    JF_PEMULA = "jf_pemula"
    JF_TERAMPIL = "jf_terampil"
    JF_MAHIR = "jf_mahir"
    JF_PENYELIA = "jf_penyelia"
    JF_AHLI_PERTAMA = "jf_ahli_pertama"
    JF_AHLI_MUDA = "jf_ahli_muda"
    JF_AHLI_MADYA = "jf_ahli_madya"
    JF_AHLI_UTAMA = "jf_ahli_utama"


class Government(Numbered, Model):
    """A province, regency or city that uses this installation."""

    __tablename__ = "government"
    stands_above_everything: ClassVar = True

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    short_name: Mapped[str] = mapped_column(String(60))
    kind: Mapped[GovernmentKind] = mapped_column(String(12))
    region_code: Mapped[str] = mapped_column(String(10))
    seat: Mapped[str] = mapped_column(String(80))
    timezone: Mapped[str] = mapped_column(String(40), default="Asia/Jakarta")
    hr_agency: Mapped[str] = mapped_column(String(150))
    hr_agency_short: Mapped[str] = mapped_column(String(40))


class OrgUnit(Numbered, GovernmentOwned, Model):
    """A node of the organisation from a day up to, but not including, another.

    ``path`` lists the ids from the root, as in ``/3/17/``. What is renamed, moved, merged or split ends,
    and a successor begins with everything below it, so that any day can be drawn as it was.
    """

    __tablename__ = "org_unit"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("parent_id", "org_unit"),
        Index("ix_org_unit_government_id_path", "government_id", "path"),
        Index("ix_org_unit_government_id_parent_id", "government_id", "parent_id"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
    )

    parent_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(40), default="")
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    path: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


class UnitSuccession(Numbered, GovernmentOwned, Model):
    """Which unit followed from which; a merger has several predecessors, a split several successors."""

    __tablename__ = "unit_succession"
    __table_args__ = (
        owned_by("predecessor_id", "org_unit"),
        owned_by("successor_id", "org_unit"),
        UniqueConstraint("predecessor_id", "successor_id"),
        Index("ix_unit_succession_successor_id", "successor_id"),
    )

    predecessor_id: Mapped[int]
    successor_id: Mapped[int]
    kind: Mapped[SuccessionKind] = mapped_column(String(10))
    legal_basis: Mapped[str] = mapped_column(String(200), default="")


class Position(Numbered, GovernmentOwned, Model):
    """A post, whether or not somebody holds it, from a day up to another. It answers to another post."""

    __tablename__ = "position"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        owned_by("unit_id", "org_unit"),
        owned_by("reports_to_id", "position"),
        owned_by("predecessor_id", "position"),
        Index("ix_position_reports_to_id", "reports_to_id"),
        Index("ix_position_unit_id", "unit_id"),
        Index("ix_position_predecessor_id", "predecessor_id"),
        Index("ix_position_government_id_title_id", "government_id", "title", "id"),
        CheckConstraint("needed >= 0", name="needed_not_negative"),
        CheckConstraint("grade BETWEEN 1 AND 17", name="grade_1_to_17"),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
    )

    unit_id: Mapped[int]
    reports_to_id: Mapped[int | None]
    predecessor_id: Mapped[int | None]
    code: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(200))
    tier: Mapped[PositionTier] = mapped_column(String(20))
    grade: Mapped[int | None]
    needed: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)


def _bare_name(context: Any) -> str:
    return bare_name(context.get_current_parameters()["name"])


class Employee(Numbered, GovernmentOwned, Model):
    """A civil servant. The NIP is unique in the installation; it is never a key, an address or a log line.

    ``name`` is written with its titles, as on a letter; ``sort_name`` is the bare name in small letters, by
    which people are listed and found.
    """

    __tablename__ = "employee"
    __table_args__ = (
        UniqueConstraint("government_id", "id"),
        Index("ix_employee_government_id_sort_name_id", "government_id", "sort_name", "id"),
        Index(
            "ix_employee_restricted",
            "government_id",
            sqlite_where=text("restricted_on IS NOT NULL"),
            postgresql_where=text("restricted_on IS NOT NULL"),
        ),
        Index(
            "ix_employee_leaving",
            "government_id",
            "leaves_on",
            sqlite_where=text("active AND leaves_on IS NOT NULL"),
            postgresql_where=text("active AND leaves_on IS NOT NULL"),
        ),
        CheckConstraint("length(nip) = 18", name="nip_has_18_digits"),
    )

    nip: Mapped[str] = mapped_column(String(18), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    sort_name: Mapped[str] = mapped_column(String(150), default=_bare_name)
    kind: Mapped[EmployeeKind] = mapped_column(String(6))
    rank: Mapped[str] = mapped_column(String(8), default="")
    rank_from: Mapped[date | None]
    cpns_from: Mapped[date | None]
    legal_status: Mapped[str] = mapped_column(String(80), default="")
    education_level: Mapped[str] = mapped_column(String(60), default="")
    education: Mapped[str] = mapped_column(String(150), default="")
    siasn_id: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    # Whether they serve today; on the day written in ``leaves_on`` the worker turns it by itself (decision 0096).
    active: Mapped[bool] = mapped_column(default=True)
    leaves_on: Mapped[date | None]
    # Why, for the officers who manage this person and for themself alone; empty where nobody wrote it down.
    leaving_reason: Mapped[str] = mapped_column(String(16), default="", server_default="")
    leaving_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # While the leaving is ahead: the placements it cuts short, by number, and the days they would have ended on.
    cut_short: Mapped[dict[str, Any] | None]
    # Kept because the law says so, and used for nothing else (UU 27/2022); granted and lifted in the house of privacy.
    restricted_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_female(self) -> bool:
        """The fifteenth digit of the NIP (reference §8.1): 1 male, 2 female."""
        return self.nip[14] == "2"


class Placement(Numbered, GovernmentOwned, Model):
    """Somebody in a post from a day up to, but not including, another."""

    __tablename__ = "placement"
    __table_args__ = (
        owned_by("position_id", "position"),
        Index("ix_placement_employee_id", "employee_id"),
        Index("ix_placement_position_id", "position_id"),
        Index(
            "uq_placement_one_definitive",
            "employee_id",
            unique=True,
            sqlite_where=text("kind = 'definitive' AND ends_on IS NULL"),
            postgresql_where=text("kind = 'definitive' AND ends_on IS NULL"),
        ),
        CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),
    )

    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    position_id: Mapped[int]
    kind: Mapped[PlacementKind] = mapped_column(String(12), default=PlacementKind.DEFINITIVE)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


DIRECTORY_LEVELS = 6


def _level_index(level: int) -> Index:
    unit = f"unit_{level}"
    has_one = text(f"{unit} IS NOT NULL")
    return Index(f"ix_directory_entry_{unit}", unit, "place", sqlite_where=has_one, postgresql_where=has_one)


class DirectoryEntry(GovernmentOwned, Model):
    """Where somebody stands in the directory today: kept by the services, and rebuilt by one command.

    ``place`` is the number in the order of names, with gaps for newcomers, so that one number is order, page
    boundary and row number of the search index alike. ``words`` holds what can be searched: the words of name,
    post and units, and marks such as ``_u17`` (within unit 17), which nobody can type. On PostgreSQL people whose
    places are near each other share a mark, too (migration 0037). ``unit_1`` to ``unit_6`` are the units above
    somebody from the top, so that a unit's people are a stretch of one index in the order of names (migration 0047).
    """

    __tablename__ = "directory_entry"
    __table_args__ = (
        owned_by("position_id", "position"),
        Index("ix_directory_entry_government_id_sort_name", "government_id", "sort_name", "employee_id"),
        *(_level_index(level) for level in range(1, DIRECTORY_LEVELS + 1)),
    )

    place: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), unique=True)
    position_id: Mapped[int | None]
    # Ordered letter by letter on both databases, whatever the language of the server.
    sort_name: Mapped[str] = mapped_column(String(150).with_variant(String(150, collation="C"), "postgresql"))
    unit_path: Mapped[str] = mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"), default=""
    )
    unit_1: Mapped[int | None]
    unit_2: Mapped[int | None]
    unit_3: Mapped[int | None]
    unit_4: Mapped[int | None]
    unit_5: Mapped[int | None]
    unit_6: Mapped[int | None]
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR, "postgresql"))


class DirectoryWord(GovernmentOwned, Model):
    """A word that somebody's line in the directory holds, so that what begins like it is asked by the word itself.

    SQLite keeps those that are longer than the beginnings its search index knows, PostgreSQL all but the marks.
    ``people`` is how many held it when the whole directory was last numbered, to tell rare words from frequent ones.
    """

    __tablename__ = "directory_word"

    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    word: Mapped[str] = mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"), primary_key=True
    )
    people: Mapped[int] = mapped_column(default=1)


class DirectoryDay(GovernmentOwned, Model):
    """The day for which a government's directory was last brought up to date; dates take effect by themselves."""

    __tablename__ = "directory_day"

    government_id: Mapped[int] = mapped_column(ForeignKey("government.id"), primary_key=True, autoincrement=False)
    day: Mapped[date]
