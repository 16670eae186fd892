"""The letter of a round, and copies of it for one person each: printed when asked for, kept nowhere."""

from sqlalchemy.exc import NoResultFound

from app.base.database import db
from app.letters import printing, queries
from app.letters.facts import LetterFacts
from app.letters.models import Letter
from app.letters.services import issuing
from app.sosialisasi.papers import invitations as papers
from app.sosialisasi.queries.events import RoundPage
from app.sosialisasi.queries.invitations import InvitationPage

PDF = issuing.PDF


def letter_of(page: RoundPage) -> Letter:
    """The letter that invites to a round; simply not found until it was issued."""
    if page.round.letter_id is None:
        raise NoResultFound
    return queries.letter(page.round.letter_id)


def personal_copy(page: InvitationPage) -> bytes:
    """The letter addressed to one person, without the list of the others. Printing stands outside the transaction."""
    facts = LetterFacts.from_dict(letter_of(page.as_round).facts)
    copy = papers.personal(facts, page.employee.name, page.round.id, page.employee.id)
    emblem = issuing.emblem_of(copy.head)
    db.session.rollback()
    return printing.print_letter(copy, emblem)


def name_of(page: InvitationPage) -> str:
    return f"undangan-{page.event.id}-{page.round.number}-{page.invitation.id}.pdf"
