"""A finding says where it is and what is wrong, to people in one sentence and to programs in words (§9)."""

from typing import Any

import pytest

from competition.draw.errors import DrawError, MalformedError, UncheckableError, VerificationError


@pytest.mark.parametrize(
    ("kind", "place", "said"),
    [
        (MalformedError, {}, "no number"),
        (MalformedError, {"file": "log.txt"}, "log.txt: no number"),
        (VerificationError, {"file": "log.txt", "line": 7}, "log.txt line 7: no number"),
        (UncheckableError, {"line": 7}, " line 7: no number"),
    ],
)
def test_a_finding_is_said_with_its_file_and_line(
    kind: type[DrawError], place: dict[str, Any], said: str
) -> None:
    finding = kind("no number", **place)
    assert str(finding) == said
    assert finding.args == ("no number",)


def test_a_finding_without_a_code_of_its_own_is_about_the_form() -> None:
    finding = MalformedError("no number")
    assert (finding.code, finding.file, finding.line) == ("malformed", None, None)
    assert VerificationError("no", code="seed").code == "seed"
