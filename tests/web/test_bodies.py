"""What a form may be sent as: text that was looked over, and files only where a form asks for one."""

import io

from flask_wtf import FlaskForm
from wtforms import FileField, MultipleFileField
from wtforms.fields.core import UnboundField

from app.web.inputs import FILE_FIELDS


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)


def test_every_field_that_takes_a_file_is_known(any_app):
    ours = [one for one in below(FlaskForm) if one.__module__.startswith("app.")]
    fields = [(name, one) for form in ours for name, one in vars(form).items() if isinstance(one, UnboundField)]
    taking = {name for name, one in fields if issubclass(one.field_class, FileField | MultipleFileField)}
    assert taking | {"berkas"} == FILE_FIELDS  # the table of scores is read without a form


def test_a_file_in_the_place_of_a_text_is_refused_in_words(visit, budi):
    file = (io.BytesIO(b"Budi"), "nama.txt")
    refused = sent(visit(budi), data={"wanted": file}, content_type="multipart/form-data")
    assert "Ada berkas di tempat tulisan." in visit(budi).page(refused, expect=400).text


def test_a_form_is_no_json(visit, budi):
    """It would bring text past the look for what nobody can read, and lists and numbers where text is meant."""
    for body in (b'{"wanted": "Budi\\u0000"}', b"[1, {}]", b"{"):
        refused = sent(visit(budi), data=body, content_type="application/json")
        assert "bentuk yang tidak dikenal" in visit(budi).page(refused, expect=400).text


def sent(browser, **body):
    """The wish for another name on certificates, sent as no page of ours would."""
    token = browser.open("certificates.show_own_name").token
    return browser.request("POST", "/sertifikat/nama", headers={"X-CSRFToken": token}, **body)
