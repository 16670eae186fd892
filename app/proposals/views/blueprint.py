from flask import Blueprint

from app.access.guards import visitor
from app.access.permissions import Permission
from app.proposals import queries
from app.proposals.queries import ProposalPage, Whose

bp = Blueprint("proposals", __name__, url_prefix="/usulan")
READ, RUN, DECIDE = (
    Permission.PROPOSALS_PROPOSAL_READ,
    Permission.TRAINING_UNIT_RUN,
    Permission.PROPOSALS_PROPOSAL_DECIDE,
)


def whose() -> Whose:
    return Whose(visitor.reach(READ), visitor.reach(RUN))


def visible(proposal_id: int) -> ProposalPage:
    """A proposal the visitor may read."""
    return queries.page(whose(), proposal_id)


def own(proposal_id: int) -> ProposalPage:
    """A proposal of a unit the visitor acts for; any other is simply not found."""
    reach = visitor.reach(RUN)
    return queries.page(Whose(reach, reach), proposal_id)


def to_decide(proposal_id: int) -> ProposalPage:
    """A proposal that was handed in."""
    return queries.page(Whose(visitor.reach(DECIDE), visitor.reach(RUN)), proposal_id)
