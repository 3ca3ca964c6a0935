"""What Alembic runs. The connection comes from `competition.store.schema`, already inside its transaction."""

from __future__ import annotations

from alembic import context

from competition.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
