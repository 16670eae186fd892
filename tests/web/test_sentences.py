"""A form speaks Indonesian even where its field was given no words of its own."""

import re
from pathlib import Path

import pytest
import wtforms
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, FloatField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import messages_path
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from app.web.sentences import SENTENCES

KNOWN = re.findall(r'^msgid "(.+)"$', (Path(messages_path()) / "wtforms.pot").read_text(), re.MULTILINE)
# Said to whoever wrote the form, never to whoever fills it in.
FOR_THE_AUTHOR = {"Choices cannot be None."}


def test_nothing_the_library_says_is_left_in_english():
    assert len(KNOWN) > 30, wtforms.__version__
    assert set(KNOWN) - FOR_THE_AUTHOR == set(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_keeps_the_figures_it_tells(sentence):
    told = set(re.findall(r"%\((\w+)\)", SENTENCES[sentence]))
    assert told <= set(re.findall(r"%\((\w+)\)", sentence))


class Anything(FlaskForm):
    """Fields of every kind, none with words of its own."""

    class Meta:
        csrf = False

    choice = SelectField(choices=[SelectChoice("1", "Satu")])
    number_of = SelectField(choices=[SelectChoice(1, "Satu")], coerce=int)
    several = SelectMultipleField(choices=[SelectChoice("1", "Satu")])
    whole = IntegerField()
    amount = DecimalField()
    share = FloatField()
    day = DateField()
    asked = StringField(validators=[InputRequired()])
    short = StringField(validators=[Length(min=2, max=3)])
    limited = IntegerField(validators=[NumberRange(min=1, max=5)])
    shaped = StringField(validators=[Regexp(r"\d+")])


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_every_kind_of_field_answers_in_indonesian(app):
    typed = {"choice": "9", "number_of": "x", "several": ["9"], "whole": "x", "amount": "x", "share": "x"}
    typed |= {"day": "kemarin", "asked": "", "short": "panjang sekali", "limited": "9", "shaped": "abc"}
    with app.test_request_context(method="POST", data=typed):
        form = Anything()
        assert not form.validate()
        assert form.errors == {
            "choice": ["Pilih salah satu dari daftarnya."],
            "number_of": ["Pilih salah satu dari daftarnya."],
            "several": ["Pilih hanya dari daftarnya."],
            "whole": ["Isi angka bulat, misalnya 30."],
            "amount": ["Isi angka, misalnya 2,5."],
            "share": ["Isi angka, misalnya 2,5."],
            "day": ["Tanggal ini tidak ada di kalender. Tulis seperti 2027-03-15."],
            "asked": ["Isi dulu bagian ini."],
            "short": ["Panjangnya antara 2 dan 3 huruf."],
            "limited": ["Angkanya antara 1 dan 5."],
            "shaped": ["Isian ini tidak bisa dipakai. Periksa cara menulisnya."],
        }
