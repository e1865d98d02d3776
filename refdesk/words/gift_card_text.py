"""What a gift card says, by the names in ``cards.design.FIELDS`` (R73)."""

from refdesk.domain.records import Shop
from refdesk.words.catalogue import Words


def gift_card_fields(words: Words, shop: Shop, value: int | None) -> dict[str, str]:
    """The texts of a printed gift card; ``value`` is what it is sold for (minor units), if that is
    fixed. No programme's terms stand on it: it is money that was paid."""
    fields = {
        "shop": shop.name,
        "contact": shop.contact,
        "offer_title": words.text("Gift card"),
        "offer": words.money(value) if value is not None else "",
        "terms": words.text("Pays for purchases here, in parts too. The rest stays on the card."),
        "show": words.text("Show at the till"),
        "headline": words.text("A gift for you"),
        "how_title": words.text("How it works"),
        "step1": words.text("Show this card at the till"),
        "step2": words.text("Pay with it, in parts too"),
        "step3": words.text("The rest stays on the card"),
    }
    return {field: text for field, text in fields.items() if text}
