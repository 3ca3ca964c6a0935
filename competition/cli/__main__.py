"""`python -m competition.cli`, as `serve` starts its own worker."""

from competition.cli import main

main(prog_name="competition")
