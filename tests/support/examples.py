"""How many examples a property test looks at: few on each change, more with ``PENATA_THOROUGH=20``."""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("PENATA_THOROUGH", "1"))


def examples(count: int, **different: object) -> settings:
    """So many examples, or a multiple; a shared machine may be slow, so no example has a deadline."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        **different,
    )
