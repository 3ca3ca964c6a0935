"""Alembic's folder, run in-process by `competition.store.schema`. A released file here is never edited."""
