"""The pages of questions and of understanding: accessible, and never wider than a phone."""

import pytest

from tests.browser import asking_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

PAGES = {
    "": [
        "/sosialisasi/ruang/{code}",
        "/sosialisasi/ruang/{code}/pemahaman",
        "/sosialisasi/jawaban",
        "/sosialisasi/jawaban/{own}",
        "/sosialisasi/tanya-jawab/{initiative}",
    ],
    "budi": [
        "/sosialisasi/ruang/{code}",
        "/sosialisasi/pertanyaan-saya",
        "/sosialisasi/pertanyaan-untuk-saya",
        "/sosialisasi/pertanyaan-untuk-saya/{long}",
    ],
    "sari": [
        "/sosialisasi/{event}/pertanyaan",
        "/sosialisasi/putaran/{round}/pertanyaan",
        "/sosialisasi/putaran/{bare}/pertanyaan",
        "/sosialisasi/pertanyaan/{long}",
        "/sosialisasi/pertanyaan/{named}",
        "/sosialisasi/pertanyaan/{hidden}",
        "/sosialisasi/pertanyaan/{personal}",
        "/sosialisasi/putaran/{round}/pemahaman",
        "/sosialisasi/putaran/{fresh}/pemahaman",
        "/sosialisasi/putaran/{done}/pemahaman",
        "/sosialisasi/putaran/{bare}/pemahaman",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(asking_scene.asking)


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    visitor = enter(getattr(scene.cast, who) if who else None)
    faults = walk(visitor, [one.format(**scene.ids) for one in PAGES[who]])
    assert not faults, "\n".join(faults)
