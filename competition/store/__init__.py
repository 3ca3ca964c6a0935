"""The database: tables, and named reads and writes. Only `engine.Database` commits, at the edge."""
