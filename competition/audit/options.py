"""What can be typed behind `competition-audit`."""

import argparse
from collections.abc import Callable, Mapping

Run = Callable[[argparse.Namespace], int]


def parser(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of the whole command; `runs` says what each of its commands does."""
    whole = argparse.ArgumentParser(
        prog="competition-audit",
        description="Check a published prize draw (prizedraw/v1). Needs no network and nothing but Python.",
        epilog="Exit codes: 0 verified, 1 failed, 2 could not check.",
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    verify = _command(commands, "verify", runs, "check a whole record, step by step")
    verify.add_argument("bundle", metavar="BUNDLE", help="a folder, a zip, or the address of a draw")
    verify.add_argument("--held", metavar="FREEZE.NOTE", help="your own earlier copy of the freeze note")
    verify.add_argument("--receipt", metavar="NOTE", help="your receipt, with --salt and --email")
    _opening(verify, required=False)
    _evidence(verify)
    receipt = _command(commands, "receipt", runs, "check your receipt against a record, or your letters")
    receipt.add_argument("receipt", metavar="NOTE", help="your receipt")
    receipt.add_argument(
        "bundle", metavar="BUNDLE", nargs="?", help="a folder, a zip, or the address of a draw"
    )
    receipt.add_argument(
        "--mailed", metavar="FOLDER", help="instead: the files that came with “The list is frozen”"
    )
    receipt.add_argument("--held", metavar="FREEZE.NOTE", help="your own earlier copy of the freeze note")
    _opening(receipt, required=True)
    _evidence(receipt)
    rank = _command(commands, "rank", runs, "say where a ticket came in the draw")
    rank.add_argument("ticket", metavar="TICKET", help="a ticket, or its first 12 digits")
    rank.add_argument("bundle", metavar="BUNDLE", help="a folder, a zip, or the address of a draw")
    explain = _command(commands, "explain", runs, "say how the result came about")
    explain.add_argument("bundle", metavar="BUNDLE", help="a folder, a zip, or the address of a draw")
    follow = _command(commands, "follow", runs, "look at a public log again, and see that it only grew")
    follow.add_argument("address", metavar="ADDRESS", help="the address of a competition")
    follow.add_argument("--state", metavar="FILE", required=True, help="what was seen last; made at first")
    _evidence(follow)
    evidence = _command(commands, "evidence", runs, "judge the papers of somebody who was wronged")
    evidence.add_argument("file", metavar="FILE.zip", help="what --evidence has written")
    return whole


def _evidence(parser: argparse.ArgumentParser) -> None:
    what = "if your own paper convicts, write all that a third party needs to judge it"
    parser.add_argument("--evidence", metavar="FILE.zip", help=what)


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    runs: Mapping[str, Run],
    summary: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=summary, description=f"{summary.capitalize()}.")
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.set_defaults(run=runs[name], held=None, receipt=None)
    return parser


def _opening(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument(
        "--salt", metavar="HEX", required=required, help="the salt that came with the receipt"
    )
    parser.add_argument(
        "--email", metavar="ADDRESS", required=required, help="the address that you entered with"
    )
