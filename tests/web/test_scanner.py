"""Mail scanners open links and press buttons; they must neither enter a draw for long nor leave one (O20)."""

from tests.services.builders import SLUG
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader, fields
from tests.web.test_entering import enter


def press_everything(reader: Reader, start: str) -> set[str]:
    """Follow every link below `start`'s site and send every form as the page fills it in, once each."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = reader.get(path)
        if answer.mimetype != "text/html":
            continue
        tree = Tree(answer.text)
        for form in tree.all("form"):
            target = form["action"].removeprefix("/draws").partition("#")[0] or path
            sent = reader.open(target, method=form["method"].upper(), data=fields(tree, form["action"]))
            waiting.append(sent.headers.get("Location", start).removeprefix("/draws"))
        waiting += [
            link["href"].removeprefix("/draws").partition("#")[0] or path
            for link in tree.all("a")
            if link["href"].startswith("/draws/")
        ]
    return seen


def test_a_scanner_that_presses_every_button_leaves_the_entry_in_the_draw(site: Site, reader: Reader) -> None:
    enter(reader)
    seen = press_everything(reader, f"/confirm/{site.house.token()}")
    assert any(path.endswith("/withdraw") for path in seen), "the scanner did not get to the dangerous page"
    assert [entry.status for entry in site.house.entries()] == ["confirmed"]
    assert "You are in the draw" in reader.get(f"/confirm/{site.house.token()}").text


def test_a_scanner_that_knew_the_address_would_have_withdrawn(site: Site, reader: Reader) -> None:
    enter(reader)
    pages = press_everything(reader, f"/confirm/{site.house.token()}")
    (withdraw,) = {path for path in pages if path.endswith("/withdraw")}
    reader.send(withdraw, "", email="ann@example.com")
    assert [entry.status for entry in site.house.entries()] == ["withdrawn"]


def test_looking_at_the_link_any_number_of_times_confirms_nothing(site: Site, reader: Reader) -> None:
    enter(reader)
    link = f"/confirm/{site.house.token()}"
    for method in ("GET", "HEAD", "OPTIONS") * 3:
        assert reader.open(link, method=method).status_code == 200
    assert [entry.status for entry in site.house.entries()] == ["pending"]
    assert reader.get(f"/c/{SLUG}").status_code == 200
