"""Reading a page as strictly as a browser's developer would like to, and looking it over like a guest's room."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from justhtml import Element, JustHTML, StrictModeError, Template

HTMX_2 = {"hx-disabled-elt", "hx-ext", "hx-vars"}
TYPED = {"input", "select", "textarea"}
BUTTONS = {"submit", "button", "reset", "image"}


class Tree:
    """A page whose elements were gathered in one walk; only selectors of more than names are left to the parser."""

    def __init__(self, parsed: JustHTML) -> None:
        self.root = parsed.root
        self.elements = list(_elements(self.root))
        self._named: dict[str, list[Element]] = {}
        for one in self.elements:
            self._named.setdefault(one.name, []).append(one)
        self.labels = {attribute(one, "for"): one for one in reversed(self.query("label")) if has(one, "for")}
        self.numbered = {attribute(one, "id"): one for one in reversed(self.elements) if has(one, "id")}

    def query(self, selector: str) -> list[Element]:
        """Every element that fits, in the order of the page."""
        names = set(selector.replace(" ", "").split(","))
        if not all(map(str.isalnum, names)) or (" " in selector and "," not in selector):
            return list(self.root.query(selector))
        if len(names) == 1:
            return self._named.get(names.pop(), [])
        return [one for one in self.elements if one.name in names]


def _elements(root: Any) -> Iterator[Element]:
    waiting = list(reversed(root.children or []))
    while waiting:
        one = waiting.pop()
        if isinstance(one, Element):
            yield one
        waiting.extend(reversed(one.children or []))
        if isinstance(one, Template) and one.template_content:
            waiting.append(one.template_content)


def within(element: Element, *names: str) -> list[Element]:
    """The elements of these names within another, in the order of the page."""
    return [one for one in _elements(element) if one.name in names]


def parse(text: str, *, fragment: bool = False) -> Tree:
    """The tree of a page or a part of one. What a browser would have to guess at is an error."""
    try:
        tree = Tree(JustHTML(text, sanitize=False, strict=True, fragment=fragment))
    except StrictModeError as error:
        raise AssertionError(f"not valid HTML: {error}\n{_around(text, str(error))}") from error
    assert text.lower().count("<form") == len(tree.query("form")), "not valid HTML: a form inside a form"
    return tree


def _around(text: str, message: str) -> str:
    digits = "".join(character if character.isdigit() else " " for character in message).split()
    if not digits:
        return ""
    lines = text.splitlines()
    line = min(int(digits[-1]), len(lines))
    return "\n".join(lines[max(line - 3, 0) : line + 2])


def words(element: Element | None) -> str:
    """The text of an element as it is read, blanks folded."""
    if element is None:
        return ""
    return " ".join(element.to_text(separator=" ", strip=False, separator_blocks_only=True).split())


def attribute(element: Element, name: str) -> str:
    return str((element.attrs or {}).get(name) or "")


def has(element: Element, name: str) -> bool:
    return name in (element.attrs or {})


def ancestors(element: Element) -> Iterator[Element]:
    parent = element.parent
    while isinstance(parent, Element):
        yield parent
        parent = parent.parent


def ancestor(element: Element, name: str) -> Element | None:
    return next((one for one in ancestors(element) if one.name == name), None)


def page_faults(tree: Tree) -> list[str]:
    """What is wrong with a whole page."""
    html = tree.query("html")[0]
    headings, titles = tree.query("h1"), tree.query("title")
    title = words(titles[0]) if titles else ""
    faults = []
    if attribute(html, "lang") != "id":
        faults.append("the page does not say that it is Indonesian (lang=id)")
    if len(headings) != 1:
        faults.append(f"{len(headings)} h1 instead of one")
    elif not words(headings[0]):
        faults.append("the h1 is empty")
    elif not title.startswith(words(headings[0])):
        faults.append(f"the title «{title}» does not begin with the h1 «{words(headings[0])}»")
    if not title.endswith(" · Penata"):
        faults.append(f"the title «{title}» does not end with the product's name")
    if not tree.query("main"):
        faults.append("no main")
    return faults + part_faults(tree, whole=True)


def part_faults(tree: Tree, *, whole: bool = False) -> list[str]:
    """What is wrong with a page or with a part of one."""
    everything = tree.elements
    ids = [attribute(element, "id") for element in everything if has(element, "id")]
    faults = [f"id «{one}» {times} times" for one, times in Counter(ids).items() if times > 1 or not one.strip()]
    for element in everything:
        faults += _element_faults(element, tree)
        if whole:
            faults += _broken_references(element, set(ids))
    return faults


def _element_faults(element: Element, tree: Tree) -> Iterator[str]:
    yield from _behaviour_faults(element)
    if element.name in LOOKED_AT:
        yield from LOOKED_AT[element.name](element, tree)
    if element.name in TYPED and attribute(element, "type") not in BUTTONS | {"hidden"} and not label_of(element, tree):
        yield f"{_shown(element)} has no label"


def _image_faults(element: Element, _tree: Tree) -> Iterator[str]:
    if not has(element, "alt"):
        yield f"{_shown(element)} has no alt"


def _drawing_faults(element: Element, _tree: Tree) -> Iterator[str]:
    if attribute(element, "aria-hidden") != "true" and not _name_of_drawing(element):
        yield f"{_shown(element)} is neither hidden nor named"


def _button_faults(element: Element, _tree: Tree) -> Iterator[str]:
    if not named(element):
        yield f"{_shown(element)} has no name"


def _table_faults(element: Element, _tree: Tree) -> Iterator[str]:
    if not within(element, "th"):
        yield f"{_shown(element)} has no headings"


def _behaviour_faults(element: Element) -> Iterator[str]:
    names = set(element.attrs or {})
    for name in sorted(names):
        if name == "style" or name.startswith(("on", "hx-on")) or name in HTMX_2:
            yield f"{_shown(element)} carries {name}"
    if " " in (target := attribute(element, "hx-target")) and target.startswith("#"):
        yield f"{_shown(element)} aims at {target}, which is no id"
    if element.name == "style" or (element.name == "script" and not attribute(element, "src")):
        yield f"an inline {element.name}"
    for verb in names & {"hx-get", "hx-post", "hx-put", "hx-delete", "hx-patch"}:
        if not _works_without_script(element, verb):
            yield f"{_shown(element)} works only with htmx"


def _works_without_script(element: Element, verb: str) -> bool:
    if element.name == "form":
        return has(element, "action") and verb == f"hx-{attribute(element, 'method').lower() or 'get'}"
    if element.name == "a":
        return verb == "hx-get" and has(element, "href")
    if element.name == "button" and verb == "hx-post":  # a second button of a form that posts somewhere by itself
        return has(element, "name") and attribute(element, "formaction") == attribute(element, verb)
    return verb == "hx-get"  # something that only keeps itself fresh, or loads what a link beside it opens


def _form_faults(form: Element, tree: Tree) -> Iterator[str]:
    method = attribute(form, "method").lower()
    if not attribute(form, "action").startswith("/"):
        yield f"{_shown(form)} does not know where it posts"
    if method not in {"get", "post"}:
        yield f"{_shown(form)} has no method"
    tokens = [one for one in within(form, "input") if attribute(one, "name") == "csrf_token"]
    if method == "post" and [bool(attribute(one, "value")) for one in tokens] != [True]:
        yield f"{_shown(form)} carries no csrf_token"
    if method == "get" and tokens:
        yield f"{_shown(form)} puts its csrf_token into the address"
    if not submit_buttons(form, tree) and not has(form, "hx-trigger"):
        yield f"{_shown(form)} has no button"


def _link_faults(link: Element, _tree: Tree) -> Iterator[str]:
    if attribute(link, "href") in {"", "#"} or attribute(link, "href").lower().startswith("javascript:"):
        yield f"{_shown(link)} leads nowhere"
    if not named(link):
        yield f"{_shown(link)} has no name"


LOOKED_AT = {
    "a": _link_faults,
    "button": _button_faults,
    "form": _form_faults,
    "img": _image_faults,
    "svg": _drawing_faults,
    "table": _table_faults,
}


def _broken_references(element: Element, ids: set[str]) -> Iterator[str]:
    pointing = [
        attribute(element, name) for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls", "form")
    ]
    wanted = [one for text in pointing for one in text.split()]
    if attribute(element, "href").startswith("#"):
        wanted.append(attribute(element, "href")[1:])
    for one in wanted:
        if one not in ids:
            yield f"{_shown(element)} points at #{one}, which is not there"


def submit_buttons(form: Element, tree: Tree) -> list[Element]:
    """The buttons that send a form, inside it or tied to it by its id."""
    inside = [one for one in within(form, "button", "input") if _submits(one) and not has(one, "form")]
    number = attribute(form, "id")
    tied = [one for one in tree.query("button, input") if number and _submits(one) and attribute(one, "form") == number]
    return inside + tied


def _submits(element: Element) -> bool:
    default = "submit" if element.name == "button" else "text"
    return (attribute(element, "type") or default) == "submit"


def named(element: Element) -> str:
    """The name of a button or a link as it is read aloud."""
    inside = " ".join(filter(None, [words(element), *map(_name_of_drawing, within(element, "svg", "img"))]))
    return attribute(element, "aria-label") or inside or attribute(element, "value") or attribute(element, "title")


def seen(element: Element) -> str:
    """The name of a button or a link as it is seen: without what stands there for listeners only."""
    hidden = [words(one) for one in _elements(element) if "sr" in attribute(one, "class").split()]
    text = words(element)
    for one in hidden:
        text = text.replace(one, "", 1)
    return " ".join(text.split())


def _name_of_drawing(element: Element) -> str:
    title = words(next(iter(within(element, "title")), None))
    return attribute(element, "aria-label") or attribute(element, "alt") or title


def label_of(element: Element, tree: Tree) -> str:
    """What an input asks for."""
    number = attribute(element, "id")
    tied = tree.labels.get(number) if number else None
    around = ancestor(element, "label")
    named_by = attribute(element, "aria-labelledby")
    by_id = tree.numbered.get(named_by.split()[0]) if named_by else None
    return words(tied) or words(around) or attribute(element, "aria-label") or words(by_id)


def _shown(element: Element) -> str:
    told = [f'{name}="{value}"' for name, value in (element.attrs or {}).items() if name in _TELLING]
    return f"<{' '.join([element.name, *told])}>"


_TELLING = {"id", "name", "class", "action", "href", "type", "src", "hx-get", "hx-post"}


def complain(faults: Iterable[str], where: str) -> None:
    """Fail with everything that is wrong at once."""
    found = list(faults)
    assert not found, f"{where}:\n- " + "\n- ".join(found)
