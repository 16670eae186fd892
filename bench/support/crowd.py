"""Browsers that never rest: keep-alive connections of one light process, so that the server keeps the machine.

Its own share of the two cores is part of every figure alike; the server's CPU time, measured beside it, is not.
"""

import re
import selectors
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
_END = b"\r\n\r\n"


@dataclass
class Visit:
    """What a connection sends next: the bytes, and the status it hopes for."""

    request: bytes
    expect: int = 200


@dataclass
class Tally:
    """What a run came to."""

    seconds: float = 0.0
    served: int = 0
    errors: int = 0
    milliseconds: list[float] = field(default_factory=list)
    client_seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.served / self.seconds if self.seconds else 0.0


def get(path: str, host: str, cookie: str = "") -> Visit:
    return Visit(_request("GET", path, host, cookie, b""))


def post(path: str, host: str, cookie: str, fields: dict[str, str], *, expect: int) -> Visit:
    return Visit(_request("POST", path, host, cookie, urlencode(fields).encode()), expect)


def _request(method: str, path: str, host: str, cookie: str, body: bytes) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: text/html", "Accept-Encoding: br, gzip"]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class _Connection:
    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.visit = Visit(b"")
        self.sent_at = 0.0
        self._got = b""

    def send(self, visit: Visit) -> None:
        self.visit, self._got = visit, b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(visit.request)

    def status(self) -> int:
        """The status once the whole answer is there, 0 before; a broken connection counts as 599."""
        try:
            piece = self.socket.recv(65536)
        except OSError:
            return 599
        if not piece:
            return 599
        self._got += piece
        head, end, body = self._got.partition(_END)
        if not end:
            return 0
        length = _LENGTH.search(head + b"\r\n")
        if len(body) < (int(length[1]) if length else 0):
            return 0
        return int(head[9:12])

    @property
    def words(self) -> str:
        return self._got[:200].decode(errors="replace")


class Crowd:
    """So many open connections to one port, used again for every run so that all runs meet the same workers."""

    def __init__(self, port: int, connections: int) -> None:
        self._connections = [_Connection(port) for _index in range(connections)]

    def run(self, visits: Sequence[Iterator[Visit]], seconds: float) -> Tally:
        """Each connection asks for its own next visit until the time is over or it has none left."""
        tally = Tally()
        with selectors.DefaultSelector() as selector:
            busy = 0
            started, cpu = time.perf_counter(), time.process_time()
            for connection, own in zip(self._connections, visits, strict=True):
                visit = next(own, None)
                if visit is not None:
                    selector.register(connection.socket, selectors.EVENT_READ, (connection, own))
                    connection.send(visit)
                    busy += 1
            until = started + seconds
            while busy:
                for key, _events in selector.select():
                    busy -= self._go_on(key.data, tally, until, selector.unregister)
            tally.seconds = time.perf_counter() - started
            tally.client_seconds = time.process_time() - cpu
        return tally

    @staticmethod
    def _go_on(
        held: tuple[_Connection, Iterator[Visit]], tally: Tally, until: float, leave: Callable[[socket.socket], object]
    ) -> bool:
        """Take what came and ask for the next; returns whether this connection has finished."""
        connection, own = held
        status = connection.status()
        if not status:
            return False
        at = time.perf_counter()
        tally.served += 1
        tally.milliseconds.append((at - connection.sent_at) * 1000)
        if status != connection.visit.expect:
            tally.errors += 1
            tally.faults.append(connection.words)
        visit = next(own, None) if at < until and status != 599 else None
        if visit is None:
            leave(connection.socket)
            return True
        connection.send(visit)
        return False

    def close(self) -> None:
        for connection in self._connections:
            connection.socket.close()
