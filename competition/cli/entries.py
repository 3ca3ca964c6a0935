"""`conflicts` and `import`: addresses and entries that come in a file."""

from pathlib import Path

import click

from competition.cli.desk import Desk, at_desk
from competition.cli.refusals import Refusal, content
from competition.rules.wording import plural
from competition.services.review import conflicts as listed
from competition.services.review import importing

_LARGEST = 8 << 20


@click.command(short_help="List addresses that may not win, before the opening.")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@at_desk
def conflicts(desk: Desk, slug: str, file: Path) -> None:
    """Load the addresses of people close to the promoter from FILE, one a line, as the whole list of SLUG.

    Entries from them cannot be confirmed. Only a keyed digest of each is kept; the page of the competition
    says how many there are. Once it is open the list can no longer change.
    """
    lines = _text(file).splitlines()
    with desk.database() as database, database.write() as session:
        count = listed.load(session, slug, lines, actor="operator", instance=desk.instance)
    click.echo(f"Addresses listed for {slug}: {count:,}.")


@click.command("import", short_help="Take entries that came by post or from elsewhere.")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@at_desk
def import_(desk: Desk, slug: str, file: Path) -> None:
    """Take the entries in FILE, a CSV table, into SLUG while it is open.

    Its first line names the columns: email, name and eligible (yes, if all statements are true), and where
    the draw asks for them answer and publication (name or none). Each row gets a ticket and a receipt by
    mail, under the rules of the form. At most 500 rows; bad ones are named by line, and nothing is taken.
    """
    text = _text(file)
    with desk.database() as database, database.write() as session:
        count = importing.import_entries(session, slug, text, actor="operator", instance=desk.instance)
    click.echo(f"Imported into {slug}: {plural(count, 'ticket')}. Receipts go out by mail.")


def _text(file: Path) -> str:
    try:
        return content(file, largest=_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal([f"{file} is not UTF-8 text: save it as UTF-8."]) from None
