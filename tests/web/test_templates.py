import pytest
from flask import render_template_string

from app.web.templates import breakable

NUMBER = "800.2.3/1187/BKPSDM-KAB/XII/2026"


@pytest.mark.parametrize(
    ("number", "drawn"),
    [
        (NUMBER, "800.2.3/<wbr>1187/<wbr>BKPSDM-<wbr>KAB/<wbr>XII/<wbr>2026"),
        ("{urut}/{tahun}", "{urut}/<wbr>{tahun}"),
        ("//12//", "//<wbr>12//"),
        ("12", "12"),
        ("", ""),
        ("<b>/&", "&lt;b&gt;/<wbr>&amp;"),
    ],
)
def test_a_long_number_breaks_after_its_separators_alone(number, drawn):
    assert str(breakable(number)) == drawn


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_it_joins_other_words_without_letting_them_through(app):
    drawn = render_template_string("{{ title ~ ', nomor ' ~ (number | breakable) }}", title="<i>", number="1/2")
    assert drawn == "&lt;i&gt;, nomor 1/<wbr>2"
