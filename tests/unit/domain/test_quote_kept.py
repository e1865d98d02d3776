"""R62: using gifts and discounts that were kept for a later purchase."""

from datetime import date
from typing import Any

import pytest

from refdesk.domain.bill import Entitlement, Facts, ShopRules, Source
from refdesk.domain.quote import quote
from refdesk.domain.terms import Benefit
from tests.support.quotes import (
    BORIS,
    bill,
    buyer,
    facts,
    kept,
    line,
    lot,
    own,
    preset,
    shown,
    source,
    terms,
    values,
)
from tests.support.refusals import refused

WASH = preset("car-wash")
TEN = Benefit("percent_off", percent=1_000)
OFF_200 = Benefit("amount_off", amount=20_000)
GIFT = Benefit("gift", gift="Free wax", cost=15_000)
GIVING = terms('[[rule]]\nid = "r"\nexcluded_groups = ["goods"]\n'
               'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip


def having(*entitlements: Entitlement, giving: Source | None = None, **more: Any) -> Facts:
    """Somebody who has kept these and has shown that it is he."""
    proof = more.pop("proof", "code")
    lots = more.pop("lots", ())
    versions = {21: giving or source(GIVING, version=21)}
    who = buyer(entitlements=entitlements, proof=proof, lots=lots)
    return facts(more.pop("code", None), who, spending=versions, **more)


def test_r62_a_gift_is_a_line_at_0_and_changes_no_sum() -> None:
    made = quote(bill("1000.00", use=(7,)), having(kept(7, GIFT)))
    assert (made.to_pay, made.discount, made.usable) == (100_000, 0, (7,))
    [gift] = made.effects
    assert (gift.side, gift.benefit, gift.value, gift.state) == ("buyer", "gift", 0, "used")
    assert (gift.uses, gift.keeps, gift.cost) == (7, GIFT, 0)
    assert (gift.customer, gift.version, gift.rule, gift.programme) == (BORIS, 21, "r", 21)
    assert (gift.why[0].code, gift.why[0].params) == ("kept_from_before", {"gift": "Free wax"})


@pytest.mark.parametrize("benefit, off", [(TEN, 10_000), (OFF_200, 20_000)])
def test_r62_a_kept_discount_comes_off_at_the_promo_code_step(benefit: Benefit, off: int) -> None:
    made = quote(bill("1000.00", use=(7,)), having(kept(7, benefit)))
    assert values(made) == [("buyer", 0, benefit.kind, off)]
    [effect] = made.effects
    assert (effect.state, effect.uses, effect.cost, effect.keeps) == ("done", 7, off, None)
    assert (effect.version, effect.rule, effect.lines, effect.price) == (
        21, "r", (0,), 100_000 - off,
    )  # fmt: skip


def test_r05_a_kept_discount_comes_after_the_promo_code() -> None:
    made = quote(bill("1000.00", use=(7,)), having(kept(7, TEN), code=shown(WASH)))
    assert [(one.side, one.value, one.base) for one in made.effects[:2]] == [
        ("referral", 10_000, 100_000), ("buyer", 9_000, 90_000),
    ]  # fmt: skip


def test_r62_it_is_used_whole_and_no_change_is_given() -> None:
    made = quote(bill("150.00", use=(7,)), having(kept(7, OFF_200)))
    assert (made.to_pay, made.discount) == (0, 15_000)
    assert made.effects[0].why[-1].code == "cut_to_bill"


def test_r62_one_discount_a_purchase_and_as_many_gifts_as_one_likes() -> None:
    now = having(kept(1, GIFT), kept(2, TEN), kept(3, GIFT), kept(4, OFF_200))
    made = quote(bill("1000.00", use=(3, 2, 1)), now)
    assert [one.uses for one in made.effects] == [3, 1, 2]
    with refused("entitlement_unavailable", entitlement=4):
        quote(bill("1000.00", use=(2, 4)), now)


@pytest.mark.parametrize("use, one", [
    ((8,), kept(7, GIFT)),
    ((7, 7), kept(7, GIFT)),
    ((7,), kept(7, GIFT, available_on=date(2026, 11, 19))),
    ((7,), kept(7, GIFT, expires_on=date(2026, 11, 17))),
    ((7,), kept(7, TEN, expires_on=date(2026, 11, 17))),
])  # fmt: skip
def test_r62_what_is_not_there_not_yet_or_no_more_is_refused(
    use: tuple[int, ...], one: Entitlement
) -> None:
    with refused("entitlement_unavailable"):
        quote(bill("1000.00", use=use), having(one))


def test_r66_it_may_be_used_through_its_last_day() -> None:
    last = kept(7, GIFT, expires_on=date(2026, 11, 18))
    assert quote(bill("1000.00", use=(7,)), having(last)).effects[0].uses == 7


def test_nobody_has_nothing_kept() -> None:
    with refused("entitlement_unavailable"):
        quote(bill("1000.00", use=(1,)), facts(None, buyer(None)))


def test_r59_excluded_lines_get_none_of_a_kept_discount() -> None:
    now = having(kept(7, TEN))
    soap = line("1000.00", "Soap", "goods")
    assert quote(bill("1000.00", soap, use=(7,)), now).line_discounts == (10_000, 0)
    assert quote(bill(soap), now).usable == ()
    with refused("entitlement_unavailable"):
        quote(bill(soap, use=(7,)), now)


def test_a_kept_discount_of_no_programme_is_for_every_line_but_deposits() -> None:
    free = kept(7, TEN, version=None, rule=None, programme=None)
    deposit = line("1000.00", "Deposit", "deposit")
    made = quote(bill("1000.00", deposit, use=(7,)), having(free))
    assert made.line_discounts == (10_000, 0)
    assert made.effects[0].cost == 0


def test_r37_it_is_cut_to_the_limit_of_one_purchase() -> None:
    limited = terms('[[rule]]\nid = "r"\nlimits = { per_purchase = "30.00" }\n'
                    'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    made = quote(
        bill("1000.00", use=(7,)), having(kept(7, TEN), giving=source(limited, version=21))
    )
    assert (made.discount, made.verdict) == (3_000, "check_cap")


@pytest.mark.parametrize("left, off", [(10_000, 10_000), (4_000, 4_000)])
def test_r64_its_programmes_budget_cuts_it(left: int, off: int) -> None:
    giving = source(GIVING, version=21, budget_left=left)
    made = quote(bill("1000.00", use=(7,)), having(kept(7, TEN), giving=giving))
    assert (made.discount, made.effects[0].cost) == (off, off)
    assert (made.verdict == "check_cap") is (off < 10_000)


def test_r64_with_nothing_left_it_is_not_used_up_for_nothing() -> None:
    now = having(kept(7, TEN), kept(8, GIFT), giving=source(GIVING, version=21, budget_left=0))
    assert quote(bill("1000.00"), now).usable == (8,)
    with refused("entitlement_unavailable"):
        quote(bill("1000.00", use=(7,)), now)
    assert quote(bill("1000.00", use=(8,)), now).effects[0].uses == 8


def test_r53_what_was_earned_is_spendable_when_its_programme_is_over() -> None:
    giving = source(GIVING, version=21, status="ended")
    assert quote(bill("1000.00", use=(7,)), having(kept(7, TEN), giving=giving)).discount == 10_000


def test_r64_using_it_is_a_debit_of_its_programme() -> None:
    limited = terms('spending = { debits_per_day = 2 }\n[[rule]]\nid = "r"\n'
                    'referrer = [{ kind = "points", amount = 1 }]')  # fmt: skip
    for today in (1, 2):
        giving = source(limited, version=21, debits_today=today)
        now = having(kept(7, GIFT), giving=giving)
        if today < 2:
            assert quote(bill("1000.00", use=(7,)), now).effects
            continue
        assert quote(bill("1000.00"), now).usable == ()
        with refused("limit_per_period", period="day", count=2, limit=2):
            quote(bill("1000.00", use=(7,)), now)


# -- proof and people ----------------------------------------------------------------------------


@pytest.mark.parametrize("benefit", [GIFT, TEN, Benefit("gift", gift="Sticker")])
def test_r79_using_what_was_kept_needs_proof(benefit: Benefit) -> None:
    with refused("proof_needed"):
        quote(bill("1000.00", use=(7,)), having(kept(7, benefit), proof=None))


@pytest.mark.parametrize("least, asked", [
    (15_000, True), (15_001, False), (None, False), (0, True),
])  # fmt: skip
def test_r79_a_gift_counts_at_its_cost(least: int | None, asked: bool) -> None:
    now = having(kept(7, GIFT), proof=None, shop=ShopRules(proof_from=least))
    if asked:
        with refused("proof_needed"):
            quote(bill("1000.00", use=(7,)), now)
    else:
        assert quote(bill("1000.00", use=(7,)), now).effects


def test_r79_what_is_spent_and_used_counts_together() -> None:
    now = having(kept(7, GIFT), proof=None, lots=(lot(100),), shop=ShopRules(proof_from=16_000))
    assert quote(bill("1000.00", use=(7,), spend_points=9), now).effects
    with refused("proof_needed"):
        quote(bill("1000.00", use=(7,), spend_points=10), now)


def test_r38_ones_own_gift_needs_a_second_person() -> None:
    with refused("second_person_needed"):
        quote(bill("1000.00", use=(7,)), having(kept(7, GIFT), staff_customer=BORIS))


# -- what adds up --------------------------------------------------------------------------------


def alone(stacking: str) -> Source:
    """The programme of a kept discount that stands alone."""
    return source(terms(f'stacking = "{stacking}"\n[[rule]]\nid = "r"\n'
                        'referrer = [{ kind = "points", amount = 1 }]'), version=21)  # fmt: skip


def test_r58_a_kept_discount_that_loses_is_not_used_up() -> None:
    now = having(kept(7, Benefit("percent_off", percent=500)), giving=alone("best_of"),
                 code=shown(WASH))  # fmt: skip
    made = quote(bill("1000.00", use=(7,)), now)
    assert (made.discount, made.verdict, made.code_counts) == (10_000, "check_better", True)
    assert all(one.uses is None for one in made.effects)


def test_r58_a_better_kept_discount_beats_the_code() -> None:
    now = having(kept(7, Benefit("percent_off", percent=1_500)), giving=alone("best_of"),
                 code=shown(WASH))  # fmt: skip
    made = quote(bill("1000.00", use=(7,)), now)
    assert (made.discount, made.verdict, made.code_counts) == (15_000, "check_better", False)
    assert [(one.side, one.value) for one in made.effects] == [("buyer", 15_000), ("referrer", 100)]


def test_r58_an_exclusive_kept_discount_bars_points() -> None:
    now = having(kept(7, TEN), giving=alone("exclusive"), lots=(lot(100),))
    assert quote(bill("1000.00", use=(7,)), now).max_points == 0
    with refused("not_combinable"):
        quote(bill("1000.00", use=(7,), spend_points=1), now)
    assert quote(bill("1000.00", spend_points=1), now).to_pay == 99_900


def test_the_order_of_refusals_holds_for_what_was_kept() -> None:
    now = having(kept(7, TEN), giving=alone("exclusive"), lots=(lot(100),), proof=None)
    with refused("not_combinable"):
        quote(bill("1000.00", use=(7, 9), spend_points=1), now)
    with refused("entitlement_unavailable"):
        quote(bill("1000.00", use=(9,), spend_points=500), now)
    with refused("proof_needed"):
        quote(bill("1000.00", spend_points=500), now)


def test_r62_what_this_purchase_gives_is_for_the_next_one() -> None:
    gives = terms('[[rule]]\nid = "n"\ntrigger = "every"\n'
                  'buyer = { kind = "percent_off", percent = "10" }')  # fmt: skip
    made = quote(bill("1000.00"), facts(None, own=(own(gives),)))
    assert [(one.benefit, one.value, one.state) for one in made.effects] == [
        ("percent_off", 1, "available")
    ]
    assert made.discount == 0
