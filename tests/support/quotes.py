"""Bills, facts and sources for the pure rules; sums in major units where they are texts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

from refdesk.domain.bill import (
    Bill,
    Buyer,
    Counts,
    Effect,
    Entitlement,
    Facts,
    GiftCard,
    Line,
    Quote,
    Referrer,
    ShopRules,
    ShownCode,
    Source,
    Standing,
)
from refdesk.domain.ledger import Lot
from refdesk.domain.money import parse_amount
from refdesk.domain.terms import Benefit, Terms
from refdesk.domain.terms_file import parse_terms
from refdesk.resources import resource_text

TODAY = date(2026, 11, 18)
MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 18, 12, 0, tzinfo=MOSCOW)
ANNA, BORIS, CLARA, DMITRY = 1, 2, 3, 4


def preset(name: str) -> Terms:
    """The terms of a preset."""
    return parse_terms(resource_text("presets", f"{name}.toml"), 2)


def terms(text: str) -> Terms:
    """Terms written as a file; a name is added where there is none."""
    body = dedent(text)
    return parse_terms(body if body.lstrip().startswith("name =") else f'name = "Test"\n{body}', 2)


def minor(text: str) -> int:
    """A sum in minor units; ``0`` too."""
    return parse_amount(text, 2, allow_zero=True)


def line(price: str, service: str | None = None, group: str = "service") -> Line:
    """One line of a bill."""
    return Line(minor(price), service, group)


def bill(*prices: str | Line, **more: Any) -> Bill:
    """A bill of lines, or of unnamed services at these prices."""
    lines = tuple(line(one) if isinstance(one, str) else one for one in prices)
    return Bill(lines, **more)


def people(*customers: int, **more: Any) -> tuple[Referrer, ...]:
    """The line above the buyer, level 1 first."""
    return tuple(Referrer(one, level, **more) for level, one in enumerate(customers, 1))


def source(given: Terms, *above: int, **more: Any) -> Source:
    """A version of these terms, claimed from these people."""
    more.setdefault("version", 1)
    more.setdefault("referrers", people(*above))
    return Source(number=1, programme=more.pop("programme", more["version"]), terms=given, **more)


def shown(given: Source | Terms, **more: Any) -> ShownCode:
    """A live code of a version that is shown now."""
    made = given if isinstance(given, Source) else source(given, ANNA)
    owner = made.referrers[0].customer if made.referrers else None
    more.setdefault("kind", "personal" if owner else "campaign")
    return ShownCode(state=more.pop("state", "live"), source=replace(made, is_shown=True),
                     owner=owner, **more)  # fmt: skip


def own(given: Terms, *, number: int = 11, spend: str = "0", **more: Any) -> Source:
    """The current version of a running programme; ``spend`` is what its buyer has reached."""
    more.setdefault("buyer_standing", Standing(spend=minor(spend)))
    return source(given, version=number, programme=more.pop("programme", number), **more)


def owning(*running: Source, who: Buyer | None = None, **more: Any) -> Facts:
    """The facts of a customer under these running programmes, of which his lots may be too."""
    more.setdefault("spending", {one.version: one for one in running})
    return facts(more.pop("code", None), who, own=running, **more)


def stamps(left: int, *, version: int | None = 11, rule: str | None = "card", **more: Any) -> Lot:
    """So many stamps of a card."""
    return lot(left, unit="stamps", version=version, rule=rule, **more)


def kept(number: int, benefit: Benefit, **more: Any) -> Entitlement:
    """A gift or a discount that may be used from today on."""
    more.setdefault("available_on", TODAY)
    more.setdefault("version", 21)
    more.setdefault("rule", "r")
    return Entitlement(number, benefit, programme=more.pop("programme", 21), **more)


def gift_card(left: str, *, code: int = 70, **more: Any) -> GiftCard:
    """A live gift card with so much left on it."""
    card_lot = Lot(code + 900, "gift_card", minor(left), TODAY, TODAY,
                   expires_on=more.pop("expires_on", None))  # fmt: skip
    return GiftCard(code, "…QT2", card_lot, **more)


def buyer(customer: int | None = BORIS, **more: Any) -> Buyer:
    """Somebody with an identity."""
    return Buyer(id=customer, has_identity=more.pop("has_identity", True), **more)


def facts(code: ShownCode | None = None, who: Buyer | None = None, **more: Any) -> Facts:
    """The facts of a Wednesday noon at till 1."""
    more.setdefault("local", NOON)
    more.setdefault("today", TODAY)
    more.setdefault("shop", ShopRules())
    return Facts(till=more.pop("till", "1"), buyer=who or buyer(), code=code, **more)


def with_lots(lots: Sequence[Lot], *, spending: Mapping[int, Source] | None = None,
              **more: Any) -> Facts:  # fmt: skip
    """The facts of a customer who has these lots and has shown that it is he."""
    shop = more.pop("shop", ShopRules())
    code = more.pop("code", None)
    who = buyer(proof=more.pop("proof", "code"), lots=tuple(lots), **more)
    return facts(code, who, spending=spending or {}, shop=shop)


def lot(left: int, *, number: int = 1, unit: str = "points", **more: Any) -> Lot:
    """An available lot that never expires."""
    more.setdefault("earned_on", date(2026, 10, 1))
    more.setdefault("available_on", more["earned_on"])
    return Lot(number, unit, left, **more)


def given_to(made: Quote, side: str, level: int = 0) -> list[Effect]:
    """The effects of one side and level."""
    return [effect for effect in made.effects if (effect.side, effect.level) == (side, level)]


def values(made: Quote) -> list[tuple[str, int, str, int]]:
    """Every effect as side, level, benefit and value."""
    return [(one.side, one.level, one.benefit, one.value) for one in made.effects]


def counts(month: int) -> Counts:
    """So many this month, none today."""
    return Counts(day=0, month=month, year=month, life=month)
