"""Whose card is shown while a design is worked on: somebody's own, or an example."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from refdesk.cards.compose import CardRecord
from refdesk.cards.pictures import Picture
from refdesk.domain.business_day import add_months
from refdesk.domain.codes import group_code, make_code
from refdesk.domain.records import Version
from refdesk.services import programmes, studio
from refdesk.services.desk import Desk
from refdesk.services.print_runs import card_records
from refdesk.words.catalogue import Words
from refdesk.words.terms_text import card_fields

MOST_PICTURES: Final = 24


def card_to_show(desk: Desk, ids: Sequence[int], words: Words) -> CardRecord:
    """The card of the first of these codes; without any, an example.

    Its pictures are read here, so that drawing it reads nothing. Raises what `card_records` raises.
    """
    if ids:
        record = next(card_records(desk, desk.shop(), ids[:1], words))
    else:
        record = example_card(desk, words)
    return replace(record, pictures=shop_pictures(desk))


def example_card(desk: Desk, words: Words) -> CardRecord:
    """What a new customer's card will say; its code belongs to nobody."""
    shop = desk.shop()
    code = make_code(lambda _count: 0)
    fields = {"shop": shop.name, "contact": shop.contact}
    version = _programme_to_show(desk)
    if version is not None:
        valid_to = version.terms.valid_to or add_months(desk.today(), 6)
        name = words.text("Anna Petrova")
        fields = card_fields(words, version.terms, shop=shop, name=name, valid_to=valid_to)
    return CardRecord(code=code, shown_code=group_code(code, shop.prefix), fields=fields)


def shop_pictures(desk: Desk) -> dict[str, Picture]:
    """The shop's pictures by the names designs use, as far as they can be read."""
    found = {name: studio.find_picture(desk, name) for name in _names(desk)}
    return {name: picture for name, picture in found.items() if picture is not None}


def _names(desk: Desk) -> tuple[str, ...]:
    return studio.list_pictures(desk)[:MOST_PICTURES]


def _programme_to_show(desk: Desk) -> Version | None:
    """A programme whose cards are given away, the running ones first."""
    versions = programmes.list_programmes(desk)
    running = programmes.inviting(versions)
    return next(iter((*running, *versions)), None)
