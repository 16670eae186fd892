"""Pictures of the main pages, on a phone and on a desk, light and dark, from a running demo.

Usage: python scripts/screenshots.py [folder]; PENATA_BASE_URL names the running instance.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

BASE = os.environ.get("PENATA_BASE_URL", f"http://127.0.0.1:{os.environ.get('PENATA_PORT', '8000')}")
CHROMIUM = os.environ.get("PENATA_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
# An address followed by the links to take from there, by the beginning of their words.
PAGES = {
    "Budi": {
        "home": "/beranda",
        "catalogue": "/pelatihan",
        "calendar": "/pelatihan/kalender",
        "own": "/pelatihan/saya",
        "certificates": "/sertifikat",
        "hours": "/saya/jp",
        "claim": "/saya/jp/klaim-baru",
        "calendar-links": "/pelatihan/tautan-kalender",
        "notices": "/pemberitahuan",
    },
    "Rina": {"approvals": "/pelatihan/persetujuan"},
    "Sari": {
        "claims": "/jp/klaim",
        "hours-by-unit": "/jp/rekap",
        "siasn": "/jp/siasn",
        "hours-rules": "/jp/aturan",
        "hours-settings": "/jp/pengaturan",
        "bundles": "/sertifikat/kumpulan",
        "year": "/pelatihan/tahun",
        "proposals": "/usulan",
    },
    "Maya": {
        "managed": "/pelatihan/kelola",
        "closing": "/beranda > Periksa dan tutup > Lihat hasilnya, lalu tutup",
        "tests": "/beranda > Periksa dan tutup > Tes",
        "test": "/beranda > Periksa dan tutup > Tes > Tes akhir",
        "analysis": "/beranda > Periksa dan tutup > Tes > Tes akhir > Analisis soal",
        "gain": "/beranda > Periksa dan tutup > Tes > Peningkatan belajar",
        "scores": "/beranda > Periksa dan tutup > Tes > Impor nilai",
        "evaluation": "/beranda > Periksa dan tutup > Evaluasi",
        "assignments": "/beranda > Periksa dan tutup > Tugas",
        "questions": "/soal",
        "question": "/soal/baru",
        "outbox": "/kotak-keluar",
    },
    "Arif": {"audit": "/jejak-audit", "access": "/hak-akses"},
    "": {"front": "/", "sign-in": "/masuk", "verify": "/v", "unknown": "/v/0000"},
}


def accounts() -> dict[str, dict[str, str]]:
    """The demo's sign-ins by first name; of two who share one, the one listed first."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi:app", "demo", "accounts", "--json"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
    return {one["name"].split()[0]: one for one in reversed(found["accounts"])}


def sign_in(page: Page, account: dict[str, str]) -> None:
    page.goto(f"{BASE}/masuk")
    page.fill("#identifier", account.get("nip") or account["email"])
    page.fill("#password", account["password"])
    page.click("button[type=submit]:has-text('Masuk')")
    page.wait_for_url("**/beranda")


def follow(page: Page, path: str) -> None:
    first, *links = path.split(" > ")
    page.goto(BASE + first)
    for words in links:
        page.get_by_role("main").get_by_role("link", name=re.compile(f"^{re.escape(words)}")).first.click()
        page.wait_for_load_state("load")


def shoot(browser: Browser, folder: Path, name: str, account: dict[str, str] | None, pages: dict[str, str]) -> None:
    for width_name, (width, height) in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, locale="id-ID")
        page = context.new_page()
        if account:
            sign_in(page, account)
        for page_name, path in pages.items():
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                follow(page, path)
                page.screenshot(path=folder / f"{page_name}-{width_name}-{theme}.png", full_page=True)
        context.close()
    sys.stdout.write(f"{name or 'siapa saja'}: {', '.join(pages)}\n")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    known = accounts()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, pages in PAGES.items():
            shoot(browser, folder, name, known.get(name), pages)
        browser.close()


if __name__ == "__main__":
    main()
