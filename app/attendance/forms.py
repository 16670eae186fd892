"""The shape of what people type at the desk."""

from typing import Any

from flask_wtf import FlaskForm

from app.web.fields import line


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """Somebody who came unexpected; ``origin`` is what is asked beside the name."""

    name = line("Nama", 150, asked="Tulis nama orangnya, selengkap mungkin.")
    unit = line("Unit atau instansi", 200, asked="Tulis dari mana orangnya, supaya bisa dikenali nanti.")

    def __init__(self, *, origin: str, **more: Any) -> None:
        super().__init__(**more)
        self.unit.label.text = origin
