"""The communication plan: messages of its own, beside the events that other houses hold for the initiative."""

from flask.typing import ResponseReturnValue

from app.access.guards import requires, visitor
from app.base.clock import today
from app.initiatives import load_events
from app.initiatives.entry_forms import MessageForm
from app.initiatives.guards import MANAGE, READ, visible_initiative
from app.initiatives.models import Message
from app.initiatives.pages import context
from app.initiatives.queries import entries as queries
from app.initiatives.tabs import INITIATIVE, Tab
from app.initiatives.views import entries
from app.initiatives.views.blueprint import bp
from app.web.answers import show

KIND = entries.Kind(
    Message,
    MessageForm,
    "komunikasi",
    "pesan",
    "list_messages",
    "create_message",
    "create_message_change",
    "create_message_removal",
    "message_id",
)
INITIATIVE.add(Tab("komunikasi", "Komunikasi", "initiatives.list_messages", 32))


@bp.get("/<int:initiative_id>/komunikasi")
@requires(READ)
def list_messages(initiative_id: int) -> ResponseReturnValue:
    page = visible_initiative(initiative_id)
    day = today(visitor.timezone)
    plan = load_events.plan_of(page.initiative, queries.messages(initiative_id))
    return show("initiatives/communication.html", **context(page, "komunikasi", plan=plan, day=day))


@bp.get("/<int:initiative_id>/komunikasi/baru")
@requires(MANAGE)
def show_new_message(initiative_id: int) -> ResponseReturnValue:
    return entries.show_new(KIND, initiative_id)


@bp.post("/<int:initiative_id>/komunikasi/baru")
@requires(MANAGE)
def create_message(initiative_id: int) -> ResponseReturnValue:
    return entries.create(KIND, initiative_id)


@bp.get("/<int:initiative_id>/komunikasi/<int:message_id>")
@requires(MANAGE)
def show_message(initiative_id: int, message_id: int) -> ResponseReturnValue:
    return entries.show_one(KIND, initiative_id, message_id)


@bp.post("/<int:initiative_id>/komunikasi/<int:message_id>")
@requires(MANAGE)
def create_message_change(initiative_id: int, message_id: int) -> ResponseReturnValue:
    return entries.change(KIND, initiative_id, message_id)


@bp.post("/<int:initiative_id>/komunikasi/<int:message_id>/penghapusan")
@requires(MANAGE)
def create_message_removal(initiative_id: int, message_id: int) -> ResponseReturnValue:
    return entries.remove(KIND, initiative_id, message_id)
