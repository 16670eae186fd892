"""How a line of the trail is sealed."""

import hashlib
import hmac
from datetime import datetime
from typing import Any

import rfc8785

START = "0" * 64


def seal(key: bytes, previous_hash: str, content: dict[str, Any]) -> str:
    """HMAC-SHA-256 over the previous seal and the canonical JSON (RFC 8785) of the content, in hex."""
    return hmac.new(key, previous_hash.encode() + rfc8785.dumps(content), hashlib.sha256).hexdigest()


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
