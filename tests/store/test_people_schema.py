"""A database from before people's data had tables of its own keeps its letters."""

from alembic import command
from sqlalchemy import Connection, Table, insert, select

from competition.store import schema
from competition.store.models import Base, Message
from competition.store.schema import migrate
from competition.store.types import CompetitionId
from tests.store.builders import a_competition, a_message
from tests.store.sabotage import plain_connection


def test_letters_of_an_older_database_are_kept(database_url: str) -> None:
    with schema._connected(database_url) as connection:
        schema._take_turn(connection)
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    with plain_connection(database_url) as connection:
        _store(connection, a_competition(), but={"id"})
        _store(connection, a_message(CompetitionId(1), 1), but={"id", "complaint_id", "unsubscribe"})
    migrate(database_url)
    with plain_connection(database_url) as connection:
        query = select(Message.text, Message.status, Message.unsubscribe, Message.complaint_id)
        assert tuple(connection.execute(query).one()) == ("text", "due", None, None)


def _store(connection: Connection, row: Base, *, but: set[str]) -> None:
    """As the program of that time did, which knew only these columns."""
    table = row.__table__
    assert isinstance(table, Table)
    known = [column.key for column in table.columns if column.key not in but]
    connection.execute(insert(table).values({name: getattr(row, name) for name in known}))
