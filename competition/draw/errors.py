"""The three ways in which material of a draw can disappoint whoever reads it.

Nothing else leaves this package for bad input: a file is not what the format says (`MalformedError`), it
says something that is not so (`VerificationError`), or a check cannot be made here (`UncheckableError`).
"""


class DrawError(Exception):
    """A finding about a record: what is wrong, and where.

    `message` is a sentence for a person, `code` a stable word for programs, `file` the name inside the
    record, `line` counts from 1.
    """

    def __init__(
        self, message: str, *, code: str = "malformed", file: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.file = file
        self.line = line

    def __str__(self) -> str:
        where = self.file or ""
        if self.line is not None:
            where += f" line {self.line}"
        return f"{where}: {self.message}" if where else self.message


class MalformedError(DrawError):
    """The bytes are not the one way in which the format writes such a thing (§2)."""


class VerificationError(DrawError):
    """Well formed, but not true: a digest, a signature, a rule of §3 to §9 does not hold."""


class UncheckableError(DrawError):
    """Neither right nor wrong: this program lacks what the check needs (§9, `could not check`)."""
