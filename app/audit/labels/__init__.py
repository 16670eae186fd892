"""What happened, in words."""

from typing import Any

from app.access.labels import ROLES
from app.audit.labels.happenings import ACTIONS, GROUPS, NO_CHANGE
from app.audit.labels.things import DETAILS, DETAILS_OF, OBJECTS, PARTS, VALUES
from app.base import wording

__all__ = ["ACTIONS", "DETAILS", "GROUPS", "NO_CHANGE", "OBJECTS", "PARTS", "comparisons", "other_facts", "value"]

_ROLES = {role.value: words for role, words in ROLES.items()}


def value(told: Any) -> str:
    """One value on a line, as an auditor reads it."""
    if told is None or told in ("", [], {}):
        return "kosong"
    if isinstance(told, bool):
        return "ya" if told else "tidak"
    if isinstance(told, list):
        return ", ".join(value(one) for one in told)
    if isinstance(told, dict):
        return "; ".join(f"{DETAILS.get(name, name)} {value(found)}" for name, found in told.items())
    text = str(told)
    return VALUES.get(text) or _ROLES.get(text) or wording.kept(text)


def comparisons(details: dict[str, Any], action: str = "") -> list[tuple[str, str, str]]:
    """The changes on a line: field, before, after. ``changed`` holds several; ``before`` and ``after`` one, or one of
    each field."""
    changed = details.get("changed")
    if isinstance(changed, dict):
        return [
            (_named(name, action), value(pair.get("before")), value(pair.get("after")))
            for name, pair in changed.items()
            if isinstance(pair, dict)
        ]
    if "before" in details and "after" in details:
        before, after = details["before"], details["after"]
        if isinstance(before, dict) and isinstance(after, dict):
            names = [name for name in (before | after) if before.get(name) != after.get(name)]
            return [(_named(name, action), value(before.get(name)), value(after.get(name))) for name in names]
        return [("Keadaan", value(before), value(after))]
    return []


def other_facts(details: dict[str, Any], action: str = "") -> list[tuple[str, str]]:
    """Everything else a line tells."""
    told = {"changed"} if isinstance(details.get("changed"), dict) else set()
    told |= {"before", "after"} if "before" in details and "after" in details else set()
    found = {name: one for name, one in details.items() if name not in told}
    return [
        (_named(name, action), _fields(one, action) if name == "fields" else value(one)) for name, one in found.items()
    ]


def _named(name: str, action: str) -> str:
    return DETAILS_OF.get(action, {}).get(name) or DETAILS.get(name, name)


def _fields(names: Any, action: str) -> str:
    return ", ".join(_named(str(name), action) for name in names) if isinstance(names, list) else value(names)
