"""The letters of a round to each person in one file for the printer, made in the background (decision 0067).

Each letter's code answers for its person, so a file is for whoever asked alone and goes after some days.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.access.visitor import Actor
from app.audit import services as audit
from app.base import wording
from app.base.database import db
from app.base.errors import RuleBroken
from app.base.pieces import batched
from app.documents import asked
from app.documents import services as store
from app.documents.printing import joined
from app.jobs import services as jobs
from app.letters import printing
from app.letters import queries as letters
from app.letters.facts import LetterFacts
from app.letters.services.issuing import PDF, emblem_of
from app.sosialisasi.models import LetterBundle, LetterChoice
from app.sosialisasi.papers import invitations as papers
from app.sosialisasi.queries import bundles as queries
from app.sosialisasi.queries.events import RoundPage, any_round
from app.sosialisasi.rules import events as rules

KIND = queries.KIND
AT_MOST = 20_000
AT_ONCE = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Letter:
    """What everybody's letter says, and whose round it is."""

    round_id: int
    facts: LetterFacts
    emblem: bytes | None


class NobodyToPrintFor(RuleBroken):
    message = "Tidak ada undangan yang cocok dengan pilihan ini, jadi tidak ada yang dicetak."


def ask(page: RoundPage, choice: LetterChoice, *, by: Actor) -> LetterBundle:
    """Have the letters printed. Raises NotNow before the round's letter is issued or after it was called off, and
    NobodyToPrintFor."""
    rules.ensure_may_print(page.round.status, has_letter=page.round.letter_id is not None)
    count = queries.count(page.round.id, choice)
    if not count:
        raise NobodyToPrintFor
    if count > AT_MOST:
        raise rules.NotNow(f"Satu berkas memuat paling banyak {AT_MOST:n} surat. Pilih yang belum menjawab saja.")
    bundle = LetterBundle(round_id=page.round.id, choice=choice, **asked.stamp(by))
    db.session.add(bundle)
    db.session.flush()
    audit.record("sosialisasi.letters.asked", bundle, by=by, choice=choice, letters=count)
    key = asked.job_key(KIND, bundle.id)
    jobs.enqueue(KIND, {"bundle_id": bundle.id}, by=by, government_id=bundle.government_id, key=key, afresh=True)
    return bundle


def note_taken(bundle: LetterBundle, *, by: Actor) -> None:
    """Taking what answers for others leaves a line."""
    audit.record("sosialisasi.letters.taken", bundle, by=by, letters=bundle.count or 0)


def make(args: dict[str, Any], progress: Progress) -> str:
    """Print and keep the file; done twice, the first one stays."""
    bundle = asked.by_id(LetterBundle, args["bundle_id"])
    if bundle is None:
        return "Permintaan ini sudah dihapus."
    if bundle.file_id is None:
        page = any_round(bundle.round_id)
        rules.ensure_may_print(page.round.status, has_letter=page.round.letter_id is not None)
        people = queries.people(page.round.id, LetterChoice(bundle.choice))
        facts = LetterFacts.from_dict(letters.letter(page.round.letter_id or 0).facts)
        letter = _Letter(page.round.id, facts, emblem_of(facts.head))
        name = f"surat-undangan-{page.event.id}-{page.round.number}.pdf"
        db.session.commit()
        with tempfile.TemporaryFile() as file:
            _write(file, people, letter, progress)
            put = store.put_file(file)
        bundle = asked.keep(bundle, put, name=name, media_type=PDF, count=len(people))
    return f"Selesai. {wording.number(bundle.count or 0)} surat siap dicetak."


def _write(file: BinaryIO, people: Sequence[queries.Addressee], letter: _Letter, progress: Progress) -> None:
    """Part after part goes to disk; a bookmark stands before the first letter of each unit."""
    bookmarks: list[tuple[str, int]] = []
    parts: list[Path] = []
    done = pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for some in batched(people, AT_ONCE):
            part = Path(folder) / f"{len(parts)}.pdf"
            own = [papers.personal(letter.facts, one.name, letter.round_id, one.employee_id) for one in some]
            for one, taken in zip(some, printing.print_letters(part, own, letter.emblem), strict=True):
                if not bookmarks or bookmarks[-1][0] != one.unit:
                    bookmarks.append((one.unit, pages))
                pages += taken
            parts.append(part)
            done += len(some)
            progress(done, len(people) + 1)
        joined(file, parts, bookmarks, title=letter.facts.subject)
