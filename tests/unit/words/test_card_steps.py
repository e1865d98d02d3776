"""Steps on cards: true for every kind of terms, and never more than the terms give."""

from dataclasses import replace

import pytest

from refdesk.cards.design import FIELDS
from refdesk.domain import terms as t
from refdesk.domain.card_terms import terms_of_card
from refdesk.domain.records import Shop
from refdesk.services.programmes import list_presets
from refdesk.words.card_steps import free_fields, step_fields
from refdesk.words.catalogue import Words, load_words
from refdesk.words.gift_card_text import gift_card_fields
from refdesk.words.terms_text import card_fields

OFF = t.Benefit(t.PERCENT_OFF, percent=1000)
SUM_OFF = t.Benefit(t.AMOUNT_OFF, amount=20000)
POINTS = t.Benefit(t.POINTS, amount=100)
GIFT = t.Benefit(t.GIFT, gift="Free coffee")
RULE = t.Rule("a", referral=OFF, referrer=(POINTS,))


def steps(words: Words, rule: t.Rule, *, is_personal: bool = True) -> list[str]:
    codes = "personal" if is_personal else "coupon"
    fields = step_fields(words, t.Terms("X", (rule,), codes=codes), is_personal=is_personal)
    return [
        fields[name].replace("\xa0", " ") for name in ("step1", "step2", "step3") if name in fields
    ]


def test_the_steps_of_a_usual_card(english: Words) -> None:
    assert steps(english, replace(RULE, hold_days=14)) == [
        "Give this card to a friend",
        "Your friend shows it and pays 10 % less",
        "You get 100 points after 14 days",
    ]


@pytest.mark.parametrize(
    "benefit, told",
    [
        (OFF, "Your friend shows it and pays 10 % less"),
        (SUM_OFF, "Your friend shows it and pays 200 ₽ less"),
        (POINTS, "Your friend shows it and gets 100 points"),
        (GIFT, "Your friend shows it. The gift: Free coffee"),
        (None, "Your friend shows it at the till"),
        (t.Benefit(t.POINTS, percent=0), "Your friend shows it at the till"),
    ],
)
def test_a_friend_is_told_what_he_gets_and_nothing_else(
    english: Words, benefit: t.Benefit | None, told: str
) -> None:
    assert steps(english, replace(RULE, referral=benefit))[1] == told


@pytest.mark.parametrize(
    "rule, told",
    [
        (RULE, "You get 100 points when your friend pays"),
        (replace(RULE, hold_days=1), "You get 100 points after 1 day"),
        (replace(RULE, hold_days_by_service={"wash": 3}), "You get 100 points some days later"),
        (replace(RULE, trigger="every"), "You get 100 points each time your friend pays"),
        (
            replace(RULE, trigger="every", limits=t.Limits(per_customer=t.PeriodLimit(life=1))),
            "You get 100 points when your friend pays",
        ),
        (replace(RULE, referrer=(OFF,)), "You get a discount of 10 % when your friend pays"),
        (replace(RULE, referrer=(GIFT,)), "When your friend pays, your gift: Free coffee"),
        (replace(RULE, referrer=(GIFT,), hold_days=7), "After 7 days, your gift: Free coffee"),
        (
            replace(
                RULE,
                referrer=(),
                by_service={
                    "wash": t.Override(referrer=(POINTS,)),
                    "wax": t.Override(referrer=(replace(POINTS, amount=50),)),
                },
            ),
            "You get up to 100 points when your friend pays",
        ),
    ],
)
def test_who_brings_a_friend_is_told_what_and_when(english: Words, rule: t.Rule, told: str) -> None:
    assert steps(english, rule)[2] == told


def test_whom_nothing_is_given_nothing_is_promised(english: Words) -> None:
    assert len(steps(english, replace(RULE, referrer=()))) == 2
    assert len(steps(english, replace(RULE, referrer=(t.Benefit(t.MONEY, percent=0),)))) == 2


def test_whoever_holds_a_coupon_is_told_what_he_gets(english: Words) -> None:
    rule = replace(RULE, hold_days=14)
    assert steps(english, rule, is_personal=False) == [
        "Show this card at the till",
        "Pay 10 % less",
    ]
    gift = replace(rule, referral=GIFT)
    assert steps(english, gift, is_personal=False)[1] == "For you: Free coffee"


def test_a_card_for_own_visits_says_nothing_of_friends(english: Words) -> None:
    rule = t.Rule("visits", "nth_visit", n=6)
    assert steps(english, rule) == [
        "Show this card at every visit",
        "For you: 5 visits, then one free",
    ]


def test_a_split_that_is_not_picked_yet_is_told_whole(english: Words) -> None:
    terms = t.Terms("X", (t.Rule("a", pool=t.Pool(percent=2000)),), split="picked")
    fields = step_fields(english, terms, is_personal=True)
    assert fields["step2"] == "Your friend shows it at the till"
    assert fields["step3"].replace("\xa0", " ") == "For both of you: 20 % to share"


@pytest.mark.parametrize(
    "rule, is_personal, headline",
    [
        (RULE, True, "Bring a friend. Both win."),
        (replace(RULE, referrer=()), True, "A gift for your friend"),
        (replace(RULE, referral=None), True, "Bring a friend, it pays off"),
        (t.Rule("a", "nth_visit", n=6), True, "Every visit pays off"),
        (RULE, False, "A gift for you"),
        (t.Rule("a", "nth_visit", n=6), False, "Every visit pays off"),
    ],
)
def test_a_headline_promises_to_those_who_get_something(
    english: Words, rule: t.Rule, is_personal: bool, headline: str
) -> None:
    fields = step_fields(english, t.Terms("X", (rule,)), is_personal=is_personal)
    assert fields["headline"] == headline


def test_a_poster_invites_whom_nobody_invited_only_where_there_is_something(
    english: Words,
) -> None:
    assert free_fields(english, t.Terms("X", (RULE,)))["free_title"] == "Nobody invited you?"
    assert free_fields(english, t.Terms("X", (replace(RULE, referral=None),))) == {}


def test_a_programme_without_codes_has_no_steps_with_a_card(english: Words) -> None:
    fields = step_fields(english, t.Terms("X", (RULE,), codes="none"), is_personal=False)
    assert set(fields) == {"headline"}


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("is_personal", [True, False])
def test_every_preset_has_whole_steps_in_order(language: str, is_personal: bool) -> None:
    words = load_words(language, currency="RUB")
    shop = Shop("Lagoon", "RUB", 2, "Europe/Moscow", "RU", language)
    for preset in list_presets():
        fields = card_fields(
            words, terms_of_card(preset.terms, None), shop=shop, name="", valid_to=None,
            is_personal=is_personal,
        )  # fmt: skip
        found = [name for name in ("step1", "step2", "step3") if name in fields]
        assert found == ["step1", "step2", "step3"][: len(found)]
        assert found or preset.terms.codes == "none"
        assert set(fields) <= set(FIELDS)
        assert all(len(fields[name]) <= 90 for name in found)


def test_a_gift_card_tells_how_it_is_spent(english: Words) -> None:
    fields = gift_card_fields(english, Shop("L", "RUB", 2, "Europe/Moscow", "RU", "en"), 100000)
    assert fields["step3"] == "The rest stays on the card"
    assert set(fields) <= set(FIELDS)
