"""By which groups answers are kept: units with at least ten people who are asked, and never finer (security N4).

Pure: units are their paths ("/1/5/"), the whole is "/". A unit with ten or more people of its own, those pushed up from
below included, makes a group; fewer are pushed up. Who is left over at the top joins the nearest small group, and both
belong to the unit they have in common.
"""

from collections.abc import Mapping

WHOLE = "/"
LEAST = 10


def parent(path: str) -> str:
    """The path of the unit above; that of the whole is its own."""
    return path.rstrip("/").rpartition("/")[0] + "/"


def grouped(counts: Mapping[str, int], *, least: int = LEAST) -> dict[str, str]:
    """The path of the group each unit's people belong to; ``counts`` are people asked by the path of their own unit.

    Every group has at least ``least`` people, unless everybody together are fewer: then they are one group.
    """
    groups, waiting = _made(counts, least)
    if waiting:
        _take_in(groups, waiting, counts)
    return {unit: path for path, units in groups.items() for unit in units}


def _made(counts: Mapping[str, int], least: int) -> tuple[dict[str, list[str]], list[str]]:
    """The groups that units make from the bottom up, and whose people are left over at the top."""
    held: dict[str, list[str]] = {path: [path] for path, people in counts.items() if people}
    groups: dict[str, list[str]] = {}
    for depth in range(max((path.count("/") for path in held), default=0), 0, -1):
        for path in sorted(one for one in held if one.count("/") == depth):
            units = held.pop(path)
            if sum(counts[unit] for unit in units) >= least:
                groups[path] = units
            elif path == WHOLE:
                return groups, units
            else:
                held.setdefault(parent(path), []).extend(units)
    return groups, []


def _take_in(groups: dict[str, list[str]], waiting: list[str], counts: Mapping[str, int]) -> None:
    """Give those left over to the smallest of the nearest groups, which becomes one of the unit they share."""

    def nearness(path: str) -> tuple[int, int, str]:
        return -len(common(path, *waiting)), sum(counts[unit] for unit in groups[path]), path

    nearest = min(groups, key=nearness, default=None)
    units = [*waiting, *(groups.pop(nearest) if nearest is not None else ())]
    groups[common(*units, *((nearest,) if nearest else ()))] = units


def common(*paths: str) -> str:
    """The unit all of these lie in."""
    shared = [""]
    for steps in zip(*(path.strip("/").split("/") for path in paths), strict=False):
        if len(set(steps)) > 1 or steps[0] == "":
            break
        shared.append(steps[0])
    return "/".join(shared) + "/"
