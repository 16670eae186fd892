"""Words for paper and its parts."""

from app.letters.models import Paper

PAPERS = {Paper.A4: "A4 (210 x 297 mm)", Paper.F4: "F4 (215 x 330 mm)"}


def spaced_nip(nip: str) -> str:
    """Birth date, month of appointment, sex and sequence, set apart as on every official paper."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


def file_name(number: str) -> str:
    """A file name made of the letter's number."""
    plain = "".join(character if character.isalnum() else "-" for character in number)
    return f"surat-{plain.strip('-')}.pdf"
