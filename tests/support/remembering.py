"""What the process remembers of what it drew: everything in the caches of functions."""

import functools
import gc
from collections.abc import Iterator


def remembered() -> str:
    """Every text that stands in a cache of a function, as a question or as an answer, in one."""
    found = (text for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper) for text in _texts(one))
    return "\n".join(found)


def _texts(cache: object) -> Iterator[str]:
    """Texts within a few steps of a cache; functions and modules are not walked into."""
    seen, ahead = set(), [(cache, 0)]
    while ahead:
        one, depth = ahead.pop()
        if id(one) in seen or depth > 6:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield str(one)
        elif isinstance(one, functools._lru_cache_wrapper | dict | tuple | list) or type(one).__module__ == "functools":
            ahead += [(other, depth + 1) for other in gc.get_referents(one)]
