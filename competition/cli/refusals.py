"""Every expected failure as plain sentences on stderr, all at once where there are several."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from competition.config import ConfigError
from competition.draw.errors import DrawError, UncheckableError
from competition.rules.checklist import ChecklistError
from competition.rules.errors import DescriptionError, RuleError
from competition.store.errors import StoreError, StoreUnavailable

REFUSED, NOT_TRIED = 1, 2


class Refusal(click.ClickException):
    """What was asked for is not done, and why: a sentence or more."""

    exit_code: int  # type: ignore[misc]  # click has it on the class only

    def __init__(self, sentences: Sequence[str], exit_code: int = REFUSED) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = tuple(sentences)
        self.exit_code = exit_code

    def show(self, file: IO[Any] | None = None) -> None:
        for sentence in self.sentences:
            click.echo(sentence, file=file or sys.stderr)


@contextmanager
def plainly() -> Iterator[None]:
    """Turn the families of expected errors into refusals. What is left is our own fault."""
    try:
        yield
    except ConfigError as error:
        raise Refusal(error.problems, NOT_TRIED) from error
    except (DescriptionError, ChecklistError) as error:
        raise Refusal(error.problems) from error
    except RuleError as error:
        raise Refusal([_rule(error)]) from error
    except StoreUnavailable as error:
        # Its own words are for readers, who have sent something.
        sentence = "The database cannot be used. Look at database.url, and whether what it names is there."
        raise Refusal([sentence], NOT_TRIED) from error
    except StoreError as error:
        raise Refusal([str(error)], NOT_TRIED) from error
    except ModuleNotFoundError as error:
        if error.name != "psycopg":
            raise
        sentence = "PostgreSQL needs a driver that is not installed: install competition[postgres]."
        raise Refusal([sentence], NOT_TRIED) from error
    except LookupError as error:
        raise _damaged(error) from error
    except DrawError as error:
        raise Refusal([_finding(error)], NOT_TRIED if isinstance(error, UncheckableError) else 1) from error


def _damaged(error: LookupError) -> Exception:
    """A row that the services miss or cannot read, in their words; a key or an index is a fault of ours."""
    if isinstance(error, KeyError | IndexError):
        return error
    advice = "`competition audit` names the rows that are."
    return Refusal([f"The database is damaged: {error}. {advice}"], NOT_TRIED)


def _rule(error: RuleError) -> str:
    if error.code == "unknown":
        return "There is no such competition. `competition status` lists those that there are."
    return error.message


def _finding(error: DrawError) -> str:
    sentence = str(error).rstrip(".")
    return f"{sentence[:1].upper()}{sentence[1:]}."


def content(path: Path, *, largest: int) -> bytes:
    """A file that the operator named; refuses one that cannot be read, or is too large to be meant."""
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise Refusal([f"{path} cannot be read: {error.strerror or error}."], NOT_TRIED) from None
    if len(data) > largest:
        raise Refusal([f"{path} has more than {largest:,} bytes, too many for what it should be."])
    return data
