import pytest
from jinja2 import UndefinedError

from app.documents.printing import ForbiddenUrl, Underlay, print_pdf, printable, render_document
from tests.support import pdf as look

PAGE = (
    '<!doctype html><html lang="id"><head><title>Surat</title><style>{style}</style></head><body>{body}</body></html>'
)
JAKARTA = "@font-face {{ font-family: J; src: url({url}); }} p {{ font-family: J }}"
FONT = "penata:fonts/plus-jakarta-sans-latin-400-normal.woff2"

ELSEWHERE = [
    "file:///etc/passwd",
    "http://127.0.0.1:9/x.woff2",
    "https://penata.example/x.woff2",
    "ftp://penata.example/x.woff2",
    "data:font/woff2;base64,d09GMg==",
    "gambar.png",
    "//penata.example/x.woff2",
    "penata:../app/config.py",
    "penata:fonts/../../pyproject.toml",
    "penata:fonts/%2e%2e/%2e%2e/pyproject.toml",
    "penata:fonts//etc/passwd",
    "penata:/etc/passwd",
    "penata:css/base.css",
    "penata:fonts/tidak-ada.woff2",
    FONT + "?x",
    "PENATA:fonts/plus-jakarta-sans-latin-400-normal.woff2",
]


def _print(body="", style=""):
    return print_pdf(PAGE.format(body=body, style=style))


@pytest.mark.parametrize("url", [*ELSEWHERE[:2], "penata:../app/config.py"])
@pytest.mark.parametrize(
    "body",
    [
        '<img src="{url}">',
        '<link rel="attachment" href="{url}">',
        '<link rel="stylesheet" href="{url}">',
        '<object data="{url}"></object>',
        '<embed src="{url}">',
        '<svg viewBox="0 0 9 9"><image href="{url}" width="9" height="9"/></svg>',
        '<p style="background: url({url})">x</p>',
        '<ul style="list-style-image: url({url})"><li>x</li></ul>',
        '<svg viewBox="0 0 9 9"><style type="text/css">@font-face {{ font-family: x; src: url({url}) }}</style></svg>',
    ],
)
def test_nothing_is_fetched_from_elsewhere(body, url):
    with pytest.raises(ForbiddenUrl):
        _print(body.format(url=url))


@pytest.mark.parametrize("url", ELSEWHERE)
@pytest.mark.parametrize(
    "style",
    ["@import url({url});", JAKARTA, "@page {{ background: url({url}) }}", "p::before {{ content: url({url}) }}"],
)
def test_no_stylesheet_fetches_from_elsewhere(style, url):
    with pytest.raises(ForbiddenUrl):
        _print("<p>x</p>", style.format(url=url))


def test_a_drawing_takes_no_parts_from_elsewhere(tmp_path):
    """The engine does not follow such references; should it learn to, the fetcher stands in the way."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text id="a" y="9">rahasia</text></svg>')
    drawing = f'<p>x</p><svg viewBox="0 0 90 9"><text y="9">boleh</text><use href="{secret.as_uri()}#a"/></svg>'
    assert set(look.text(_print(drawing)).split()) == {"x", "boleh"}


def test_a_base_address_does_not_open_another_way():
    with pytest.raises(ForbiddenUrl):
        print_pdf('<html lang="id"><head><base href="file:///etc/"></head><body><img src="passwd"></body></html>')


def test_a_bundled_font_is_embedded():
    fonts = look.fonts(_print("<p>Selamat pagi</p>", JAKARTA.format(url=FONT)))
    assert [name.partition("+")[2] for name in fonts] == ["J"]
    assert all(fonts.values())


def test_a_refusal_spoils_no_later_document():
    with pytest.raises(ForbiddenUrl, match="passwd"):
        _print('<img src="file:///etc/passwd">')
    assert look.text(_print("<p>Surat berikut</p>")) == "Surat berikut"


def test_the_same_input_gives_the_same_bytes():
    assert _print("<p>Sekali lagi</p>") == _print("<p>Sekali lagi</p>")


def test_underlays_follow_the_pages_and_the_last_one_stays():
    def square(grey):
        return (Underlay(f"q {grey} g 0 0 200 200 re f Q".encode()),)

    html = PAGE.format(
        style="@page { size: 100pt 100pt; margin: 0 } p { break-after: page }",
        body="<p>1</p><p>2</p><p>3</p><div>4</div>",
    )
    pdf = print_pdf(html, underlays=[square(0.2), square(0.6), square(0.8)])
    corners = [look.picture(pdf, page, 72).convert("L").getpixel((90, 90)) for page in (1, 2, 3, 4)]
    assert corners == [51, 153, 204, 204]
    assert look.complaints(pdf) == ""


def test_a_template_with_a_missing_fact_is_not_filled():
    with pytest.raises(UndefinedError):
        render_document("certificate.html")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ma'ruf", "Ma'ruf"),
        ("satu\ndua\x00tiga", "satu dua tiga"),
        ("\u202eterbalik", "terbalik"),
        ("\ud800", "\ufffd"),
        ("e\u0301", "é"),
        ("Nguyễn 山田", "Nguyễn 山田"),
    ],
)
def test_only_characters_with_a_look_are_printed(text, shown):
    assert printable(text) == shown
