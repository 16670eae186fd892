"""The shape of what people type about evaluations."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from app.evaluations import labels
from app.evaluations.models import ItemKind, PartKind
from app.web.inputs import tidy


def _offer(words: Any) -> list[SelectChoice]:
    return [SelectChoice(str(value), text) for value, text in words.items()]


class ItemForm(FlaskForm):  # type: ignore[misc]
    part = SelectField("Tentang", choices=_offer(labels.PARTS))
    kind = RadioField("Cara menjawab", choices=_offer(labels.KINDS), validators=[DataRequired("Pilih salah satu.")])
    text = StringField(
        "Pernyataan",
        filters=[lambda text: tidy(text) if text else ""],
        validators=[
            DataRequired("Tulis pernyataannya."),
            Length(max=300, message="Pernyataan paling panjang 300 huruf."),
        ],
    )

    @property
    def chosen(self) -> tuple[PartKind, ItemKind, str]:
        return PartKind(self.part.data), ItemKind(self.kind.data), self.text.data
