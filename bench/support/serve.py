"""``python -m support.serve``: the application with its probes, served exactly as ``python -m app web`` serves."""

from unittest.mock import patch

import granian

from app.__main__ import serve

TARGET = "support.probe:app"


class Granian(granian.Granian):
    """The same server with another target."""

    def __init__(self, _target: str, **settings: object) -> None:
        super().__init__(TARGET, **settings)


if __name__ == "__main__":
    with patch("granian.Granian", Granian):
        serve()
