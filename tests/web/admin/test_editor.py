"""The editor at the desk: seven steps, the checklist beside each, nothing typed is ever lost."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from competition.adapters.templates import folder
from competition.rules.permissions import Role
from competition.services.drafts.samples import LETTERS
from tests.adapters.test_images import exif, picture, written
from tests.services import builders
from tests.services.builders import SLUG
from tests.web.admin.conftest import OWN, Hire
from tests.web.admin.editing import Editor, values
from tests.web.conftest import Site
from tests.web.html_tree import Tree
from tests.web.reader import Reader, location

STEP = "/admin/drafts/1/%d"
NEW_SLUG = "win-a-film"
SCRIPT = "<script>alert('x')</script>"


Recruit = Callable[..., Editor]


@pytest.fixture
def recruit(hire: Hire) -> Recruit:
    """Make somebody who is signed in; an editor, unless it says otherwise."""
    return lambda name, role=Role.EDITOR: Editor(hire(name, role))


@pytest.fixture
def jo(recruit: Recruit) -> Editor:
    return recruit("jo")


@pytest.fixture
def begun(jo: Editor) -> Editor:
    """With a draft from the first template, number 1."""
    assert location(jo.send("/admin/drafts/new", template="blu-ray")) == STEP % 1
    return jo


@pytest.fixture
def finished(begun: Editor) -> Editor:
    begun.send(STEP % 1, title="Win a film", slug=NEW_SLUG, go="mark 8.28.2")
    begun.send(STEP % 3, **{"closes-date": "2026-09-29", "closes-time": "18:00", "go": "on"})
    page = begun.get(STEP % 6)
    token = page.partition('name="terms_read"')[2].partition('value="')[2].partition('"')[0]
    begun.send(STEP % 6, terms_read=token, go="on")
    return begun


def test_a_promoter_goes_from_a_template_to_a_published_page(site: Site, finished: Editor) -> None:
    assert "Publish" in finished.get(STEP % 7)
    answer = finished.send("/admin/drafts/1/publish", slug=NEW_SLUG)
    assert location(answer) == f"/c/{NEW_SLUG}"
    assert "Win a film" in site.reader().get(f"/c/{NEW_SLUG}").text
    assert location(finished.browser.get(STEP % 1)) == f"/c/{NEW_SLUG}"


def test_each_step_says_what_is_to_do_and_the_button_waits(begun: Editor) -> None:
    for step in range(1, 8):
        page = begun.get(STEP % step)
        assert "Four to do first" in page
        assert "This list helps you evidence the rules. It is not legal advice." in page
        assert 'value="publish" disabled' in " ".join(page.split())


def test_pressing_enter_at_the_last_step_changes_nothing(begun: Editor) -> None:
    assert location(begun.send(STEP % 7, go="on")) == STEP % 7


def test_publishing_past_the_button_is_refused_with_what_is_missing(begun: Editor) -> None:
    shown = begun.get("/admin/drafts/1/publish")
    assert "Rule 8.17.4: The closing time is missing" in shown
    token = begun.shown(STEP % 1)["form_token"]
    answer = begun.post("/admin/drafts/1/publish", {"form_token": token, "slug": "", "version": "1"})
    assert answer.status_code == 409


def test_the_wrong_short_name_publishes_nothing(site: Site, finished: Editor) -> None:
    answer = finished.send("/admin/drafts/1/publish", slug="another")
    assert answer.status_code == 422
    assert f"Type {NEW_SLUG}" in answer.text
    assert site.reader().get(f"/c/{NEW_SLUG}").status_code == 404


def test_what_is_wrong_stays_and_leads_to_its_field(begun: Editor) -> None:
    answer = begun.send(STEP % 1, slug="Not A Slug", **{"prize-1-quantity": "three", "go": "on"})
    assert location(answer) == STEP % 1
    page = begun.follow(answer)
    assert "<title>Error: Prize" in page
    assert 'href="#slug"' in page
    assert 'href="#prize-1-quantity"' in page
    assert begun.shown(STEP % 1)["prize-1-quantity"] == "three"


def test_a_right_step_leads_to_the_next(begun: Editor) -> None:
    assert location(begun.send(STEP % 1, slug=NEW_SLUG, go="on")) == STEP % 2
    assert location(begun.send(STEP % 1, go="stay")) == STEP % 1


def test_every_prize_that_was_typed_keeps_its_place_and_one_more_finds_room(begun: Editor) -> None:
    for number in range(1, 4):
        begun.send(STEP % 1, **{f"prize-{number}-title": f"Prize {number}", "go": "stay"})
    shown = begun.shown(STEP % 1)
    assert [shown[f"prize-{n}-title"] for n in range(1, 5)] == ["Prize 1", "Prize 2", "Prize 3", ""]


def test_a_time_shown_twice_is_chosen_by_its_reading(begun: Editor) -> None:
    twice = {"closes-date": "2026-10-25", "closes-time": "01:30", "go": "on"}
    page = begun.follow(begun.send(STEP % 3, **twice))
    assert "Take <time" in page
    assert "Sunday 25 October 2026, 01:30 BST" in page
    assert "Sunday 25 October 2026, 01:30 GMT" in page
    chosen = {"closes-reading": "2026-10-25T01:30:00Z", "go": "on"}
    assert location(begun.send(STEP % 3, **chosen)) == STEP % 4
    assert "Shown to readers as Sunday 25 October 2026, 01:30 GMT (01:30 UTC)" in begun.get(STEP % 3)


def test_a_time_with_seconds_keeps_them_in_its_field_and_in_the_terms(begun: Editor) -> None:
    begun.send(STEP % 3, **{"closes-date": "2026-10-24", "closes-time": "18:00:15", "go": "stay"})
    page = begun.get(STEP % 3)
    assert begun.shown(STEP % 3)["closes-time"] == "18:00:15"
    assert page.count('step="1"') == 1
    assert "Shown to readers as Saturday 24 October 2026, 18:00:15 BST (17:00:15 UTC)" in page
    begun.send(STEP % 3, go="stay")
    assert begun.shown(STEP % 3)["closes-time"] == "18:00:15"


def test_a_draft_from_an_earlier_competition_says_what_the_editor_has_no_field_for(
    site: Site, jo: Editor
) -> None:
    builders.publish(
        site.house.database,
        site.house.instance,
        slug="other",
        opens="2026-08-02 12:00",
        min_gap_seconds=90001,
    )
    page = jo.follow(jo.send("/admin/drafts/new", template="earlier other"))
    assert "Not taken along: the gap of 90,001 seconds, which is no whole hour." in page
    jo.send(STEP % 1, slug="a-film", go="stay")
    assert "Not taken along" in jo.get(STEP % 1)
    jo.send("/admin/drafts/new", template=f"earlier {SLUG}")
    assert "Not taken along" not in jo.get("/admin/drafts/2/1")


def test_a_stale_page_says_what_has_changed_and_keeps_what_was_typed(recruit: Recruit, begun: Editor) -> None:
    mine = begun.shown(STEP % 1)
    sam = recruit("sam")
    sam.send(STEP % 2, region="Ireland", go="on")
    answer = begun.post(STEP % 1, {**mine, "title": "My own title", "go": "on"})
    assert answer.status_code == 409
    assert "this draft has changed since you opened it" in answer.text
    assert "Sam, Sunday 2 August 2026" in " ".join(Tree(answer.text).one("main").text.split())
    assert ": region" in answer.text
    assert 'value="My own title"' in answer.text
    assert begun.shown(STEP % 1)["title"] == "Win a Blu-ray"
    again = {**values(Tree(answer.text)), "slug": "x", "go": "on"}
    assert location(begun.post(STEP % 1, again)) == STEP % 2
    assert begun.shown(STEP % 1)["title"] == "My own title"


def test_a_page_that_was_open_too_long_keeps_what_was_typed(begun: Editor) -> None:
    answer = begun.post(STEP % 1, {**begun.shown(STEP % 1), "title": "Mine", "form_token": "old", "go": "on"})
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert "open for too long" in answer.text


def test_marking_a_rule_saves_what_was_typed_beside_it(begun: Editor) -> None:
    begun.send(STEP % 1, title="Typed and marked", go="mark 8.28.2")
    page = begun.get(STEP % 1)
    assert 'value="Typed and marked"' in page
    assert f"Marked by {begun.code}, 2 August 2026." in " ".join(page.split())
    assert "Not needed" in page
    begun.send(STEP % 1, go="unmark 8.28.2")
    assert "Marked by" not in begun.get(STEP % 1)


def test_a_picture_is_taken_without_where_it_was_made_and_can_be_taken_away(begun: Editor) -> None:
    path = "/admin/drafts/1/picture"
    data = written(picture((600, 400)), "JPEG", exif=exif())
    sent = {**begun.shown(path), "picture": (io.BytesIO(data), "holiday.jpg")}
    assert location(begun.post(path, sent, content_type="multipart/form-data")) == STEP % 1
    made = begun.browser.get(f"{path}/file")
    assert made.mimetype == "image/jpeg"
    assert b"Camera" not in made.data
    assert "What it shows" in begun.get(STEP % 1)
    begun.post(path, {**begun.shown(path), "remove": "yes"}, content_type="multipart/form-data")
    assert begun.browser.get(f"{path}/file").status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a picture first"),
        (b"<svg />", "An SVG file can hold programs"),
        (b"GIF89a", "no picture"),
    ],
)
def test_a_hostile_upload_is_refused_in_a_sentence(begun: Editor, content: bytes, sentence: str) -> None:
    path = "/admin/drafts/1/picture"
    sent = {**begun.shown(path), "picture": (io.BytesIO(content), "x.svg")}
    answer = begun.post(path, sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_upload_beyond_all_bounds_is_not_even_read(begun: Editor) -> None:
    path = "/admin/drafts/1/picture"
    said = {"CONTENT_LENGTH": "11000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = begun.browser.post(path, headers=OWN, environ_overrides=said)
    assert answer.status_code == 422
    assert "The picture is too large" in answer.text


def test_every_letter_and_the_page_can_be_looked_at_before(finished: Editor) -> None:
    assert "This is a preview" in finished.get("/admin/drafts/1/page")
    for kind, words in LETTERS.items():
        page = finished.get(f"/admin/drafts/1/letters/{kind}")
        assert words in page
        assert "Win a film" in page
        html = finished.browser.get(f"/admin/drafts/1/letters/{kind}/html")
        assert "sandbox" in html.headers["Content-Security-Policy"]
    assert finished.browser.get("/admin/drafts/1/letters/nothing").status_code == 404


def test_no_letter_to_entrants_is_without_a_preview() -> None:
    kinds = {path.name for path in Path(folder(), "mail").iterdir() if path.is_dir()}
    to_others = {kind for kind in kinds if kind.startswith(("admin_", "complaint_"))}
    assert kinds - to_others == {*LETTERS}


def test_an_unfinished_draft_says_what_its_preview_waits_for(begun: Editor) -> None:
    answer = begun.browser.get("/admin/drafts/1/page")
    assert answer.status_code == 409
    assert "There is no preview yet." in answer.text


def test_what_an_editor_types_is_inert_everywhere(finished: Editor) -> None:
    finished.send(STEP % 1, title=SCRIPT, standfirst=SCRIPT, text=SCRIPT, go="stay")
    for path in (STEP % 1, STEP % 6, "/admin/drafts/1/page", "/admin", "/admin/drafts/1/letters/receipt"):
        assert SCRIPT not in finished.get(path)
    assert SCRIPT not in finished.browser.get("/admin/drafts/1/letters/receipt/html").text


def test_control_without_escaping_a_title_would_run_and_that_is_seen(site: Site, finished: Editor) -> None:
    finished.send(STEP % 1, title=SCRIPT, go="stay")
    site.app.jinja_env.autoescape = False
    # Compiled pages are shared between sites, and escape.
    site.app.jinja_env.bytecode_cache = None
    site.app.jinja_env.cache.clear()  # type: ignore[union-attr]
    with pytest.raises(AssertionError, match="a script stands in the page"):
        finished.get(STEP % 6)


def test_a_draft_begins_from_an_earlier_competition(jo: Editor) -> None:
    page = jo.follow(jo.send("/admin/drafts/new", template=f"earlier {SLUG}"))
    assert "Win Ai Weiwei: Never Sorry on Blu-ray" in page
    assert "What were the seeds made of?" in jo.get(STEP % 4)


def test_nothing_chosen_begins_nothing(jo: Editor) -> None:
    answer = jo.send("/admin/drafts/new")
    assert answer.status_code == 422
    assert "Choose what the new draft begins with" in answer.text


def test_a_draft_is_listed_until_it_is_thrown_away(begun: Editor) -> None:
    assert "Drafts, seen by nobody else" in begun.get("/admin")
    begun.send("/admin/drafts/1/discard")
    assert "Drafts, seen by nobody else" not in begun.get("/admin")
    assert begun.browser.get(STEP % 1).status_code == 404


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.FULFILMENT])
def test_who_may_not_edit_sees_no_draft_and_changes_none(recruit: Recruit, begun: Editor, role: Role) -> None:
    other = recruit("other", role)
    assert "New competition" not in other.get("/admin")
    for path in (STEP % 1, "/admin/drafts/new", "/admin/drafts/1/publish", "/admin/drafts/1/picture"):
        assert other.browser.get(path).status_code == 403
        assert other.post(path, {}).status_code == 403


def test_a_stranger_is_led_to_sign_in(reader: Reader, begun: Editor) -> None:
    assert location(reader.get(STEP % 1)).startswith("/admin/sign-in")


# What a promoter types to move the dates of the competition that is open.
MOVED = {
    "closes": "2026-08-31 18:00",
    "confirm_by": "2026-09-01 18:00",
    "freeze_by": "2026-09-01 19:00",
    "draw_at": "2026-09-03 20:00",
    "reason": "unfair_otherwise",
    "happened": "The site could not be reached for two days.",
}
DATES = f"/admin/c/{SLUG}/dates"


def closing(reader: Reader) -> str:
    return reader.get(f"/c/{SLUG}").text


def approve(second: Editor, answer: str = "approve") -> None:
    link = next(part for part in second.get("/admin/approvals").split('"') if "/admin/approvals/" in part)
    second.send(link.removeprefix("/draws"), decision=answer)


def test_dates_move_only_once_a_second_person_approves(recruit: Recruit, jo: Editor, reader: Reader) -> None:
    sam = recruit("sam")
    assert location(jo.send(DATES, **MOVED)) == "/admin/approvals"
    assert "Saturday 29 August 2026, 18:00 BST" in closing(reader)
    assert "A date has changed" not in closing(reader)
    approve(sam)
    page = closing(reader)
    assert "A date has changed" in page
    assert "Monday 31 August 2026, 18:00 BST" in page
    assert "Two people of the promoter decided this." in page
    terms = reader.get(f"/c/{SLUG}/terms/2").text
    assert "What changed since version 1" in terms
    assert "<ins>" in terms


def test_control_without_a_second_person_s_word_one_would_move_them_alone(
    recruit: Recruit, jo: Editor, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    recruit("sam")
    monkeypatch.setattr("competition.services.approvals.others", lambda *_: [])
    jo.send(DATES, **MOVED)
    assert "A date has changed" in closing(reader)


def test_who_asked_cannot_approve_as_well(recruit: Recruit, jo: Editor, reader: Reader) -> None:
    recruit("sam")
    jo.send(DATES, **MOVED)
    page = approval_page(jo)
    assert "Somebody else must decide" in page
    assert "The closing time moved from Saturday 29 August 2026, 18:00 BST (17:00 UTC) to Monday 31" in page
    assert "A date has changed" not in closing(reader)


def approval_page(editor: Editor) -> str:
    link = next(part for part in editor.get("/admin/approvals").split('"') if "/admin/approvals/" in part)
    return editor.get(link.removeprefix("/draws"))


def test_what_a_second_person_refuses_moves_nothing(recruit: Recruit, jo: Editor, reader: Reader) -> None:
    sam = recruit("sam")
    jo.send(DATES, **MOVED)
    approve(sam, "refuse")
    assert "A date has changed" not in closing(reader)


def test_one_admin_alone_moves_them_at_once_and_the_notice_says_so(jo: Editor, reader: Reader) -> None:
    jo.send(DATES, **MOVED)
    assert "One person decided this: the promoter has no second one." in closing(reader)


def test_all_that_is_wrong_with_a_move_is_said_at_once_each_at_its_field(jo: Editor) -> None:
    typed = {"closes": "31 August", "confirm_by": "2026-10-25 01:30", "reason": "", "happened": ""}
    page = jo.send(DATES, **{**MOVED, **typed})
    assert page.status_code == 422
    for field in ("closes", "confirm_by", "reason-0", "happened"):
        assert f'href="#{field}"' in page.text
    # Of what follows from the others nothing is said before they can be read.
    assert "four things to put right" in page.text
    assert all(f'value="{typed[name]}"' in page.text for name in ("closes", "confirm_by"))
    passed = {"closes": "2026-08-01 10:00", "confirm_by": "2026-08-01 11:00", "reason": "few"}
    assert "three things to put right" in jo.send(DATES, **{**MOVED, **passed}).text


def test_a_page_older_than_the_dates_says_what_moved_and_by_whom(
    recruit: Recruit, jo: Editor, reader: Reader
) -> None:
    sam = recruit("sam")
    old = sam.shown(DATES)
    jo.send(DATES, **MOVED)
    approve(sam)
    late = sam.post(DATES, {**old, **MOVED, "draw_at": "2026-09-05 20:00"})
    assert late.status_code == 409
    assert "the dates were moved since you opened this page, by Sam, Sunday 2 August" in late.text
    assert "The closing time moved from Saturday 29 August 2026, 18:00 BST" in late.text
    assert 'value="2026-09-05 20:00"' in late.text
    assert approval_waits(sam) is False
    sam.post(DATES, {**values(Tree(late.text)), "reason": MOVED["reason"]})
    assert approval_waits(sam)


def approval_waits(editor: Editor) -> bool:
    return "Move the dates" in editor.get("/admin/approvals").partition("Decided")[0]


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"reason": ""}, "that few have entered is none", "reason-0"),
        ({"happened": ""}, "Write what happened", "happened"),
        ({"closes": "2026-08-02 00:00"}, "cannot be moved to before now", "closes"),
        ({"closes": "31 August"}, "is no date and time", "closes"),
        ({"closes": "2026-10-25 01:30"}, "twice", "closes"),
        ({"draw_at": "2026-09-01 20:00"}, "The draw must be at least", "draw_at"),
    ],
)
def test_a_date_that_cannot_be_moved_is_said_at_its_field(
    jo: Editor, changes: dict[str, str], sentence: str, field: str
) -> None:
    answer = jo.send(DATES, **{**MOVED, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert MOVED["happened"] in answer.text or "happened" in changes
