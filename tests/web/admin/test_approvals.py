"""Two people for a void: one asks, another decides; alone, it is said to everybody."""

from typing import Any

from competition.rules.permissions import Role
from competition.store import activity
from tests.services.builders import SLUG
from tests.web.admin.conftest import Desk, Hire
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader

VOID = f"/admin/c/{SLUG}/void"
WHY = "The questions were answered on another site before we closed."


def ask(desk: Desk, **typed: Any) -> int:
    whole = {"reason": "wrong_rules", "notice": WHY, "slug": SLUG, **typed}
    return desk.send(VOID, "", **whole).status_code


def pending(desk: Desk) -> str:
    page = desk.get("/admin/approvals").text
    return "/admin/approvals/" + page.partition("/admin/approvals/")[2][:32]


def test_one_asks_another_decides_and_it_is_public(site: Site, hire: Hire, reader: Reader) -> None:
    olive, ben = hire(), hire("ben", Role.EDITOR)
    assert ask(olive) == 303
    assert "Void" not in reader.get(f"/c/{SLUG}").text
    request = pending(olive)
    assert "Somebody else must decide" in olive.get(request).text
    assert ben.send(request, "", decision="approve").status_code == 303
    assert "approved" in ben.get(request).text.lower()
    page = reader.get(f"/c/{SLUG}").text
    assert WHY in page
    assert "Two people of the promoter decided this." in page


def test_who_asked_cannot_decide_and_a_younger_account_cannot(site: Site, hire: Hire, reader: Reader) -> None:
    olive = hire()
    ben = hire("ben", Role.EDITOR)
    assert ask(ben) == 303
    site.house.clock.forward(minutes=1)
    young = hire("young", Role.EDITOR)
    request = pending(olive)
    for desk in (ben, young):
        token = desk.browser.form("/admin/account", "/sign-out")["form_token"]
        answer = desk.post(request, {"form_token": token, "decision": "approve"})
        assert answer.status_code == 409
    assert WHY not in reader.get(f"/c/{SLUG}").text
    assert olive.send(request, "", decision="refuse").status_code == 303
    assert "refused" in olive.get(request).text.lower()
    assert WHY not in reader.get(f"/c/{SLUG}").text


def test_the_same_is_asked_for_once_and_decided_once(site: Site, hire: Hire) -> None:
    olive, ben, pia = hire(), hire("ben", Role.EDITOR), hire("pia")
    assert (ask(olive), ask(olive)) == (303, 303)
    other = ben.send(VOID, "", reason="fault", notice=WHY, slug=SLUG)
    assert other.status_code == 409
    assert "This was asked for already, by Olive, Sunday 2 August 2026" in other.text
    assert WHY in other.text
    assert olive.get("/admin/approvals").text.count("/admin/approvals/") == 1
    request = pending(ben)
    forms = {desk.person.code: desk.browser.form(request, "") for desk in (ben, pia)}
    first = ben.post(request, {**forms[ben.person.code], "decision": "approve"})
    second = pia.post(request, {**forms[pia.person.code], "decision": "refuse"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert "approved" in pia.get(request).text.lower()


def test_alone_it_happens_at_once_and_says_so(site: Site, hire: Hire, reader: Reader) -> None:
    olive = hire()
    assert "happens at once" in olive.get(VOID).text
    assert ask(olive) == 303
    assert "One person decided this alone." in reader.get(f"/c/{SLUG}").text


def test_a_colleague_who_may_not_decide_is_no_second_person(site: Site, hire: Hire, reader: Reader) -> None:
    olive = hire()
    hire("vera", Role.OBSERVER)
    assert ask(olive) == 303
    assert "One person decided this alone." in reader.get(f"/c/{SLUG}").text


def test_the_right_name_is_typed_and_what_was_written_stays(site: Site, hire: Hire) -> None:
    olive = hire()
    for typed, said in (
        ({"slug": "another"}, f"Type {SLUG}"),
        ({"notice": "Because."}, "Say in a sentence"),
        ({"reason": "mood"}, "Choose one of the reasons"),
    ):
        page = olive.send(VOID, "", **{"reason": "fault", "notice": WHY, "slug": SLUG, **typed})
        assert page.status_code == 422
        assert said in page.text
        assert typed.get("notice", WHY) in page.text


def test_all_that_is_wrong_is_said_at_once_each_at_its_field(site: Site, hire: Hire) -> None:
    page = hire().send(VOID, "", reason="", notice="Because.", slug="another")
    assert page.status_code == 422
    links = [a["href"] for a in Tree(page.text).all("a") if a["href"].startswith("#")]
    assert links[-3:] == ["#reason-0", "#notice", "#slug"]
    assert "three things to put right" in page.text
    assert "Because." in page.text
    assert 'value="another"' in page.text


def test_a_draw_that_was_voided_meanwhile_says_by_whom_and_keeps_what_was_typed(
    site: Site, hire: Hire
) -> None:
    olive = hire()
    assert ask(olive) == 303
    late = olive.send(VOID, "", reason="fault", notice="It was another thing.", slug=SLUG)
    assert late.status_code == 409
    assert "This draw is void already, by Olive, Sunday 2 August 2026" in late.text
    assert "It was another thing." in late.text


def test_what_was_asked_and_decided_stands_in_the_record_without_anybody_s_name(
    site: Site, hire: Hire
) -> None:
    olive, ben = hire(), hire("ben", Role.EDITOR)
    ask(olive)
    ben.send(pending(ben), "", decision="approve")
    page = olive.get(f"/admin/activity?competition={SLUG}").text
    for word in ("Asked for something", "Approved what", "Voided", olive.person.code, ben.person.code):
        assert word in page
    # The page finds the names beside the codes; the record, which stays, has the codes alone.
    assert "Olive" in page
    with site.house.database.read() as session:
        rows = activity.newest(session, activity.Filter(), limit=100)
        assert rows
        assert not [row.id for row in rows if "olive" in f"{row.actor}{row.subject}{row.details}".lower()]


def test_entrants_are_told_that_the_draw_is_void(site: Site, hire: Hire) -> None:
    from tests.services.drawn import tick

    site.house.enter()
    site.house.confirm()
    ask(hire())
    tick(site.house)
    letters = [row for row in site.house.messages() if row.kind == "voided"]
    assert len(letters) == 1
    assert WHY in letters[0].text
