"""The shape of what people type about bands and the steadiness of instruments."""

import re
from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, NumberRange

from app.surveys.rules.measures import FEWEST_PEOPLE, Band, Facts
from app.web.fields import CountField, DayField, FigureField, line
from app.web.inputs import tidy

BANDS_AT_MOST = 7
NAME_LENGTH = 30
_LIMIT = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?")
_SHARE = NumberRange(0, 1, message="Isi angka antara 0 dan 1, misalnya 0,70.")


class MeasuresForm(FlaskForm):  # type: ignore[misc]
    """The bands themselves stand beside as ``name-0``, ``lower-0``, ``upper-0`` and so on."""

    valid_from = DayField(
        "Berlaku mulai",
        validators=[InputRequired("Pilih tanggalnya.")],
        description="Gelombang yang ditutup mulai hari itu memakai edisi ini. Hasil lama tetap memakai edisi lama.",
    )
    source = line("Dasar", 300, asked="Tulis dasarnya, misalnya notula rapat tim perubahan.")
    least_people = CountField(
        "Penjawab paling sedikit",
        validators=[
            InputRequired("Tulis berapa orang."),
            NumberRange(FEWEST_PEOPLE, message=f"Paling sedikit {FEWEST_PEOPLE} orang."),
        ],
        description="Yang menjawab semua butir sebuah dimensi.",
    )
    least_alpha = FigureField("Alfa Cronbach paling kecil", validators=[InputRequired("Tulis angkanya."), _SHARE])
    least_item_rest = FigureField(
        "Korelasi butir dengan butir lain paling kecil", validators=[InputRequired("Tulis angkanya."), _SHARE]
    )

    def facts(self, bands: list[Band]) -> Facts:
        return Facts(
            self.valid_from.data,
            self.source.data,
            tuple(bands),
            self.least_people.data,
            self.least_alpha.data,
            self.least_item_rest.data,
        )


def typed_bands(sent: Any) -> tuple[list[dict[str, str]], list[Band], str]:
    """The rows as they were typed, the bands they mean, and what is wrong with the first that cannot be read."""
    rows, found, fault = [], [], ""
    for index in range(BANDS_AT_MOST):
        row = {part: tidy(sent.get(f"{part}-{index}", ""))[:NAME_LENGTH] for part in ("name", "lower", "upper")}
        rows.append(row)
        if not any(row.values()):
            continue
        lower, upper = _figure(row["lower"]), _figure(row["upper"])
        if lower is None or upper is None:
            fault = fault or f"Batas rentang «{row['name'] or index + 1}» bukan angka. Tulis misalnya 2,99."
            continue
        found.append(Band(row["name"], lower, upper))
    return rows, found, fault


def _figure(text: str) -> Decimal | None:
    """A limit as people type it, with at most two places; None where it is none."""
    return Decimal(text.replace(",", ".")) if _LIMIT.fullmatch(text) else None
