"""A form that was left open until after the close is told so, whatever else is wrong with it (F12)."""

import pytest

from tests.services.builders import CLOSES
from tests.web.conftest import Site
from tests.web.reader import Reader
from tests.web.test_entering import PAGE, WHOLE


@pytest.mark.parametrize("wrong", [{"form_token": "old"}, {"name": ""}, {"email": "ann@gmial.com"}], ids=str)
def test_nobody_puts_right_a_form_that_can_no_longer_be_sent(
    site: Site, reader: Reader, wrong: dict[str, str]
) -> None:
    form = reader.form(PAGE, "/enter")
    site.house.clock.at = CLOSES
    answer = reader.post(f"{PAGE}/enter", data={**form, **WHOLE, **wrong})
    assert answer.status_code == 409
    assert "This draw closed on" in answer.text
    assert "<form" not in answer.text
