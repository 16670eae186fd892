"""Staff at the door: a phone's camera reads codes, with a network and without, and nothing stays on the phone."""

import os
from pathlib import Path

import pytest
import segno
from playwright.sync_api import expect

from tests.browser import seeding
from tests.browser.conftest import FLAGS, visitors

pytestmark = pytest.mark.browser

STEP = 600
WIDTH, HEIGHT, MODULE = 640, 480, 10


def film(path: Path, text: str) -> None:
    """A camera that looks at a QR code: a few frames of Y4M, played again and again."""
    matrix = segno.make_qr(text, error="m").matrix
    top, left = (HEIGHT - MODULE * len(matrix)) // 2, (WIDTH - MODULE * len(matrix)) // 2
    lines = [bytearray(b"\xeb" * WIDTH) for _ in range(HEIGHT)]
    for y, row in enumerate(matrix):
        line = bytearray(b"\xeb" * WIDTH)
        for x, is_dark in enumerate(row):
            if is_dark:
                line[left + x * MODULE : left + (x + 1) * MODULE] = b"\x10" * MODULE
        for step in range(MODULE):
            lines[top + y * MODULE + step] = line
    frame = b"FRAME\n" + b"".join(lines) + b"\x80" * (WIDTH * HEIGHT // 2)
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 5)


@pytest.fixture
def lens(tmp_path) -> Path:
    return tmp_path / "camera.y4m"


@pytest.fixture
def phone(chromium, lens):
    film(lens, "https://penata.example")
    path = os.environ.get("PENATA_CHROMIUM", "/usr/bin/chromium")
    # A camera is given when a browser starts, so this is one of its own, by the driver of the run's own browser.
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={lens}",
    ]
    browser = chromium.browser_type.launch(executable_path=path, args=[*FLAGS, *camera])
    yield browser
    browser.close()


def test_the_door_goes_on_without_a_network_and_catches_up(server, phone, lens):
    scene = server.seed(seeding.door)
    here = scene.ids["meeting"], scene.cast.government_id

    def show(person):
        film(lens, server.seed(seeding.own_code, person, *here, STEP))

    def marks():
        return server.seed(seeding.marks, *here)

    with visitors(phone, server, width=390) as enter:
        sari = enter(scene.cast.sari)
        sari.open(f"/pelatihan/angkatan/{scene.ids['batch']}/pertemuan/{scene.ids['meeting']}/pindai")
        sari.see('[data-scan="state"]', "Daftar 2 peserta, diambil baru saja.")
        assert not [one for one in sari.page.evaluate("[...document.scripts].map(one => one.src)") if "jsqr" in one]

        show(scene.cast.budi)
        sari.press("Nyalakan kamera")
        sari.see('[data-scan="answer"]', scene.cast.budi.name)
        sari.see('[data-scan="log"] li', "terkirim")
        assert marks() == {scene.cast.budi.employee_id: "present"}
        sari.press("Matikan kamera")

        sari.page.context.set_offline(True)
        show(scene.cast.dewi)
        sari.press("Nyalakan kamera")
        sari.see('[data-scan="answer"]', scene.cast.dewi.name)
        sari.see('[data-scan="waiting"]', "1 pindaian menunggu jaringan")
        sari.press("Matikan kamera")
        sari.page.get_by_label("Ketik kode peserta").fill("0000 0000")
        sari.press("Catat kehadiran")
        sari.see('[data-scan="answer"]', "tidak cocok")
        sari.see('[data-scan="state"]', "Tanpa jaringan")
        assert marks() == {scene.cast.budi.employee_id: "present"}

        sari.page.context.set_offline(False)
        expect(sari.page.locator('[data-scan="log"] li').nth(1)).to_contain_text("(terkirim)")
        expect(sari.page.locator('[data-scan="log"] li').nth(0)).to_contain_text("(ditolak, tersimpan)")
        expect(sari.page.locator('[data-scan="waiting"]')).to_be_hidden()
        assert marks() == dict.fromkeys((scene.cast.budi.employee_id, scene.cast.dewi.employee_id), "present")

        kept = sari.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        assert scene.cast.budi.name not in kept
        assert sari.page.evaluate("indexedDB.databases().then(found => found.length)") == 0
        sari.forgive("ERR_INTERNET_DISCONNECTED")
