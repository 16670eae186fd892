"""How a line of the trail is sealed, and how a change is told in it."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785

START = "0" * 64
MASK = "•••"
# What says who somebody is or lets somebody in: the trail tells that it changed, never what it was (security T1, T3).
SENSITIVE = frozenset(
    {
        "address",
        "birth_date",
        "email",
        "name",
        "nik",
        "nip",
        "password",
        "password_hash",
        "phone",
        "secret",
        "sort_name",
    }
)
_BIGGEST = 2**53 - 1
_PLAIN = frozenset({str, bool, type(None)})
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def seal(key: bytes, previous_hash: str, content: dict[str, Any]) -> str:
    """HMAC-SHA-256 over the previous seal and the canonical JSON (RFC 8785) of the content, in hex."""
    return hmac.digest(key, previous_hash.encode() + canonical(content), "sha256").hex()


def canonical(content: dict[str, Any]) -> bytes:
    """The canonical JSON of a content. Plain ones, nearly all there are, go the short way to the same bytes."""
    if _is_plain(content["details"]):
        try:
            return _encode(content).encode()
        except UnicodeEncodeError:  # half a character: rfc8785 says so in its own words
            pass
    return rfc8785.dumps(content)


def _is_plain(details: Mapping[Any, Any]) -> bool:
    """No number that JSON could write in two ways, and no name whose place in the order is in doubt."""
    return all(type(name) is str and name.isascii() and _is_plain_value(value) for name, value in details.items())


def _is_plain_value(value: Any) -> bool:
    kind = type(value)
    if kind is int:
        return -_BIGGEST <= int(value) <= _BIGGEST
    return kind in _PLAIN or (kind is dict and _is_plain(value))


def content_of(
    *,
    chain: int,
    position: int,
    at: datetime,
    actor_id: int | None,
    action: str,
    object_kind: str,
    object_id: int | None,
    details: dict[str, Any],
    request_id: str,
) -> dict[str, Any]:
    """The part of a line that is sealed."""
    return {
        "chain": chain,
        "position": position,
        "at": at.isoformat(timespec="microseconds"),
        "actor": actor_id,
        "action": action,
        "object": [object_kind, object_id],
        "details": details,
        "request": request_id,
    }


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields that differ, as the trail keeps them: ``{"rank": {"before": "III/a", "after": "III/b"}}``.

    ``audit.record("organisation.employee.changed", row, by=by, changed=audit.changes(before, after))``
    """
    return {
        name: {"before": _told(name, before.get(name)), "after": _told(name, after.get(name))}
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }


def _told(name: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if name in SENSITIVE:
        return MASK
    return value if type(value) in (bool, int, str) else str(value)


def fingerprint(key: bytes) -> str:
    """A few characters by which two installations can tell that they hold the same key, and nothing more."""
    return hmac.new(key, b"penata audit key", hashlib.sha256).hexdigest()[:16]
