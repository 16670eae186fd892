"""The shape of what people type about waves."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Optional

from app.base.suppression import MINIMUM
from app.initiatives.forms import long_text
from app.surveys import labels
from app.surveys.facts import WaveFacts
from app.surveys.models import PopulationKind, WaveMode
from app.web.fields import ChoiceField, CountField, MomentField, line, offer
from app.web.inputs import is_row_number


def number(text: str | None) -> int | None:
    return int(text) if text and is_row_number(text) else None


class WaveForm(FlaskForm):  # type: ignore[misc]
    version = HiddenField()
    unit_id = ChoiceField("Unit penanggung jawab", coerce=str, validators=[InputRequired("Pilih unitnya.")])
    title = line("Judul", 150, asked="Isi judulnya; yang ditanya membacanya.")
    purpose = long_text("Untuk apa", 2000, asked="Tulis untuk apa hasilnya; yang ditanya membacanya sebelum menjawab.")
    initiative_id = ChoiceField("Tentang inisiatif", coerce=str)
    change_name = line("Nama perubahan dalam pernyataan", 60)
    first_version = ChoiceField("Instrumen pertama", coerce=str)
    second_version = ChoiceField("Instrumen kedua", coerce=str)
    third_version = ChoiceField("Instrumen ketiga", coerce=str)
    mode = RadioField(
        "Cara menjawab",
        choices=offer(labels.MODE_CHOICES.items()),
        default=WaveMode.ANONYMOUS.value,
        validators=[InputRequired("Pilih salah satu.")],
    )
    minimum_group = CountField(
        "Batas minimal kelompok", [InputRequired("Isi batasnya, paling sedikit 5.")], default=MINIMUM
    )
    closes_at = MomentField("Ditutup", [Optional()])
    previous_id = ChoiceField("Dibandingkan dengan", coerce=str)
    form_errors: list[str]

    def facts(self) -> WaveFacts:
        chosen = (self.first_version, self.second_version, self.third_version)
        return WaveFacts(
            title=self.title.data,
            purpose=self.purpose.data,
            change_name=self.change_name.data,
            mode=WaveMode(self.mode.data),
            minimum_group=self.minimum_group.data,
            closes_at=self.closes_at.data,
            version_ids=tuple(int(one.data) for one in chosen if number(one.data)),
            initiative_id=number(self.initiative_id.data),
            previous_id=number(self.previous_id.data),
        )


class PopulationForm(FlaskForm):  # type: ignore[misc]
    """A line of a population that is chosen from lists; posts and people are searched for instead."""

    kind = ChoiceField(
        "Siapa",
        coerce=str,
        choices=offer(
            (one, words)
            for one, words in labels.POPULATIONS.items()
            if one not in (PopulationKind.POSITION, PopulationKind.PERSON)
        ),
    )
    unit_id = ChoiceField("Unit", coerce=str)
    tier = ChoiceField("Jenjang", coerce=str)
    initiative_id = ChoiceField("Inisiatif", coerce=str)
    is_left_out = ChoiceField("Untuk", coerce=str, choices=offer([("", "Ditanya"), ("1", "Tidak ditanya")]))
