"""What must be true of every page, whichever test fetches it. `faults` finds nothing on a good one."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.web.html_tree import Element, Tree

HASH = re.compile(r"\b[0-9a-f]{64}\b")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
HEADINGS = ("h1", "h2", "h3", "h4")
# A text that is quoted word for word, as a mail or as terms, holds what it holds.
QUOTED = {"prose", "mail"}

# Says whether an address of our own, with that method, leads to a route.
Leads = Callable[[str, str], bool]


def faults(html: str, leads: Leads) -> list[str]:
    tree = Tree(html)
    found = list(tree.faults)
    for check in (_frame, _headings, _ids, _fields, _no_inline, _pictures, _hashes, _times, _errors):
        found += check(tree)
    return [*found, *_links(tree, leads)]


def _frame(tree: Tree) -> Iterator[str]:
    if tree.doctype.lower() != "doctype html":
        yield "the page does not begin with <!doctype html>"
    if tree.one("html")["lang"] != "en-GB":
        yield "the page does not say its language"
    titles = [element.text for element in tree.all("title") if not element.within("svg")]
    if len(titles) != 1 or " – " not in titles[0] or titles[0].startswith(" "):
        yield f"the title is {titles}, not `What – Whose`"
    if not any(meta["name"] == "viewport" for meta in tree.all("meta")):
        yield "the page has no viewport"
    if len([*tree.all("main")]) != 1:
        yield "the page has not one <main>"


def _headings(tree: Tree) -> Iterator[str]:
    headings = [*tree.all(*HEADINGS)]
    if [heading.tag for heading in headings].count("h1") != 1:
        yield f"the page has {[h.tag for h in headings].count('h1')} h1"
    yield from (f"an empty <{heading.tag}>" for heading in headings if not heading.text)
    levels = [int(heading.tag[1]) for heading in headings if not heading.within("div.errors")]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"an h{below} follows an h{above}"


def _ids(tree: Tree) -> Iterator[str]:
    ids = Counter(element["id"] for element in tree.elements if "id" in element)
    yield from (f"id {name!r} stands {count} times" for name, count in ids.items() if count > 1)
    for element in tree.elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for wanted in element[name].split():
                if wanted not in ids:
                    yield f"{name}={wanted!r} of <{element.tag}> leads nowhere"
        if element["href"].startswith("#") and element["href"][1:] not in ids:
            yield f"the link {element['href']!r} leads nowhere"


def _fields(tree: Tree) -> Iterator[str]:
    labelled = {label["for"] for label in tree.all("label") if label.text}
    for element in tree.all("input", "select", "textarea"):
        if element["type"] == "hidden":
            continue
        if element["id"] not in labelled:
            yield f"the field {element['name']!r} has no label"
        if element["type"] in {"email", "text", ""} and "autocomplete" not in element:
            yield f"the field {element['name']!r} does not say what may be filled in"
        if not element.within("form"):
            yield f"the field {element['name']!r} is in no form"
    for fieldset in tree.all("fieldset"):
        if not any(fieldset in legend.inside and legend.text for legend in tree.all("legend")):
            yield "a <fieldset> has no legend"
    yield from (f"the button {b.text!r} has no type" for b in tree.all("button") if not b["type"])
    yield from ("a button says nothing" for b in tree.all("button") if not b.text)


def _no_inline(tree: Tree) -> Iterator[str]:
    for element in tree.elements:
        if element.tag == "style" or "style" in element:
            yield f"<{element.tag}> has style in the page"
        if element.tag == "script" and ("src" not in element or element.text):
            yield "a script stands in the page"
        if any(name.startswith("on") for name in element.attributes):
            yield f"<{element.tag}> has a script in an attribute"
        if element["href"].strip().lower().startswith(("javascript:", "data:")):
            yield f"a link runs {element['href']!r}"


def _pictures(tree: Tree) -> Iterator[str]:
    for image in tree.all("img"):
        yield from (
            f"{image['src']} has no {name}" for name in ("alt", "width", "height") if name not in image
        )


def _hashes(tree: Tree) -> Iterator[str]:
    for text, inside in tree.texts:
        if HASH.search(text) and not _is_copyable(inside):
            yield f"a hash stands outside <code>: {text.strip()[:80]}"


def _is_copyable(inside: tuple[Element, ...]) -> bool:
    # What somebody has typed is theirs to copy.
    return any(element.tag in {"code", "pre", "textarea"} or element.classes & QUOTED for element in inside)


def _times(tree: Tree) -> Iterator[str]:
    for element in tree.all("time"):
        if not INSTANT.fullmatch(element["datetime"]):
            yield f"{element.text!r} has no machine-readable instant"
        elif ":" in element.text and not re.search(r"\d [A-Z]{2,5}([+-]\d+(:\d\d)?)?$", element.text):
            yield f"{element.text!r} does not say its zone"


def _errors(tree: Tree) -> Iterator[str]:
    summary = any("errors" in element.classes for element in tree.elements)
    # The state of something may be bad, which is no fault of what was typed.
    wrong = any(
        "wrong" in element.classes or {"field", "bad"} <= element.classes for element in tree.elements
    )
    # A picture in the page has a title of its own.
    said = any(title.text.startswith("Error: ") for title in tree.all("title") if title.within("head"))
    if wrong and not (summary and said):
        yield "a field is wrong, but the title or the summary does not say so"
    if said and not summary:
        yield "the title says Error, and nothing is summed up"


def _links(tree: Tree, leads: Leads) -> Iterator[str]:
    for address, method in _addresses(tree):
        if address.startswith(("https://", "mailto:")):
            continue
        path = address.partition("#")[0].partition("?")[0]
        if path and not leads(path, method):
            yield f"{method} {address} leads to no route"


def _addresses(tree: Tree) -> Iterator[tuple[str, str]]:
    for element in tree.elements:
        if element.tag == "form":
            yield element["action"], element["method"].upper() or "GET"
        yield from ((element[name], "GET") for name in ("href", "src") if name in element)
        foreign = [element[name] for name in ("src",) if element[name].startswith(("https:", "http:", "//"))]
        if foreign or (element.tag == "link" and "//" in element["href"]):
            yield "//foreign", "GET"
