"""The pages of tests, evaluations and assignments: accessible, and never wider than a phone."""

import pytest

from tests.browser import learning_scene
from tests.browser.tours import walk

pytestmark = pytest.mark.browser

TEST = "/pelatihan/angkatan/{running}/tes/{after}"
DESK = "/pelatihan/kelola/{running}"
PAGES = {
    "": ["/evaluasi/{token}"],
    "budi": [
        TEST,
        "/pelatihan/angkatan/{running}/evaluasi",
        "/pelatihan/angkatan/{assigned}/tugas",
        "/evaluasi/mengajar",
    ],
    "dewi": [
        TEST + "/percobaan/{attempt}",
        TEST + "/percobaan/{attempt}?bagian=2",
        TEST + "/percobaan/{attempt}/periksa",
    ],
    "rina": [TEST, "/pelatihan/angkatan/{running}/tes/{before}", "/evaluasi/atasan/{follow_up}"],
    "sari": [
        "/soal",
        "/soal/baru",
        "/soal/{question}",
        "/soal/{question}/ubah",
        "/evaluasi/pernyataan",
        DESK + "/tes",
        DESK + "/tes/{after}",
        DESK + "/tes/{after}/penilaian",
        DESK + "/tes/{before}/analisis",
        DESK + "/peningkatan",
        DESK + "/evaluasi",
        DESK + "/penutupan",
        "/pelatihan/kelola/{draft_batch}/tes/{draft}?topik=Pelayanan+publik",
        "/pelatihan/kelola/{assigned}/tugas",
        "/pelatihan/kelola/{evaluated_4}/evaluasi",
        "/pelatihan/kelola/{evaluated_22}/evaluasi",
        "/impor/nilai/{running}",
    ],
}


@pytest.fixture(scope="module")
def scene(servers):
    return servers("sqlite").seed(learning_scene.learning)


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "stranger")
def test_accessible_and_never_wider_than_the_window(enter, scene, who):
    paths = [path.format(**scene.ids) for path in PAGES[who]]
    faults = walk(enter(getattr(scene.cast, who) if who else None), paths)
    assert not faults, "\n".join(faults)
