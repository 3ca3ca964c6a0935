"""The operator's commands: findings on stdout, progress on stderr, a refusal as a sentence."""

from pathlib import Path

import click

from competition.cli import (
    auditing,
    awards,
    competitions,
    demo,
    drawing,
    entries,
    list_draws,
    overview,
    retention,
    running,
    setting_up,
    simulating,
    witness,
)
from competition.cli.desk import Desk
from competition.cli.refusals import plainly


class Commands(click.Group):
    """All commands, listed in the order in which one needs them."""

    def invoke(self, ctx: click.Context) -> object:
        with plainly():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    default=Path("config.toml"),
    envvar="COMPETITION_CONFIG",
    show_default=True,
    show_envvar=True,
    metavar="FILE",
    help="The configuration file.",
)
@click.version_option(package_name="competition", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, path: Path) -> None:
    """Run free prize draws that anyone can check.

    Start with `competition demo`, which needs nothing, or with `competition init`.
    Exit codes: 0 done, 1 refused, 2 could not be tried. For `audit`: 0 verified, 1 failed, 2 could not check.
    """
    ctx.obj = Desk(path)


for command in (
    demo.demo,
    setting_up.init,
    setting_up.keys,
    running.serve,
    running.worker,
    running.tick,
    competitions.create,
    competitions.publish,
    entries.conflicts,
    entries.import_,
    overview.status,
    competitions.exclude,
    drawing.freeze,
    drawing.draw,
    awards.award,
    auditing.audit,
    witness.witness,
    competitions.export,
    retention.purge,
    retention.sar,
    list_draws.draw_list,
    simulating.simulate,
):
    main.add_command(command)
