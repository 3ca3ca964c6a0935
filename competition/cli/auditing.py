"""`audit`: every past record is rebuilt from the database and checked as an outsider would check it."""

import json
from collections.abc import Iterator
from typing import Any

import click

from competition.audit import wording
from competition.cli.desk import Desk, at_desk
from competition.cli.refusals import NOT_TRIED, REFUSED, Refusal, plainly
from competition.draw.report import EXIT_CODES, FAILED, UNCHECKED, Report
from competition.services import auditing
from competition.services.auditing import DrawAudit

# A failure outweighs what could not be checked, and both outweigh what is verified.
_WORST_FIRST = (EXIT_CODES[FAILED], EXIT_CODES[UNCHECKED])
# What reading a date, a text or a list raises that is none: SQLite takes anything in any column.
_DAMAGE = (ValueError, TypeError, AttributeError, LookupError)


@click.command(short_help="Check past draws in the database, row by row; fit for cron.")
@click.argument("slug", required=False)
@click.option("--all", "everything", is_flag=True, help="Every draw there is, as without SLUG.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@at_desk
def audit(desk: Desk, slug: str | None, everything: bool, as_json: bool) -> None:
    """Rebuild past records from the database, SLUG's or all, and make the auditor's steps on each.

    A line per draw with evidence level and verdict; below it, every row that contradicts what was published.
    Without SLUG the private record of who did what is checked as well, which is a chain.
    Exit codes: 0 verified, 1 failed, 2 could not check; the worst counts. Without SLUG a sound list that
    waits for its number does not count: it is no past draw yet.
    """
    if slug and everything:
        raise click.UsageError("Name one competition, or say --all.")
    found, broken = _audits(desk, None if everything else slug)
    if as_json:
        data = [_data(one) for one in found]
        click.echo(json.dumps([*data, _activity_data(broken)] if broken else data, indent=1))
    else:
        click.echo("\n".join(line for one in found for line in _lines(one)) or _nothing(slug))
        if broken:
            click.echo("\n".join((f"activity record  {FAILED}", *(f"  {row}" for row in broken))))
    codes = {one.exit_code for one in found if slug or not one.waits}
    codes |= {EXIT_CODES[FAILED]} if broken else set()
    raise SystemExit(next((code for code in _WORST_FIRST if code in codes), 0))


def _audits(desk: Desk, slug: str | None) -> tuple[list[DrawAudit], list[str]]:
    """The draws, and where all are asked for the rows of the private record that do not hold.

    An audit that cannot begin has checked nothing: that is 2, never 1.
    """
    try:
        with plainly(), desk.database() as database, database.read() as session:
            draws = [one for each in _slugs(session, slug) for one in _of(session, each)]
            return draws, auditing.activity_problems(session) if slug is None else []
    except Refusal as refusal:
        if refusal.exit_code == REFUSED:
            raise Refusal(refusal.sentences, NOT_TRIED) from None
        raise


def _slugs(session: Any, slug: str | None) -> list[str]:
    if slug is not None:
        return [slug]
    try:
        return auditing.slugs(session)
    except _DAMAGE as damage:
        # All are read at once. Which one it is, its own audit says.
        sentence = f"A row of a competition cannot be read, so that no list of them can be made ({damage})."
        click.echo(f"{FAILED}: {wording.printable(sentence)} Audit them one by one, by their slugs.")
        raise SystemExit(EXIT_CODES[FAILED]) from None


def _of(session: Any, slug: str) -> list[DrawAudit]:
    """A value that no program of ours has written cannot even be read: that is a finding, and no fault."""
    try:
        return list(auditing.audit_competition(session, slug))
    except _DAMAGE as damage:
        return [DrawAudit(slug, 1, Report(), (f"one of its rows cannot be read: {damage}",))]


def _nothing(slug: str | None) -> str:
    return f"No list{f' of {slug}' if slug else ''} was frozen yet, so there is nothing to audit."


def _lines(one: DrawAudit) -> Iterator[str]:
    yield f"{one.slug}  draw {one.draw}  {one.report.level or '-'}  {one.verdict}"
    if one.report.exit_code:
        yield f"  {wording.verdict(one.report)}"
    yield from (f"  {wording.printable(row)}" for row in one.rows)


def _activity_data(broken: list[str]) -> dict[str, Any]:
    return {"slug": None, "verdict": FAILED, "exit_code": EXIT_CODES[FAILED], "rows": broken}


def _data(one: DrawAudit) -> dict[str, Any]:
    return {
        **wording.data(one.report),
        "slug": one.slug,
        "draw": one.draw,
        "verdict": one.verdict,
        "exit_code": one.exit_code,
        "rows": list(one.rows),
    }
