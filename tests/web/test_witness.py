"""The witness over HTTP: the statuses and media types of C2SP tlog-witness."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from competition.draw.witnessing import AddCheckpoint
from competition.web.witness import create_witness
from tests.draw.test_witnessing import REFUSALS, head, request, signed
from tests.services import witnesses

URL = "/add-checkpoint"


@pytest.fixture
def asking(tmp_path: Path) -> FlaskClient:
    """It has signed five lines."""
    client = create_witness(witnesses.witness("town-gazette", tmp_path)).test_client()
    assert client.post(URL, data=request(0, 5).to_bytes()).status_code == 200
    return client


def test_it_answers_with_its_signature_line_alone(asking: FlaskClient) -> None:
    answer = asking.post(URL, data=request(5, 8).to_bytes())
    assert answer.status_code == 200
    assert answer.text.startswith("— town-gazette.example/witness ")
    assert answer.text.endswith("\n")
    assert answer.text.count("\n") == 1


@pytest.mark.parametrize("name", REFUSALS)
def test_it_refuses_with_the_status_of_the_specification(asking: FlaskClient, name: str) -> None:
    status, change = REFUSALS[name]
    assert asking.post(URL, data=change(request(5, 8)).to_bytes()).status_code == status


def test_a_wrong_old_size_is_answered_by_the_right_one(asking: FlaskClient) -> None:
    answer = asking.post(URL, data=request(0, 8).to_bytes())
    assert (answer.status_code, answer.text) == (409, "5\n")
    assert answer.headers["Content-Type"] == "text/x.tlog.size"


def test_a_fork_is_answered_in_words(asking: FlaskClient) -> None:
    other = AddCheckpoint(5, (), signed(head(5, [f"other {n}" for n in range(12)])))
    answer = asking.post(URL, data=other.to_bytes())
    assert answer.status_code == 409
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_other_methods_and_addresses_and_long_bodies_are_refused(asking: FlaskClient) -> None:
    assert asking.get(URL).status_code == 405
    assert asking.post("/").status_code == 404
    assert asking.post(URL, data=b"old 5\n" + b"x" * 70_000).status_code == 413


def test_a_book_that_cannot_be_read_signs_nothing(asking: FlaskClient, tmp_path: Path) -> None:
    for page in (tmp_path / "town-gazette").glob("*.note"):
        page.write_bytes(b"damaged")
    answer = asking.post(URL, data=request(5, 8).to_bytes())
    assert (answer.status_code, answer.text) == (503, "The witness cannot sign now.\n")
