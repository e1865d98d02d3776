"""What the page of programmes opens with: what runs, with its figures, and what can be started.

Decisions:
- A programme that is started from the gallery is a draft: nobody is promised anything before its
  owner has read it and started it.
- A preset may be started more than once; the next one gets a number after its name and titles.
- What a new client costs does not depend on a margin, so it is reckoned without one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from refdesk.domain.customer import fold
from refdesk.domain.economics import check_profit
from refdesk.domain.records import Version
from refdesk.domain.terms import WHOLE
from refdesk.services import programmes
from refdesk.services.desk import Desk
from refdesk.services.presets import Preset, PresetGroup, list_groups, list_presets, load_preset
from refdesk.services.programme_try import Given, assume
from refdesk.storage.programme_figures import brought_by_programme


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme's newest version, and how many referrals all of its versions have brought.

    What it has given so far is the version's ``budget_spent`` (R64).
    """

    version: Version
    brought: int


@dataclass(frozen=True)
class Offer:
    """A preset, and what it costs to win one new client with it, in minor units."""

    preset: Preset
    cost: int


@dataclass(frozen=True)
class Gallery:
    """Offers by group, and the bill that their costs were reckoned with."""

    average_bill: int
    groups: tuple[tuple[PresetGroup, tuple[Offer, ...]], ...]


def list_lines(desk: Desk) -> list[ProgrammeLine]:
    """Every programme with its figures: those that run first, those that have ended last."""
    order = ("active", "paused", "draft", "ended")
    with desk.store.read():
        brought = brought_by_programme(desk.store)
        lines = [
            ProgrammeLine(one, brought.get(one.programme, 0))
            for one in programmes.list_programmes(desk)
        ]
    return sorted(lines, key=lambda one: order.index(one.version.status))


def show_gallery(desk: Desk) -> Gallery:
    """Every preset in its group, in the shop's language, with its cost."""
    with desk.store.read():
        shop = desk.shop()
        assumed = assume(desk, shop, None, Given(margin=WHOLE))
    if assumed is None:  # it is only where no margin is given
        return Gallery(0, ())
    offers = {
        one.name: Offer(one, check_profit(one.terms, assumed).cost_per_client)
        for one in list_presets(shop.decimals, shop.language)
    }
    groups = tuple(
        (group, tuple(offers[name] for name in group.presets)) for group in list_groups()
    )
    return Gallery(assumed.average_bill, groups)


def start_preset(desk: Desk, preset: str) -> Version:
    """Make a draft of a preset under a name that is free. Owner only.

    Raises DomainError ``not_allowed``, ``bad_preset``.
    """
    desk.require("owner", "start_preset")
    shop = desk.shop()
    found = load_preset(preset, shop.decimals, shop.language)
    number = _free_number(programmes.list_programmes(desk), found.terms.name)
    if number == 1:
        return programmes.add_programme(desk, preset=preset, draft=True)
    name = f"{found.terms.name} {number}"
    made = programmes.add_programme(desk, preset=preset, name=name, draft=True)
    titles = {language: f"{title} {number}" for language, title in made.terms.title.items()}
    return programmes.revise(desk, f"P{made.programme}", replace(made.terms, title=titles))


def _free_number(taken: Iterable[Version], name: str) -> int:
    names = {fold(one.name) for one in taken}
    number = 1
    while fold(name if number == 1 else f"{name} {number}") in names:
        number += 1
    return number
