"""Taking what was erased out of the files: a row that is gone may still stand in a page or a log (P15).

SQLite overwrites what it removes, as each connection is told; but the log beside the file keeps pages as they
were, until it is emptied. PostgreSQL keeps old rows in their tables until these are written anew. Its own
write-ahead log, replicas and backups are the operator's to let expire.
"""

from __future__ import annotations

from sqlalchemy import Engine

# Where rows with something personal in them are changed or removed.
PERSONAL = ("complaint", "consent", "entry", "message")
# Others who read or write are not held up for long; the next pass tries again.
_PATIENCE_MILLISECONDS = 500


def scrub(engine: Engine, *, whole: bool) -> None:
    """Empty the log; `whole` writes the data anew as well, for which everyone else waits."""
    if engine.dialect.name == "sqlite":
        _sqlite(engine, whole=whole)
    elif whole:
        _postgresql(engine)


def _sqlite(engine: Engine, *, whole: bool) -> None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        if whole:
            cursor.execute("VACUUM")
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone() or (0,)
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {patience}")
    finally:
        connection.close()


def _postgresql(engine: Engine) -> None:
    # Cannot be part of a transaction. FULL, because the plain one leaves the bytes where they are.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in PERSONAL:
            connection.exec_driver_sql(f'VACUUM FULL "{table}"')
