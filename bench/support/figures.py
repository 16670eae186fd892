"""Arguments and figures: the same options everywhere, and one line of JSON at the end."""

import json
import os
import platform
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

SEED = 2026
DATABASES = ("sqlite", "postgresql")
TICKS = os.sysconf("SC_CLK_TCK")


def arguments(about: str, *, databases: bool = True) -> Namespace:
    """``--quick`` everywhere, ``--database`` where there are two to choose from."""
    parser = ArgumentParser(description=about)
    parser.add_argument("--quick", action="store_true", help="smaller and shorter: under a minute")
    if databases:
        parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
    given = parser.parse_args()
    if databases:
        given.databases = DATABASES if given.database == "both" else (given.database,)
    return given


def finish(name: str, figures: dict[str, Any], *, quick: bool, holds: bool = True) -> None:
    """Print the last line, and end with 1 where what was promised does not hold."""
    about = {"bench": name, "quick": quick, "seed": SEED, "cores": os.cpu_count(), "python": platform.python_version()}
    print(json.dumps(about | {"holds": holds} | figures, sort_keys=False), flush=True)
    sys.exit(0 if holds else 1)


def say(text: str) -> None:
    print(text, flush=True)


def middle(values: Sequence[float], digits: int = 3) -> float:
    return round(median(values), digits)


def percentile(values: Sequence[float], share: int) -> float:
    """The value below which so many hundredths lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def cpu_seconds(pids: Sequence[int]) -> float:
    """CPU time these processes have used so far."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def family(pid: int) -> list[int]:
    """A process and everything it started that still runs."""
    children: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children += [int(child) for child in listing.read_text().split()]
        except OSError:
            continue
    return [pid] + [one for child in children for one in family(child)]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def peak_mib(pid: int) -> float:
    """The most memory a process has held at once, in MiB."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
