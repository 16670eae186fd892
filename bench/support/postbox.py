"""A real mail server in a process of its own: takes everything, keeps the Message-IDs, tells them at the end.

    python -m support.postbox <port>

It says "open" once it listens, and a line of JSON when its standard input closes.
"""

import asyncio
import json
import re
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Keeper:
    """Takes every letter and remembers which."""

    def __init__(self) -> None:
        self.seen: dict[bytes, int] = {}

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        found = MESSAGE_ID.search(envelope.content)
        key = found[1] if found else b""
        self.seen[key] = self.seen.get(key, 0) + 1
        return "250 taken"


async def keep(port: int) -> None:
    keeper, loop = Keeper(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="postbox.example"), "127.0.0.1", port)
    print("open", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()
    times = keeper.seen.values()
    print(
        json.dumps({"taken": sum(times), "different": len(times), "twice": sum(one > 1 for one in times)}), flush=True
    )


if __name__ == "__main__":
    asyncio.run(keep(int(sys.argv[1])))
