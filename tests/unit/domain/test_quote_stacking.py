"""R58: which discounts add up, and which of those that do not counts."""

from typing import Any

import pytest

from refdesk.domain.bill import Facts, Source, Standing
from refdesk.domain.quote import quote
from refdesk.domain.terms import Benefit
from tests.support.quotes import (
    ANNA,
    bill,
    buyer,
    facts,
    kept,
    lot,
    own,
    shown,
    source,
    stamps,
    terms,
)
from tests.support.refusals import refused


def claim(off: int, stacking: str = "in_order", **more: Any) -> Source:
    """A standing claim's percent off."""
    return source(_referral(off, stacking), ANNA, version=1, **more)


def word(off: int, stacking: str = "in_order", **more: Any) -> Source:
    """A campaign word's percent off."""
    return source(_referral(off, stacking, 'codes = "campaign"'), version=2, **more)


def status(off: int, stacking: str = "in_order", number: int = 11, **more: Any) -> Source:
    """A status's percent off."""
    given = terms(f"""
        stacking = "{stacking}"
        [[rule]]
        id = "price"
        trigger = "every"
        buyer = {{ kind = "points", amount = 1 }}
        [[status]]
        name = "Gold"
        spend = "0.01"
        override = {{ price = {{ buyer = {{ kind = "percent_off", percent = "{off}" }} }} }}
    """)
    return own(given, number=number, buyer_standing=Standing(1), **more)


def giving(stacking: str = "in_order") -> Source:
    """The programme that gave the discount that was kept."""
    return source(_referral(1, stacking), version=21)


def _referral(off: int, stacking: str, more: str = "") -> Any:
    return terms(f'{more}\nstacking = "{stacking}"\n[[rule]]\nid = "r"\ntrigger = "every"\n'
                 f'referral = {{ kind = "percent_off", percent = "{off}" }}')  # fmt: skip


def meeting(
    standing: Source | None = None, code: Source | None = None, *own_ones: Source,
    keeping: Source | None = None, **person: Any,
) -> Facts:  # fmt: skip
    """All of them in one purchase; a kept discount of 20 per cent where one is named."""
    entitlements = (kept(7, Benefit("percent_off", percent=2_000)),) if keeping else ()
    who = buyer(referrer=ANNA if standing else None, paid_purchases=1, proof="code",
                entitlements=entitlements, **person)  # fmt: skip
    spending = {21: keeping} if keeping else {}
    spending |= {one.version: one for one in own_ones}
    return facts(shown(code) if code else None, who, standing=standing, own=own_ones,
                 spending=spending)  # fmt: skip


def test_r58_all_in_order_discounts_add_up_in_the_order_of_r05() -> None:
    now = meeting(claim(5), word(10), status(50), keeping=giving())
    made = quote(bill("1000.00", use=(7,)), now)
    assert [(one.version, one.value) for one in made.effects] == [
        (1, 5_000), (2, 9_500), (21, 17_100), (11, 34_200),
    ]  # fmt: skip
    assert made.to_pay == 34_200


@pytest.mark.parametrize("percent, wins", [(14, False), (15, True)])
def test_r58_all_in_order_ones_together_are_compared_with_one_that_stands_alone(
    percent: int, wins: bool
) -> None:
    # 5 % and then 10 % save 14.5 %
    made = quote(bill("1000.00"), meeting(claim(5), word(percent, "best_of"), status(10)))
    assert (made.discount == percent * 1_000) is wins
    assert made.code_counts is wins
    assert made.verdict == ("ok_shop" if wins else "check_better")


def test_r58_each_that_stands_alone_is_compared_with_each_other() -> None:
    now = meeting(claim(30, "best_of"), word(20, "best_of"), status(25, "exclusive"))
    made = quote(bill("1000.00"), now)
    assert [(one.version, one.value) for one in made.effects] == [(1, 30_000)]


@pytest.mark.parametrize("standing, code, own_one, winner", [
    (None, ("best_of", 10), ("in_order", 10), 2),
    (None, ("in_order", 10), ("best_of", 10), 2),
    (("best_of", 10), ("in_order", 10), ("exclusive", 10), 1),
    (("in_order", 10), ("best_of", 10), ("best_of", 10), 1),
])  # fmt: skip
def test_r58_at_equal_saving_the_earlier_in_r05_counts(
    standing: tuple[str, int] | None, code: tuple[str, int], own_one: tuple[str, int], winner: int
) -> None:
    now = meeting(
        claim(standing[1], standing[0]) if standing else None,
        word(code[1], code[0]), status(own_one[1], own_one[0]),
    )  # fmt: skip
    made = quote(bill("1000.00"), now)
    assert [(one.version, one.value) for one in made.effects] == [(winner, 10_000)]


def test_r58_rules_of_one_version_stand_alone_together() -> None:
    two = terms("""
        codes = "campaign"
        stacking = "best_of"
        [[rule]]
        id = "a"
        trigger = "every"
        referral = { kind = "percent_off", percent = "10" }
        [[rule]]
        id = "b"
        trigger = "every"
        referral = { kind = "percent_off", percent = "10" }
    """)
    made = quote(bill("1000.00"), meeting(claim(15), source(two, version=2)))
    assert [(one.version, one.rule, one.value) for one in made.effects] == [
        (2, "a", 10_000), (2, "b", 9_000),
    ]  # fmt: skip


def test_r58_a_code_that_loses_keeps_its_claim_and_its_referrers_benefit() -> None:
    both = terms("""
        stacking = "best_of"
        [[rule]]
        id = "friend"
        referral = { kind = "percent_off", percent = "10" }
        referrer = [{ kind = "points", amount = 100 }]
    """)
    made = quote(bill("1000.00"), facts(shown(source(both, ANNA)), own=(status(20),)))
    assert (made.code_counts, made.makes_claim, made.verdict) == (False, True, "check_better")
    assert [(one.side, one.value) for one in made.effects] == [
        ("buyer", 20_000), ("referrer", 100),
    ]  # fmt: skip
    assert (1, "friend") in made.fired


def test_r58_a_code_without_a_discount_never_loses() -> None:
    points = terms('[[rule]]\nid = "r"\nreferral = { kind = "points", amount = 5 }')
    made = quote(
        bill("1000.00"), facts(shown(source(points, ANNA)), own=(status(20, "exclusive"),))
    )
    assert made.code_counts
    assert [(one.side, one.value) for one in made.effects] == [("buyer", 20_000), ("referral", 5)]


def test_r58_a_free_visit_is_a_line_offer_and_stands_with_any_discount() -> None:
    card = own(terms('[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 2'), number=12)
    now = meeting(None, word(10, "exclusive"), card, status(5),
                  lots=(stamps(1, version=12),))  # fmt: skip
    made = quote(bill("100.00", "1000.00"), now)
    assert [(one.benefit, one.value) for one in made.effects] == [
        ("stamps", 10_000), ("percent_off", 10_000),
    ]  # fmt: skip


# -- exclusive and balances ------------------------------------------------------------------------


def test_r58_an_exclusive_discount_that_counts_bars_points_whoever_gives_it() -> None:
    for now in (meeting(None, word(10, "exclusive"), lots=(lot(100),)),
                meeting(claim(10, "exclusive"), lots=(lot(100),)),
                meeting(None, None, status(10, "exclusive"), lots=(lot(100),))):  # fmt: skip
        assert quote(bill("1000.00"), now).max_points == 0
        with refused("not_combinable"):
            quote(bill("1000.00", spend_points=1), now)


def test_r58_one_that_loses_bars_nothing() -> None:
    now = meeting(claim(20), word(10, "exclusive"), lots=(lot(100),))
    assert quote(bill("1000.00", spend_points=1), now).to_pay == 79_900


def test_r58_an_exclusive_code_without_a_discount_bars_points_too() -> None:
    given = terms('codes = "campaign"\nstacking = "exclusive"\n[[rule]]\nid = "r"\n'
                  'trigger = "every"\nreferral = { kind = "points", amount = 5 }')  # fmt: skip
    now = meeting(None, source(given, version=2), lots=(lot(100),))
    with refused("not_combinable"):
        quote(bill("1000.00", spend_points=1), now)


def test_r64_a_choice_that_is_not_taken_uses_up_no_budget() -> None:
    poor = word(50, "best_of", budget_left=10_000)
    made = quote(bill("1000.00"), meeting(claim(20), poor))
    # half the bill would be more, but the budget pays for a tenth of it only
    assert [(one.version, one.value) for one in made.effects] == [(1, 20_000)]
