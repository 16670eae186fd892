"""``python -m support.closing <job>``: one closing, done by a worker of its own, and what it took."""

import json
import multiprocessing
import resource
import sys
import time
from pathlib import Path


def main(job_id: int) -> None:
    # The printing processes import this file anew; they need nothing of these.
    from app.factory import create_app
    from app.jobs import worker

    app = create_app()
    with app.app_context():
        started = time.perf_counter()
        worker.run(job_id)
        seconds = time.perf_counter() - started
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    printing = max((peak_kib(one.pid) for one in multiprocessing.active_children()), default=0)
    print(json.dumps({"seconds": seconds, "worker_mib": kib / 1024, "printing_mib": printing / 1024}))


def peak_kib(pid: int | None) -> int:
    """The most memory a running process ever held. Printing ones are kept for a while, so nobody waited for them."""
    status = Path(f"/proc/{pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
