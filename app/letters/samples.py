"""A letter with invented facts, to look at a letterhead with."""

from dataclasses import replace
from datetime import date

from app.letters import catalogue, queries
from app.letters.facts import Draft, LetterFacts, Signer
from app.letters.models import Paper
from app.letters.rules import NoSignatory, copies_of, fill, filled
from app.letters.services import draft

_NOBODY = Signer("Pimpinan unit", "Nama pejabat", "")


def letter(unit_id: int, day: date, paper: Paper | None = None, kind: str = "") -> LetterFacts:
    """The first kind of letter there is, or ``kind``, filled with its sample. A vacant post gets a stand-in's place."""
    what = catalogue.find(kind) if kind else catalogue.every()[0]
    sample = Draft(
        what.kind, unit_id, "", what.addressee, what.sample, what.rows, attachments="1 (satu) berkas", paper=paper
    )
    try:
        return draft(sample, on=day)
    except NoSignatory:
        return _unsigned(sample, day)


def _unsigned(what: Draft, day: date) -> LetterFacts:
    words, head = queries.words_of(what.kind), queries.sender_of(what.unit_id).head
    empty = LetterFacts(
        head,
        what.paper or Paper.A4,
        "(diberikan saat terbit)",
        day,
        "Biasa",
        what.attachments,
        "",
        (),
        (),
        (),
        (),
        _NOBODY,
    )
    return replace(
        empty,
        subject=fill(words.subject, what.values),
        addressee=what.addressee,
        opening=filled(words.opening, what.values),
        rows=what.rows,
        closing=filled(words.closing, what.values),
        copies=copies_of(words.copies, what.values),
    )
