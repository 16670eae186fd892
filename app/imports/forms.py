"""The shape of what people bring."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectChoice, SelectField
from wtforms.validators import ValidationError

from app.imports import labels
from app.imports.headings import ImportKind
from app.imports.reading import BIGGEST_FILE

AUTOMATIC = ""


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField(
        "Berkas XLSX atau CSV", validators=[FileRequired("Pilih berkas XLSX atau CSV lebih dulu, lalu unggah.")]
    )
    kind = SelectField(
        "Isi berkas",
        choices=[
            SelectChoice(AUTOMATIC, "Kenali sendiri dari judul kolom"),
            *(SelectChoice(one.value, labels.KINDS[one]) for one in ImportKind),
        ],
    )
    make_units = BooleanField("Buat unit yang belum ada")

    def validate_file(self, field: FileField) -> None:
        field.data.stream.seek(0, 2)
        size = field.data.stream.tell()
        field.data.stream.seek(0)
        if size > BIGGEST_FILE:
            raise ValidationError(
                f"Berkas paling besar {BIGGEST_FILE // 1024 // 1024} MB. Bagi menjadi beberapa berkas."
            )
