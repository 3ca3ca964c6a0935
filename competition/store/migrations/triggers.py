"""Rows that stay: triggers for insert-only tables, and for the list of tickets once it is frozen.

Migrations call these, and a released one means the same for ever: to change a trigger, write a new function.
Each message begins with the trigger's name, which is how `errors.constraint_name` knows it on SQLite.
"""

from __future__ import annotations

from alembic import op

# PostgreSQL empties a table without touching its rows, hence the third.
INSERT_ONLY_EVENTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def create_refusal() -> None:
    """The function that PostgreSQL's triggers call; SQLite's carry their own."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME,"
            " MESSAGE = TG_NAME || ': rows of ' || TG_TABLE_NAME || ' are never changed or removed';"
            " END $$"
        )


def make_insert_only(table: str) -> None:
    dialect = op.get_context().dialect.name
    for event in INSERT_ONLY_EVENTS[dialect]:
        name = f"{table}_no_{event}"
        begin = f'CREATE TRIGGER {name} BEFORE {event.upper()} ON "{table}"'
        if dialect == "postgresql":
            op.execute(f"{begin} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
        else:
            message = f"{name}: rows of {table} are never changed or removed"
            op.execute(f"{begin} BEGIN SELECT RAISE(ABORT, '{message}'); END")


def refuse_tickets_after_freeze() -> None:
    """No path adds a ticket to a frozen competition (guarantee N2)."""
    frozen = 'EXISTS (SELECT 1 FROM "freeze" WHERE competition_id = NEW.competition_id)'
    name, why = "ticket_not_after_freeze", "the list of this competition is frozen"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON ticket WHEN {frozen}"
            f" BEGIN SELECT RAISE(ABORT, '{name}: {why}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION refuse_ticket_after_freeze() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {frozen} THEN RAISE EXCEPTION USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME,"
        f" MESSAGE = TG_NAME || ': {why}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE INSERT ON ticket"
        " FOR EACH ROW EXECUTE FUNCTION refuse_ticket_after_freeze()"
    )
