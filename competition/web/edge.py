"""What a view needs of the world: the database, the instance, the site; put into the app once, at start."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from flask import current_app

from competition.config import Config
from competition.services.instance import Instance
from competition.services.views import SiteView
from competition.store.engine import Database

_NAME = "competition"


@dataclass(frozen=True, slots=True)
class Edge:
    """Where requests end and use cases begin: each opens one transaction here and hands it on."""

    config: Config
    database: Database
    instance: Instance

    @property
    def site(self) -> SiteView:
        site = self.config.site
        return SiteView(
            name=site.name,
            base_url=site.base_url,
            promoter=site.promoter_name,
            promoter_address=site.promoter_address,
            contact=site.contact,
            sender=self.config.mail.sender,
            demo=site.mode == "demo",
        )


def edge() -> Edge:
    found: Edge = current_app.extensions[_NAME]
    return found


def instance() -> Instance:
    return edge().instance


# What the block gets is handed to a use case and nothing else: its type is no business of web.
def reading() -> AbstractContextManager[Any]:
    return edge().database.read()


def writing() -> AbstractContextManager[Any]:
    return edge().database.write()
