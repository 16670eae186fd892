"""When a version of how a form counts comes or goes, batches that are not over follow it."""

from datetime import date
from typing import Any

from app.access.visitor import Actor
from app.audit import services as audit
from app.base.database import lock
from app.learning.signals import rule_changed
from app.training.queries import programmes
from app.training.services import hours


@rule_changed.connect
def follow(_sender: None, *, code: str, valid_from: date, by: Actor, **_more: Any) -> None:
    for batch in programmes.open_batches_in(code, valid_from):
        before = lock(batch).lesson_hours
        hours.follow_the_rule(batch, code)
        if batch.lesson_hours != before:
            audit.record("training.batch.recounted", batch, by=by, before=str(before), hours=str(batch.lesson_hours))
