"""A QR code as a drawing on a page."""

import io

import segno
from markupsafe import Markup


def drawing(text: str, title: str) -> Markup:
    """The text as an SVG that fills its place; ``title`` says what it is to whoever cannot see it."""
    buffer = io.BytesIO()
    segno.make(text, error="m", mask=2).save(
        buffer, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, unit=None, nl=False, title=title
    )
    return Markup(buffer.getvalue().decode())  # noqa: S704 - segno draws it from our own text
