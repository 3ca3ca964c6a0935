"""Who signs a draw from a list: an installation's key where one is named, else a key made for this draw."""

import base64
import secrets
from dataclasses import dataclass

import click
from click.core import ParameterSource

from competition.adapters import keys
from competition.adapters.draw_folders import KEY, DrawFolder
from competition.cli.desk import Desk
from competition.config import Beacon
from competition.draw.notes import Signer
from competition.rules.description import Promoter

_ORIGIN = "list-draw"
_NOBODY = Promoter("Not named", "no address given")


@dataclass(frozen=True, slots=True)
class Signing:
    """`own` is the private key in base64, to be kept until the draw, where it was made for this draw."""

    signer: Signer | None
    own: bytes | None
    promoter: Promoter
    beacon: Beacon


def configured(context: click.Context, desk: Desk) -> Signing | None:
    """By the configuration, where somebody named one: a file that happens to lie there is not meant."""
    source = context.find_root().get_parameter_source("path")
    if source not in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT):
        return None
    site = desk.config.site
    promoter = Promoter(site.promoter_name, site.promoter_address)
    return Signing(desk.instance.signer, None, promoter, desk.config.beacon)


def fresh() -> Signing:
    """A key for one draw: with the last signature it is destroyed."""
    seed = secrets.token_bytes(32)
    own = base64.b64encode(seed) + b"\n"
    return Signing(keys.signer(seed, origin=_ORIGIN), own, _NOBODY, Beacon())


def kept(folder: DrawFolder) -> Signing:
    """The key that a folder keeps; without a signer where it was destroyed."""
    own = folder.kept(KEY)
    signer = keys.signer(base64.b64decode(own), origin=_ORIGIN) if own else None
    return Signing(signer, own, _NOBODY, Beacon())
