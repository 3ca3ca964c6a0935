"""A finding says where it is and what is wrong, to people in one sentence and to programs in words (§9)."""

import pytest

from competition.draw.errors import DrawError, MalformedError, UncheckableError, VerificationError


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        (MalformedError("no number"), "no number"),
        (MalformedError("no number", file="log.txt"), "log.txt: no number"),
        (VerificationError("a wrong root", file="log.txt", line=7), "log.txt line 7: a wrong root"),
        (UncheckableError("no chain", line=7), " line 7: no chain"),
    ],
    ids=str,
)
def test_a_finding_is_said_with_its_file_and_line(finding: DrawError, said: str) -> None:
    assert str(finding) == said
    assert finding.args == (finding.message,)


def test_a_finding_without_a_code_of_its_own_is_about_the_form() -> None:
    finding = MalformedError("no number")
    assert (finding.code, finding.file, finding.line) == ("malformed", None, None)
    assert VerificationError("no", code="seed").code == "seed"
