"""The running server: two workers, as the application starts them itself."""

import subprocess
import sys
import time
from types import TracebackType
from typing import Self
from urllib.request import urlopen

from support import ROOT
from support.figures import cpu_seconds, family
from support.town import Town

START_SECONDS = 120
WORKERS = 2


class Server:
    """The web on a free port of this machine; with ``probes`` two routes more, see support/probe.py."""

    def __init__(self, town: Town, *, probes: bool = False) -> None:
        module = ["support.serve"] if probes else ["app", "web"]
        self._town = town
        self._process = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=town.environment | {"PENATA_WORKERS": str(WORKERS), "PYTHONPATH": str(ROOT / "bench")},
        )

    def __enter__(self) -> Self:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urlopen(f"{self._town.origin}/healthz", timeout=1):
                    time.sleep(0.5)  # the other worker is about to answer too
                    return self
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("the server did not start")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def processes(self) -> list[int]:
        return family(self._process.pid)

    def cpu_seconds(self) -> float:
        """CPU time of the server and its workers so far."""
        return cpu_seconds(self.processes())
