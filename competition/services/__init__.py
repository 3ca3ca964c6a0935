"""Use cases: one verb each, each inside one transaction opened at the edge."""
