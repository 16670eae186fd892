"""A person at a browser window."""

from collections.abc import Callable
from typing import Any, Self

from playwright.sync_api import Browser, ConsoleMessage, Dialog, Locator, Page, Request, expect

from tests.browser.server import Server
from tests.support.builders import Person

HEIGHTS = {390: 844, 360: 740, 1280: 900}
WAIT = 60_000
# A refusal is an answer, and Chromium notes every answer from 400 up.
EXPECTED = ("status of 401", "status of 409", "status of 422")

expect.set_options(timeout=WAIT)


class Visitor:
    """A window with cookies of its own."""

    def __init__(
        self, chromium: Browser, server: Server, *, js: bool = True, width: int = 1280, **context: Any
    ) -> None:
        self.server, self.js = server, js
        self._context = chromium.new_context(
            java_script_enabled=js,
            viewport={"width": width, "height": HEIGHTS[width]},
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            base_url=server.address,
            **context,
        )
        self._context.set_default_timeout(WAIT)
        self._complaints: list[str] = []
        self.sent: list[str] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self._context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self._complaints.append(f"{page.url}: {error}"))
        page.on("request", self._note_request)
        page.on("dialog", self.answer_dialog)
        return page

    def answer_dialog(self, dialog: Dialog) -> None:
        dialog.accept()

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self._complaints.append(f"{message.location.get('url')}: {message.text}")

    def _note_request(self, request: Request) -> None:
        if request.method == "POST":
            self.sent.append(request.url.removeprefix(self.server.address))

    def close(self) -> list[str]:
        self._context.close()
        return self._complaints

    def forgive(self, words: str) -> None:
        """Leave out complaints a test has brought about itself."""
        self._complaints = [one for one in self._complaints if words not in one]

    def sign_in(self, person: Person) -> Self:
        self.open("/masuk")
        self.page.get_by_label("NIP atau email").fill(person.nip)
        self.page.get_by_label("Kata sandi").fill(person.password)
        self.press("Masuk")
        expect(self.page).to_have_url(f"{self.server.address}/beranda")
        self.page.wait_for_load_state("load")  # with its scripts
        return self

    def open(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def press(self, label: str) -> None:
        self.button(label).click()

    def button(self, label: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("button", name=label)

    def follow(self, label: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=label).first.click()

    def see(self, selector: str, words: str) -> None:
        """Wait until an element says so."""
        expect(self.page.locator(selector).first).to_contain_text(words)

    def back(self, selector: str, words: str) -> None:
        """Go back and wait for the page that was there, scripts included: only they hear the next way back."""
        self.page.go_back()
        self.see(selector, words)
        self.page.wait_for_load_state("load")

    def see_focus_on(self, selector: str) -> None:
        self.page.wait_for_function("selector => document.activeElement?.matches(selector)", arg=selector)

    def hear(self, words: str) -> None:
        """Wait until the status region has said so."""
        expect(self.page.locator("#announce")).to_have_text(words)

    def cookies(self) -> list[Any]:
        return self._context.cookies()

    def storage(self) -> Any:
        return self._context.storage_state()

    def download(self, press: Callable[[], None]) -> bytes:
        with self.page.expect_download() as waiting:
            press()
        return waiting.value.path().read_bytes()
