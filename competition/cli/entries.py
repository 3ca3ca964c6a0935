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
    mail, under the rules of the form; fields of your own are columns under their labels, as “field 1: name”
    where the label is that of another column. Bad rows are named by line, and then nothing is taken. Whoever
    has an entry already is passed over.
    """
    text, count, known = _text(file), 0, 0
    with desk.database() as database:
        for step in importing.take_all(database, slug, text, actor="operator", instance=desk.instance):
            # Of later batches those before them are known as well.
            known = step.known if not count else known
            count += step.taken
            if step.left:
                click.echo(f"{count:,} taken, {step.left:,} are left.", err=True)
    if known:
        click.echo(f"Passed over, as they have an entry already: {plural(known, 'row')}.", err=True)
    click.echo(f"Imported into {slug}: {plural(count, 'ticket')}. Receipts go out by mail.")


def _text(file: Path) -> str:
    try:
        return content(file, largest=_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal([f"{file} is not UTF-8 text: save it as UTF-8."]) from None
