"""Measurements against yardsticks in the same run; docs/benchmarks.md shows what they printed."""
