"""``python -m app``: web and worker together; ``python -m app web`` or ``worker`` for one of them alone."""

import signal
import subprocess
import sys
from typing import Any

from app import config

THREADS = 4


def main(arguments: list[str]) -> int:
    match arguments:
        case ["web"]:
            return serve()
        case ["worker"]:
            return work()
        case []:
            return both()
    sys.stderr.write("usage: python -m app [web|worker]\n")
    return 2


def serve() -> int:
    """Serve the web with granian. Several threads, so that a slow sender holds up only itself."""
    from granian import Granian  # only this process serves

    settings = config.load()
    Granian(
        "wsgi:app",
        address=settings["HOST"],
        port=settings["PORT"],
        interface="wsgi",  # type: ignore[arg-type]
        workers=settings["WORKERS"],
        blocking_threads=settings["THREADS"] or THREADS,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,
    ).serve()
    return 0


def work() -> int:
    """Do background work, send mail and keep the schedule until told to stop."""
    from app.factory import create_app  # the parent of two processes needs no application

    app = create_app()
    messenger = app.extensions["penata_messenger"]
    messenger.tell_minute()
    messenger.huey.create_consumer(
        workers=app.config["JOB_THREADS"], periodic=True, initial_delay=0.1, max_delay=1.0, check_worker_health=True
    ).run()
    return 0


def both() -> int:
    """Web and worker side by side; when one ends, the other is ended too."""
    children = [subprocess.Popen([sys.executable, "-m", "app", name]) for name in ("web", "worker")]  # noqa: S603 - our own two halves

    def stop(_signal: int, _frame: Any) -> None:
        for child in children:
            child.send_signal(signal.SIGTERM)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(child.poll() is None for child in children):
        try:
            children[0].wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            continue
    stop(0, None)
    codes = [child.wait() for child in children]
    return max(abs(code) for code in codes if code not in (-signal.SIGTERM, -signal.SIGINT)) if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
