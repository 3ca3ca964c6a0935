"""What Alembic runs. The connection comes from `competition.store.schema`, already inside its transaction."""

from __future__ import annotations

from alembic import context

# Not given our metadata: its naming convention would rename the constraints that migrations name in full.
context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
