"""A programme's terms in words: what a card says, and what the owner reads."""

from datetime import date

import pytest

from refdesk.cards.design import FIELDS
from refdesk.domain import terms as t
from refdesk.domain.records import Shop
from refdesk.services.programmes import list_presets, load_preset
from refdesk.words.catalogue import Words, load_words
from refdesk.words.terms_text import benefit_short, card_fields, describe_terms

SHOP = Shop("Lagoon", "RUB", 2, "Europe/Moscow", "RU", "en", contact="Harbour Street 5")


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def card(words: Words, terms: t.Terms, valid_to: date | None = None) -> dict[str, str]:
    fields = card_fields(words, terms, shop=SHOP, name="Anna", valid_to=valid_to)
    return {name: plain(text) for name, text in fields.items()}


def test_a_card_says_what_both_get(english: Words) -> None:
    assert card(english, load_preset("car-wash").terms, date(2026, 12, 31)) == {
        "shop": "Lagoon",
        "contact": "Harbour Street 5",
        "name": "Anna",
        "show": "Show at the till",
        "valid": "works until 31 Dec 2026",
        "offer_title": "For your friend",
        "offer": "−10 %",
        "offer_note": "on the first visit",
        "reward_title": "For you",
        "reward": "100 points",
        "terms": (
            "For new customers. 1 point is 1 ₽. It pays up to 50 % of a bill."
            " Spend it within 180 days."
        ),
        "headline": "Bring a friend. Both win.",
        "how_title": "How it works",
        "step1": "Give this card to a friend",
        "step2": "Your friend shows it and pays 10 % less",
        "step3": "You get 100 points when your friend pays",
        "card_of": "Card of",
        "free_title": "A friend invites you",
        "free_text": "Show this code at the till and pay 10 % less.",
    }


def test_a_card_speaks_russian(russian: Words) -> None:
    fields = card(russian, load_preset("spa").terms)
    assert (fields["offer_title"], fields["offer"]) == ("Вашему другу", "−30 %")
    assert (fields["reward_title"], fields["reward"]) == ("Вам", "500 ₽ на покупки у нас")


def test_whoever_holds_a_coupon_uses_it_himself(english: Words) -> None:
    terms = load_preset("car-wash").terms
    fields = card_fields(english, terms, shop=SHOP, name="", valid_to=None, is_personal=False)
    assert fields["offer_title"] == "For you"
    assert "reward" not in fields
    assert "name" not in fields


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_preset_has_a_card_and_sentences(language: str) -> None:
    words = load_words(language)
    for preset in list_presets():
        fields = card(words, preset.terms)
        assert set(fields) <= set(FIELDS)
        assert fields.get("offer") or fields["reward"]
        assert all(describe_terms(words, preset.terms))
        assert "{" not in "".join([*fields.values(), *describe_terms(words, preset.terms)])


def test_the_owners_own_text_takes_the_place_of_the_made_one(english: Words) -> None:
    terms = t.Terms("X", (t.Rule("a"),), terms_text={"en": "Ask us."})
    assert card(english, terms)["terms"] == "Ask us."
    assert card(load_words("ru"), terms).get("terms") is None


@pytest.mark.parametrize(
    "benefit, shown",
    [
        (t.Benefit("percent_off", percent=1000), "−10 %"),
        (t.Benefit("percent_off", percent=1250), "−12,5 %"),
        (t.Benefit("amount_off", amount=20000), "−200 ₽"),
        (t.Benefit("points", amount=1), "1 point"),
        (t.Benefit("points", amount=100), "100 points"),
        (t.Benefit("points", percent=500), "5 % in points"),
        (t.Benefit("points", per=5000, amount=1), "1 point for every 50 ₽"),
        (t.Benefit("store_credit", amount=50000), "500 ₽ to spend with us"),
        (t.Benefit("store_credit", percent=500), "5 % to spend with us"),
        (t.Benefit("money", amount=50000), "500 ₽ in money"),
        (t.Benefit("money", percent=1000), "10 % in money"),
        (t.Benefit("gift", gift="Detailing"), "Detailing"),
        (t.Benefit("stamps"), "1 stamp"),
    ],
)
def test_a_benefit_is_said_in_few_words(benefit: t.Benefit, shown: str, english: Words) -> None:
    assert plain(benefit_short(english, benefit)) == shown


@pytest.mark.parametrize(
    "rule, note",
    [
        (t.Rule("a", "first", minimum=50000), "on the first visit, from 500 ₽"),
        (t.Rule("a", "first_n", n=3), "on the first 3 visits"),
        (t.Rule("a", "within_days", within_days=30), "for 30 days from the first visit"),
        (t.Rule("a", "every"), "on every visit"),
    ],
)
def test_the_note_says_on_which_visits(rule: t.Rule, note: str, english: Words) -> None:
    from dataclasses import replace

    offered = replace(rule, referral=t.Benefit("percent_off", percent=1000))
    assert card(english, t.Terms("X", (offered,)))["offer_note"] == note


def test_the_terms_are_whole_sentences(english: Words) -> None:
    levels = (t.Benefit("store_credit", percent=500), t.Benefit("store_credit", percent=200))
    rule = t.Rule(
        "a", "every", minimum=50000, services=("Wash",), excluded_groups=("goods",), hold_days=14,
        referral=t.Benefit("percent_off", percent=1000, cap=30000), referrer=levels,
        limits=t.Limits(per_code=t.PeriodLimit(month=3), per_purchase=100000),
    )  # fmt: skip
    terms = t.Terms(
        "X", (rule,), valid_to=date(2026, 12, 31), days=(0, 1), hours=((600, 960),), budget=5000000,
        stacking="exclusive", spending=t.Spending(share=5000, expires_inactive_days=183),
    )  # fmt: skip
    assert [plain(sentence) for sentence in describe_terms(english, terms)] == [
        "Friend: −10 %, every purchase.",
        "Referrer, level 1: 5 % to spend with us, every purchase.",
        "Referrer, level 2: 2 % to spend with us, every purchase.",
        "For bills from 500 ₽.",
        "For: Wash.",
        "Not for: goods.",
        "Up to 300 ₽ off.",
        "On hold for 14 days.",
        "Uses of a code: up to 3 a month.",
        "Up to 1 000 ₽ a purchase.",
        "Until 31 Dec 2026.",
        "Works Mon, Tue 10:00–16:00.",
        "It pays up to 50 % of a bill.",
        "Expires after 183 days without a visit.",
        "Budget: 50 000 ₽.",
        "Does not combine with other discounts.",
    ]
