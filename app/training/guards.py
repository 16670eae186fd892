"""Who may manage a batch besides those who run all training: the people of the unit that runs it."""

from collections.abc import Mapping
from typing import Any

from app.access.guards import allows_besides, visitor
from app.access.permissions import Permission
from app.access.visitor import Reach, Visitor
from app.training.queries import batches

LIST = "training.list_managed"
# What a unit opens of its own batch. A new page is the agency's alone until it is written here, and each of these
# reads nothing but rows of the batch in its address. A test is drawn from the bank by topic, blindly: its questions
# are read once they stand in the unit's own paper, and the bank itself stays with those who keep it.
OF_ONE_BATCH = frozenset(
    f"training.{name}"
    for name in (
        "create_absence_acceptance",
        "create_absence_refusal",
        "create_assignment",
        "create_attendance_export",
        "create_batch_change",
        "create_batch_sheets",
        "create_cancellation",
        "create_closing",
        "create_document",
        "create_document_removal",
        "create_evaluation",
        "create_evaluation_closing",
        "create_exam",
        "create_exam_change",
        "create_exam_closing",
        "create_exam_opening",
        "create_exam_question_removal",
        "create_exam_questions",
        "create_exam_removal",
        "create_going_ahead",
        "create_guest",
        "create_marks",
        "create_meeting",
        "create_meeting_change",
        "create_meeting_removal",
        "create_meetings",
        "create_move",
        "create_publication",
        "create_realisation",
        "create_recognition",
        "create_recognition_end",
        "create_reservation",
        "create_reservation_removal",
        "create_scans",
        "create_scores",
        "create_sign_sheet",
        "create_text_score",
        "create_walk_in",
        "create_work_decision",
        "download_absence_file",
        "download_archive",
        "download_batch_sheets",
        "download_made_sheet",
        "download_sign_sheet",
        "download_sign_sheets",
        "list_absences",
        "list_batch_sheets",
        "list_documents",
        "list_exams",
        "list_refused",
        "list_reservations",
        "list_sign_sheets",
        "list_texts",
        "list_walk_ins",
        "list_works",
        "show_absence_refusal",
        "show_batch_form",
        "show_batch_hours",
        "show_cancellation",
        "show_closing",
        "show_counts",
        "show_effect",
        "show_evaluation",
        "show_exam",
        "show_exam_analysis",
        "show_gain",
        "show_managed",
        "show_meeting_form",
        "show_move",
        "show_new_meeting",
        "show_pattern",
        "show_scan_list",
        "show_scanner",
        "show_schedule",
        "show_screen",
        "show_sheet",
        "show_walk_in",
    )
)


def _of_own_unit(who: Visitor, endpoint: str, numbers: Mapping[str, Any]) -> bool:
    """The list of one's own, and the named pages of exactly that batch."""
    if endpoint == LIST:
        return who.may(Permission.TRAINING_UNIT_RUN)
    return endpoint in OF_ONE_BATCH and _runs(who, numbers.get("batch_id"))


def _runs(who: Visitor, batch_id: int | None) -> bool:
    if batch_id is None or not who.may(Permission.TRAINING_UNIT_RUN):
        return False
    return batches.is_run_within(batch_id, who.reach(Permission.TRAINING_UNIT_RUN))


allows_besides(Permission.TRAINING_BATCH_MANAGE, _of_own_unit)


def manages(batch_id: int) -> bool:
    """Whether the visitor manages this very batch."""
    return visitor.may(Permission.TRAINING_BATCH_MANAGE) or _runs(visitor, batch_id)


def managed_reach() -> Reach:
    """Whose batches, and whose people, the visitor manages."""
    at_large = visitor.may(Permission.TRAINING_BATCH_MANAGE)
    return visitor.reach(Permission.TRAINING_BATCH_MANAGE if at_large else Permission.TRAINING_UNIT_RUN)
