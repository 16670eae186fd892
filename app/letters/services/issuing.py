"""Writing a letter: drafted as often as one likes, issued once, printed in the worker."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import scope, wording
from app.base.clock import now
from app.base.database import db, lock
from app.base.numbering import format_number
from app.documents import queries as documents
from app.documents import services as store
from app.jobs import services as jobs
from app.letters import labels, printing, queries, rules
from app.letters.facts import Draft, Head, LetterFacts, Signer
from app.letters.models import Letter, LetterCounter, LetterSeries, Paper
from app.letters.queries import Sender
from app.organisation import queries as organisation
from app.organisation.queries import holders
from app.organisation.queries.signing import signatory_of

KIND = "letters.print"
PDF = "application/pdf"
USUAL_SERIES = "umum"
NOT_YET = "(diberikan saat terbit)"


@dataclass(frozen=True)
class Number:
    """A number that was just given, for a paper that is no letter but counted and frozen like one."""

    series_id: int
    year: int
    sequence: int
    text: str


def take_number(unit_id: int, *, code: str, pattern: str, on: date) -> Number:
    """The next number of a unit's series of its own, in the caller's transaction, which writes the paper with it.

    The series stays held until that transaction ends, so a number is never given twice and none is missing.
    """
    series = _series(queries.sender_of(unit_id).unit_id, code, pattern)
    sequence = _next_number(series, on.year)
    return Number(series.id, on.year, sequence, _number(series, sequence, on))


def signer_for(unit_id: int, on: date) -> Signer:
    """Whoever signs for a unit on a day, as under its letters. Raises NoSignatory."""
    return _signer(queries.sender_of(unit_id), on)


def head_for(unit_id: int) -> Head:
    """The head of a unit's sheets, for reports and lists that carry no number."""
    return queries.sender_of(unit_id).head


def draft(what: Draft, *, on: date) -> LetterFacts:
    """The letter as it would go out on a day, without a number. Raises NoSignatory where nobody could sign it."""
    sender = queries.sender_of(what.unit_id)
    return _compose(what, sender, on)


def issue(what: Draft, *, by: Actor) -> Letter:
    """Give the next number, freeze what the letter says and have it printed; the same source gets its first letter.

    The number is taken and the letter written in one transaction under the lock of the series, so a number is
    never given twice and none is missing. Raises NoSignatory before anything is written.
    """
    known = queries.with_source(what.source_key)
    if known is not None:
        return known
    today = wording.local(now(), organisation.government(scope.current()).timezone).date()
    sender = queries.sender_of(what.unit_id)
    facts = _compose(what, sender, today)
    series = _series(sender.unit_id)
    sequence = _next_number(series, today.year)
    facts = replace(facts, number=_number(series, sequence, today))
    letter = Letter(
        series_id=series.id,
        unit_id=sender.unit_id,
        year=today.year,
        sequence=sequence,
        number=facts.number,
        kind=what.kind,
        source_key=what.source_key,
        subject=facts.subject,
        facts=facts.to_dict(),
        issued_on=today,
        issued_at=now(),
    )
    db.session.add(letter)
    db.session.flush()
    audit.record("letters.letter.issued", letter, by=by, number=letter.number, kind=what.kind)
    jobs.enqueue(KIND, {"letter_id": letter.id}, by=by, government_id=letter.government_id, key=f"{KIND}:{letter.id}")
    return letter


def withdraw(letter_id: int, reason: str, *, by: Actor) -> Letter:
    """Say of a letter that went out that it holds no more. Its number stays used and its file stays kept; once."""
    letter = lock(queries.letter(letter_id))
    if letter.withdrawn_on is None:
        letter.withdrawn_on = wording.local(now(), organisation.government(scope.current()).timezone).date()
        letter.withdrawn_because = reason[:500]
        audit.record("letters.letter.withdrawn", letter, by=by, number=letter.number)
    return letter


def _compose(what: Draft, sender: Sender, day: date) -> LetterFacts:
    words = queries.words_of(what.kind)
    values = dict(what.values)
    return LetterFacts(
        head=sender.head,
        paper=what.paper or (Paper(sender.letterhead.paper) if sender.letterhead else Paper.A4),
        number=NOT_YET,
        issued_on=day,
        nature=rules.USUAL_NATURE,
        attachments=what.attachments or "-",
        subject=rules.fill(words.subject, values)[:250],
        addressee=what.addressee,
        opening=rules.filled(words.opening, values),
        rows=what.rows,
        closing=rules.filled(words.closing, values),
        signer=_signer(sender, day),
        copies=rules.copies_of(words.copies, values) if what.copies is None else what.copies,
        annexes=what.annexes,
        code=what.code,
        code_note=what.code_note,
    )


def _signer(sender: Sender, day: date) -> Signer:
    """Whoever holds the signing post on the day, Plt and Plh included."""
    chosen = sender.letterhead.signatory_position_id if sender.letterhead else None
    head = holders.heads_on(day, [sender.unit_id]).get(sender.unit_id) if chosen is None else None
    position_id = chosen or (head.position_id if head else None)
    found = signatory_of(position_id, day) if position_id else None
    if found is None:
        unit = queries.unit_name(sender.unit_id)
        raise rules.NoSignatory(
            f"Jabatan penanda tangan surat {unit} sedang kosong. Catat pejabatnya, atau Plt./Plh.-nya, di Struktur; "
            "sesudah itu surat bisa terbit."
        )
    on_behalf_of = sender.letterhead.on_behalf_of if sender.letterhead else ""
    return Signer(found.title, found.name, found.nip, on_behalf_of)


def _series(unit_id: int, code: str = USUAL_SERIES, pattern: str = rules.USUAL_PATTERN) -> LetterSeries:
    """The unit's series, held until the transaction ends; made at the first letter.

    While one is made the government is held, so that two first letters at once neither make it twice nor take the
    same sign for two units.
    """
    known = queries.series(unit_id, code)
    if known is None:
        lock(organisation.government(scope.current()))
        known = queries.series(unit_id, code)
    if known is not None:
        return lock(known)
    sign = rules.abbreviation(queries.unit_name(unit_id))
    taken = [(one.pattern, one.unit_code, one.classification) for one in queries.other_series(unit_id, code)]
    if any(rules.collides(pattern, sign, rules.USUAL_CLASSIFICATION, one) for one in taken):
        sign = f"{sign}-{unit_id}"
    series = LetterSeries(
        unit_id=unit_id,
        code=code,
        pattern=pattern,
        unit_code=sign,
        classification=rules.USUAL_CLASSIFICATION,
    )
    db.session.add(series)
    db.session.flush()
    return series


def _next_number(series: LetterSeries, year: int) -> int:
    counter = db.session.execute(
        select(LetterCounter)
        .where(LetterCounter.series_id == series.id, LetterCounter.year == year)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if counter is None:
        counter = LetterCounter(series_id=series.id, year=year, last=0)
        db.session.add(counter)
    counter.last += 1
    return counter.last


def _number(series: LetterSeries, sequence: int, day: date) -> str:
    return format_number(
        series.pattern,
        sequence=sequence,
        year=day.year,
        month=day.month,
        unit=series.unit_code,
        classification=series.classification,
    )


def print_letter(args: dict[str, Any], progress: Callable[[int, int], None]) -> str:
    """Print a letter that has no file yet; what is printed is never printed anew. Safe to run again."""
    letter = queries.letter(args["letter_id"])
    if letter.file_id is None:
        facts = LetterFacts.from_dict(letter.facts)
        emblem = emblem_of(facts.head)
        db.session.commit()
        content = printing.print_letter(facts, emblem)
        storage_key = store.put(content)
        letter = lock(letter)
        if letter.file_id is None:
            name = labels.file_name(letter.number)
            file = store.keep(content, storage_key=storage_key, name=name, media_type=PDF)
            letter.file_id, letter.sha256 = file.id, file.sha256
        db.session.commit()
    progress(1, 1)
    return f"Surat nomor {letter.number} sudah dicetak."


def emblem_of(head: Head) -> bytes | None:
    """The bytes of the emblem on a head."""
    return store.read(documents.stored_file(head.emblem_file_id)) if head.emblem_file_id else None
