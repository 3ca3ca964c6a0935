"""The form for questions, complaints and data requests, as a browser sends it."""

from tests.services.test_complaints import rows
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader, location
from tests.web.test_entering import enter

WHOLE = {"email": "ann@example.com", "kind": "complaint", "text": "The prize never came."}
PAGE = "/complaints"


def test_the_foot_of_every_page_leads_to_the_form(reader: Reader) -> None:
    links = {link.text: link["href"] for link in Tree(reader.get("/").text).all("a")}
    assert links["Questions, complaints and data requests"] == "/draws/complaints"


def test_a_whole_form_leads_to_a_private_page_with_the_reference(site: Site, reader: Reader) -> None:
    answer = reader.send(PAGE, "", **WHOLE)
    page = reader.get(location(answer))
    [row] = rows(site.house)
    assert row.reference in page.text
    assert "2 September 2026</time>, to your address" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert row.reference not in location(answer)


def test_what_was_typed_stays_and_each_field_says_what_to_do(site: Site, reader: Reader) -> None:
    answer = reader.send(PAGE, "", email="ann@", text="</textarea><script>alert(1)</script>")
    assert answer.status_code == 422
    assert "Choose what this is about." in answer.text
    assert "Check your e-mail address." in answer.text
    assert "&lt;/textarea&gt;&lt;script&gt;" in answer.text
    assert rows(site.house) == []


def test_the_form_says_nothing_of_who_has_entered(site: Site, reader: Reader) -> None:
    enter(reader)
    known, unknown = (
        reader.get(location(reader.send(PAGE, "", **{**WHOLE, "email": email}))).text
        for email in ("ann@example.com", "ben@example.com")
    )
    first, second = (row.reference for row in rows(site.house))
    assert known.replace(first, "") == unknown.replace(second, "")


def test_sending_the_same_form_again_is_one_complaint(site: Site, reader: Reader) -> None:
    form = {**reader.form(PAGE, ""), **WHOLE}
    assert location(reader.post(PAGE, data=form)) == location(reader.post(PAGE, data=form))
    assert len(rows(site.house)) == 1


def test_an_unknown_link_opens_nothing(reader: Reader) -> None:
    assert reader.get(f"/complaints/{'0' * 32}.{'A' * 43}").status_code == 404
