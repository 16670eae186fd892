"""A real browser on the real server."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import Visitor
from tests.browser.server import Server

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def servers(request, tmp_path_factory) -> Iterator[Callable[[str], Server]]:
    """``servers("sqlite")``: started when first asked for, kept for the run."""
    running: dict[str, Server] = {}

    def get(kind: str) -> Server:
        if kind not in running:
            on_postgres = kind == "postgresql"
            url = request.getfixturevalue("cluster").url("browser") if on_postgres else ""
            # Several web processes answer on PostgreSQL; one is enough elsewhere, and starts sooner.
            server = Server(tmp_path_factory.mktemp(kind), url, WORKERS="2" if on_postgres else "1")
            request.addfinalizer(lambda: server.__exit__(None, None, None))
            running[kind] = server.__enter__()
            server.seed(len, "")
            server.start()
            server.wait_until_ready()
        return running[kind]

    return get


@pytest.fixture
def server(servers) -> Server:
    return servers("sqlite")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("PENATA_CHROMIUM", "/usr/bin/chromium")
    assert Path(path).exists(), f"no browser at {path}; PENATA_CHROMIUM names one, PENATA_NO_BROWSER=1 goes without"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def enter(chromium, server) -> Iterator[Callable[..., Visitor]]:
    """``enter(person, width=390)``: a window of one's own, signed in. No page may leave a complaint behind."""
    with visitors(chromium, server) as enter:
        yield enter


@contextmanager
def visitors(chromium: Browser, server: Server, **always: Any) -> Iterator[Callable[..., Visitor]]:
    opened: list[Visitor] = []

    def enter(person: Any = None, **different: Any) -> Visitor:
        visitor = Visitor(chromium, server, **always | different)
        opened.append(visitor)
        return visitor.sign_in(person) if person else visitor

    try:
        yield enter
    finally:
        complaints = [complaint for visitor in opened for complaint in visitor.close()]
    assert complaints == []
