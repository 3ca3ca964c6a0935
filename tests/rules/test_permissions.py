"""Roles in the words of the page on which they are given."""

from competition.rules.permissions import May, Role, allows, in_words


def test_each_role_may_do_what_its_page_says() -> None:
    assert in_words(Role.OWNER) == "do everything"
    assert in_words(Role.EDITOR) == (
        "do everything but purge personal data; set up the site; invite, change and disable admins"
    )
    assert in_words(Role.FULFILMENT) == (
        "see competitions, counts and masked entries; see where prizes go, and send them"
    )
    assert in_words(Role.OBSERVER) == (
        "see competitions, counts and masked entries; read the activity record"
    )


def test_what_stands_in_no_list_is_refused() -> None:
    assert allows(Role.OWNER, May.ADMINS)
    assert not allows(Role.EDITOR, May.ADMINS)
    assert allows(Role.FULFILMENT, May.FULFIL)
    assert not allows(Role.OBSERVER, May.FULFIL)
