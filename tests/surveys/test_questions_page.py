"""The drawing of a page of questions, as whoever answers sees it."""

from flask import render_template_string

from app.surveys.models import ItemKind
from app.surveys.rules import pages
from app.surveys.rules.pages import Given
from tests.support.html import parse, part_faults, words
from tests.surveys.items import item

FORM = """
<form method="post" action="/contoh"><input type="hidden" name="csrf_token" value="x">
{% include "surveys/_questions.html" %}
</form>
"""


def drawn(app, sheet):
    with app.test_request_context("/"):
        page = render_template_string(FORM, sheet=sheet, change_name="penataan OPD", send_label="Kirim jawaban")
    return parse(page, fragment=True)


def test_a_page_is_fieldsets_with_legends_and_tells_where_one_is(app):
    items = [item(1), item(2, ItemKind.MULTIPLE), item(3, ItemKind.TEXT, is_required=False), item(4, page=2)]
    tree = drawn(app, pages.sheet(items, Given({1: [4], 4: [0]}, {3: "Sudah <b>jelas</b>"})))
    assert part_faults(tree) == []
    assert [words(one) for one in tree.query("legend")] == [
        "1. Pernyataan 1 tentang penataan OPD.",
        "2. Pernyataan 2 tentang penataan OPD. (boleh pilih beberapa)",
    ]
    assert words(tree.query("#halaman-ke")[0]) == "Halaman 1 dari 2"
    assert [words(one) for one in tree.query("button")] == ["Lanjut"]
    assert words(tree.query("textarea")[0]) == "Sudah <b>jelas</b>"
    assert len(tree.query("input[checked]")) == 1
    assert tree.query('input[type="hidden"][name="p-4"]')


def test_the_last_page_sends_and_a_fault_stands_at_its_item(app):
    items = [item(1), item(2, page=2)]
    sheet = pages.turn(items, Given({1: [0]}), 2)
    tree = drawn(app, sheet)
    assert part_faults(tree) == []
    assert [words(one) for one in tree.query("button")] == ["Kirim jawaban", "Kembali"]
    assert words(tree.query('[role="alert"] a')[0]) == "Nomor 2: Pilih satu jawaban."
    assert words(tree.query("#p-2-error")[0]) == "Pilih satu jawaban."
