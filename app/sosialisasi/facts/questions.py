"""What is asked, and what is answered."""

from dataclasses import dataclass

from app.sosialisasi.models import AskedKind


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know or wishes; nothing of it is markup."""

    kind: AskedKind
    text: str
    theme: str = ""


@dataclass(frozen=True)
class Answered:
    """An answer, and whether it is for its asker alone."""

    text: str
    is_for_asker: bool
