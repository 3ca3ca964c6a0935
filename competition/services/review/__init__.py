"""Looking through entries: the list, one entry, signals, exclusions and appeals, in and out by files."""
