"""Anyone's command: checks a published draw with Python's standard library alone, and no network."""
