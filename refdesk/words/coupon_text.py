"""What a printed coupon for the next visit says, by the names in ``cards.design.FIELDS``."""

from datetime import date

from refdesk.domain import terms as t
from refdesk.domain.records import Shop
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import Words


def coupon_fields(
    words: Words, shop: Shop, benefit: t.Benefit, valid_to: date | None
) -> dict[str, str]:
    """The texts of a coupon that brings a benefit; the terms of friends do not stand on it."""
    fields = {
        "shop": shop.name,
        "contact": shop.contact,
        "offer_title": words.text("For your next visit"),
        "offer": benefit_short(words, benefit),
        "valid": words.text("works until {date}", date=words.date(valid_to)) if valid_to else "",
        "terms": words.text("Works once, for whoever shows it. Not for money."),
        "show": words.text("Show at the till"),
    }
    return {field: text for field, text in fields.items() if text}
