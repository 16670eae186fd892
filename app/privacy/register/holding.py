"""What a holding is, and the grounds it may stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.accounts.rules import fingerprint


class Erasure(StrEnum):
    """What a granted erasure does to a holding."""

    DELETE = "delete"
    CLEAR = "clear"
    RESTRICT = "restrict"
    STAYS = "stays"


class Whose(StrEnum):
    """How a row is known to be somebody's."""

    EMPLOYEE = "employee"
    ACCOUNT = "account"
    ACCOUNT_HASH = "account_hash"
    CERTIFICATE_FILE = "certificate_file"
    ATTEMPT = "attempt"
    ENROLMENT = "enrolment"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Subject:
    """The person somebody's data is gathered for: their number, and those of their accounts."""

    government_id: int
    employee_id: int
    user_ids: tuple[int, ...]

    @property
    def account_hashes(self) -> tuple[str, ...]:
        return tuple(fingerprint(f"account {user_id}") for user_id in self.user_ids)


@dataclass(frozen=True)
class Holding:
    """What is kept, why, on what ground, for how long, and what becomes of it. ``columns`` have Indonesian names.

    A holding tied to NOBODY (a name typed into a form, without a link to an account) cannot be found by person;
    ``how`` then says how it is dealt with.
    """

    key: str
    table: str
    words: str
    purpose: str
    basis: str
    retention: str
    columns: Mapping[str, str] = field(hash=False)
    whose: Whose = Whose.EMPLOYEE
    link: str = "employee_id"
    erasure: Erasure = Erasure.RESTRICT
    how: str = ""
    # The key of ``audit.labels.PARTS`` under which a page shows this to others.
    shown_as: str = ""

    @property
    def is_exported(self) -> bool:
        return self.whose is not Whose.NOBODY


DUTY = "UU 20/2023 tentang ASN; kewajiban hukum (UU 27/2022 Pasal 20)"
LEARNING = "UU 20/2023 Pasal 49; kewajiban hukum (UU 27/2022 Pasal 20)"
TASK = "Tugas untuk kepentingan umum (UU 27/2022 Pasal 20)"
SAFETY = "Kepentingan yang sah: menjaga akun dan data (UU 27/2022 Pasal 20)"
PROOF = "Kewajiban hukum: membuktikan siapa melakukan apa (UU 27/2022 Pasal 20)"
SERVICE_YEARS = "Selama menjadi pegawai, lalu menurut jadwal retensi arsip"

# Stands for every column of a table that says nothing about anybody.
ALL = "*"
