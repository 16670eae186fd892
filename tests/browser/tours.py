"""Walking through pages as somebody, and looking at each from outside: accessible, and narrow enough."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.pages import Visitor

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
# A theme changes nothing but colours.
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
Look = tuple[int, str, Mapping[str, Any]]
# Each page in each theme; rules of structure say the same in every window, and most in a narrow one.
PAGE_LOOKS: tuple[Look, ...] = ((390, "light", WCAG), (1280, "dark", COLOURS))
# What frames every page, the rail in a wide window and the tab bar in a narrow one, in each of both.
FRAME_LOOKS: tuple[Look, ...] = (*PAGE_LOOKS, (1280, "light", WCAG), (390, "dark", COLOURS))
HEIGHT = 900
NARROWEST = 360


def walk(visitor: Visitor, paths: Iterable[str], *, answers: Mapping[str, int] | None = None) -> list[str]:
    """What is wrong with these pages, in words. Each answers 200 unless ``answers`` says otherwise."""
    expected, looks, faults = answers or {}, FRAME_LOOKS, []
    for path in paths:
        status = visitor.page.goto(path).status
        if status != expected.get(path, 200):
            faults.append(f"{path} answers {status}")
        faults += faults_of(visitor.page, path, looks)
        looks = PAGE_LOOKS
    for status in set(expected.values()):
        visitor.forgive(f"status of {status}")
    return faults


def faults_of(page: Page, path: str, looks: Iterable[Look] = FRAME_LOOKS) -> list[str]:
    """What a page that is open does wrong: too wide for the narrowest window, or against a rule of axe."""
    page.set_viewport_size({"width": NARROWEST, "height": HEIGHT})
    wide = page.evaluate("document.documentElement.scrollWidth")
    faults = [f"{path}: {wide} wide in a window of {NARROWEST}"] if wide > NARROWEST else []
    page.evaluate(AXE_SCRIPT)
    for width, scheme, rules in looks:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(f"axe.run({json.dumps(rules)}).then(results => results.violations)")
        faults += [f"{path} at {width} in {scheme}: {_told(one)}" for one in found]
    return faults


def _told(violation: Mapping[str, Any]) -> str:
    where = [node["target"] for node in violation["nodes"]]
    return f"{violation['id']} ({violation['help']}) at {where[:4]}"
