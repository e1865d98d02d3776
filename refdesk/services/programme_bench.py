"""What the editor of a programme works with, read once: from then on it reckons without waiting."""

from dataclasses import dataclass

from refdesk.domain.bill import ShopRules
from refdesk.domain.economics import Assumptions
from refdesk.domain.records import Service, Shop
from refdesk.domain.worked_example import Moment
from refdesk.services import catalogue, programmes
from refdesk.services.desk import Desk
from refdesk.services.facts import shop_rules
from refdesk.services.programme_try import Given, assume
from refdesk.services.programmes import VersionLine
from refdesk.storage.programme_figures import till_names

LIKELY_MARGIN = 5_000
"""Half of the bill, in basis points, where the shop's services have no margin."""


@dataclass(frozen=True)
class Workbench:
    """A programme's versions, newest first, and what its terms are reckoned with.

    ``knows_margin``: the services have margins; otherwise `LIKELY_MARGIN` is assumed.
    """

    shop: Shop
    versions: tuple[VersionLine, ...]
    services: tuple[Service, ...]
    tills: tuple[str, ...]
    rules: ShopRules
    assumed: Assumptions
    knows_margin: bool
    moment: Moment


def open_workbench(desk: Desk, programme: int) -> Workbench:
    """Read what the editor of a programme works with.

    Raises DomainError ``bad_programme``.
    """
    with desk.store.read():
        shop = desk.shop()
        versions = programmes.list_versions(desk, f"P{programme}")
        known = assume(desk, shop, programme, Given())
        assumed = known or assume(desk, shop, programme, Given(margin=LIKELY_MARGIN))
        rules = shop_rules(shop.settings, shop.decimals)
        return Workbench(
            shop=shop,
            versions=tuple(versions),
            services=tuple(catalogue.list_services(desk)),
            tills=tuple(dict.fromkeys((*till_names(desk.store), desk.till))),
            rules=rules,
            assumed=assumed or Assumptions(0, LIKELY_MARGIN),
            knows_margin=known is not None,
            moment=Moment(desk.local_now(), desk.today(), desk.till),
        )
