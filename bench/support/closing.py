"""``python -m support.closing <job>``: one closing, done by a worker of its own, and what it took."""

import json
import resource
import sys
import time


def main(job_id: int) -> None:
    # The printing processes import this file anew; they need nothing of these.
    from app.factory import create_app
    from app.jobs import worker

    app = create_app()
    with app.app_context():
        started = time.perf_counter()
        worker.run(job_id)
        seconds = time.perf_counter() - started
    kib = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"seconds": seconds, "worker_mib": kib[0] / 1024, "printing_mib": kib[1] / 1024}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
