"""Ports of this machine for servers of our own."""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_port() -> Iterator[int]:
    """A free port that nobody else is given while it is kept, though the server it is for may listen there.

    Other tests look for ports at the same moment, and a server may take seconds to begin.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        port = int(held.getsockname()[1])
        if sys.platform == "darwin":  # there whoever holds a port is the only one to have it
            held.close()
        yield port
