"""How many examples a property test looks at: few on each change, more with ``PENATA_THOROUGH=20``.

Each change is tried on the same examples, so that whoever broke nothing sees nothing break; being thorough is to look
for what nobody thought of, and draws others every time. A shared machine may be slow, so no example has a deadline.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PENATA_THOROUGH", "1"))
PATIENT = {
    "deadline": None,
    "derandomize": TIMES == 1,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def use_profile() -> None:
    """What holds for every property test that says nothing else; to be called before any is read."""
    settings.register_profile("penata", **PATIENT)
    settings.load_profile("penata")


def examples(count: int, **different: object) -> settings:
    """So many examples, or a multiple."""
    return settings(max_examples=count * TIMES, **PATIENT | different)
