"""The messenger between processes. It only ever carries "look at job 12" or "see to the mail"."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab

ONE_MINUTE = crontab(minute="*")
_NAME = "penata"


def make_queue(settings: Mapping[str, Any]) -> Huey:
    """Redis when there is one, else the application's own PostgreSQL, else a file beside the SQLite database."""
    if settings["REDIS_URL"]:
        return RedisHuey(_NAME, url=settings["REDIS_URL"], results=False)
    url = settings["DATABASE_URL"]
    if url.startswith("postgresql"):
        return PostgresHuey(_NAME, dsn=url.replace("+psycopg", ""), results=False)
    return SqliteHuey(_NAME, filename=str(Path(settings["DATA"]) / "queue.db"), results=False)


class Messenger:
    """What the web process says to the worker: a job to look at, or a duty to see to."""

    def __init__(self, huey: Huey, in_context: Callable[[Callable[[], None]], None]) -> None:
        self.huey = huey
        self._in_context = in_context
        self._task_job = huey.task(name="job")(self._run_job)
        self._task_duty = huey.task(name="duty")(self._run_duty)
        self._task_minute = huey.periodic_task(ONE_MINUTE, name="minute")(self._every_minute)

    def tell_job(self, job_id: int) -> None:
        self._task_job(job_id)

    def tell_duty(self, name: str) -> None:
        self._task_duty(name)

    def tell_minute(self) -> None:
        """Have the worker look around now: one that starts takes up at once what another left behind."""
        self._task_minute()

    def _run_job(self, job_id: int) -> None:
        from app.jobs import worker  # the worker needs the messenger's module first

        self._in_context(lambda: worker.run(job_id))

    def _run_duty(self, name: str) -> None:
        from app.jobs import worker  # as above

        self._in_context(lambda: worker.see_to(name))

    def _every_minute(self) -> None:
        from app.jobs import worker  # as above

        self._in_context(worker.every_minute)
