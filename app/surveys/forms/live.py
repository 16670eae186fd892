"""The shape of what opens a quick check of a room."""

from flask_wtf import FlaskForm

from app.web.fields import ChoiceField, line


class OpenForm(FlaskForm):  # type: ignore[misc]
    title = line("Nama pertemuan", 120, asked="Isi nama pertemuannya, misalnya Lokakarya tanggal 3 Desember.")
    initiative_id = ChoiceField("Inisiatif", coerce=str)
    change_name = line("Perubahan yang ditanyakan", 60)
    form_errors: list[str]
