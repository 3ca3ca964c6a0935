"""What became of the demonstration's prizes: one winner claimed, one said no, and a reserve followed."""

import re
from datetime import timedelta

from competition.cli.demo.past import Past
from competition.rules.claiming import ClaimForm
from competition.services import mailbox
from competition.services.awards import claim_pages, claiming, releasing, sending
from competition.services.views import MessageView

_LINK = re.compile(r"/claim/([^\s/]+)$", re.MULTILINE)
_DAY = timedelta(days=1)


def give(story: Past, slug: str) -> None:
    """Tell the winners of a draw that was just made, and let two weeks go by."""
    story.clock.at += timedelta(hours=1)
    with story.database.write() as session:
        seen = len(releasing.preview(session, slug, instance=story.instance).recipients)
        releasing.release(session, slug, str(seen), actor="operator", instance=story.instance)
    story.tick(story.clock.at)
    first, second = _newest(story, 2)
    story.tick(story.clock.at + _DAY)
    _claim(story, first, publication="surname", county="Kent")
    _decline(story, second)
    story.tick(story.clock.at + _DAY)
    _claim(story, *_newest(story, 1), publication="initials")
    for unit in (1, 2):
        _send(story, slug, unit)
    story.tick(story.clock.at + 10 * _DAY)


def _newest(story: Past, count: int) -> tuple[MessageView, ...]:
    """The newest letters that lead to a prize."""
    with story.database.read() as session:
        found = mailbox.mailbox(session, instance=story.instance).messages
    return tuple([letter for letter in found if "Claim my prize" in letter.html][:count])


def _token(letter: MessageView) -> str:
    link = _LINK.search(letter.text)
    return link[1] if link else ""


def _claim(story: Past, letter: MessageView, *, publication: str, county: str = "") -> None:
    form = ClaimForm(
        recipient="A reader",
        street="1 Example Street",
        town="Anytown",
        county=county,
        postcode="AN1 1AA",
        country="United Kingdom",
        eligible=True,
        publication=publication,
    )
    with story.database.write() as session:
        claiming.claim(session, _token(letter), form, instance=story.instance)


def _decline(story: Past, letter: MessageView) -> None:
    token = _token(letter)
    with story.database.write() as session:
        only = claim_pages.decline_page(session, token, instance=story.instance).token
        named = {"decline_token": only, "email": letter.recipient}
        claiming.decline(session, token, **named, instance=story.instance)


def _send(story: Past, slug: str, unit: int) -> None:
    own = story.instance
    with story.database.write() as session:
        sending.dispatch(session, slug, unit, carrier="Example Post", actor="operator", instance=own)
        sending.mark_received(session, slug, unit, actor="operator", instance=own)
