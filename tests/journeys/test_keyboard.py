"""The keyboard of the journeys notices what would leave somebody without a mouse behind."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.keyboard import Keyboard

PAGE = '<style>%s a { outline: 3px solid }</style><a href="/one">One</a> <a href="/two"%s>Two</a>'


@pytest.fixture
def hands(chromium: Browser) -> Iterator[Keyboard]:
    context = chromium.new_context()
    yield Keyboard(context.new_page())
    context.close()


def reach(hands: Keyboard, style: str = "", attributes: str = "") -> None:
    hands.page.set_content(PAGE % (style, attributes))
    hands.reach(hands.page.get_by_role("link", name="Two"))


def test_what_is_in_order_is_reached(hands: Keyboard) -> None:
    reach(hands)


def test_control_a_link_that_is_out_of_the_order_is_not_reached(hands: Keyboard) -> None:
    with pytest.raises(pytest.fail.Exception, match="does not lead to"):
        reach(hands, attributes=' tabindex="-1"')


@pytest.mark.parametrize("style", ["a[href] { outline: none }", "a { position: absolute; left: -99rem }"])
def test_control_a_stop_that_does_not_show_itself_is_noticed(hands: Keyboard, style: str) -> None:
    with pytest.raises(AssertionError, match="the focus is not to be seen"):
        reach(hands, style=style)
