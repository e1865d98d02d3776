"""What a purchase gives above the buyer: the order of effects, milestones, their budgets."""

from dataclasses import replace
from typing import Any

import pytest

from refdesk.domain.bill import Facts
from refdesk.domain.quote import quote
from tests.support.quotes import (
    ANNA,
    CLARA,
    bill,
    buyer,
    facts,
    given_to,
    lot,
    own,
    people,
    shown,
    source,
    terms,
    values,
)

FIVE_FRIENDS = terms("""
    [[rule]]
    id = "friend"
    referral = { kind = "percent_off", percent = "10" }
    referrer = [{ kind = "points", amount = 100 }]
    [[rule]]
    id = "five"
    trigger = "milestone"
    n = 5
    referrer = [{ kind = "gift", gift = "Free wash", cost = "600.00" }]
""")
FIVE_ALONE = replace(FIVE_FRIENDS, rules=FIVE_FRIENDS.rules[1:])


def fifth(given: Any = FIVE_FRIENDS, *, friends: int = 4, **more: Any) -> Facts:
    """A friend's first purchase, that of the fifth one where four were before."""
    above = people(ANNA, effective_referrals=friends, given=more.pop("given_before", frozenset()))
    claim = source(given, referrers=above, makes_effective=more.pop("makes_effective", True),
                   budget_left=more.pop("budget_left", None))  # fmt: skip
    return facts(shown(claim), more.pop("who", None), **more)


def test_r71_the_purchase_that_reaches_a_milestone_gives_it() -> None:
    assert values(quote(bill("1000.00"), fifth())) == [
        ("referral", 0, "percent_off", 10_000), ("referrer", 1, "points", 100),
        ("referrer", 1, "gift", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("more", [
    {"friends": 3}, {"makes_effective": False}, {"given_before": frozenset({"five"})},
])  # fmt: skip
def test_r36_only_once_and_only_at_its_count(more: dict[str, Any]) -> None:
    made = quote(bill("1000.00"), fifth(**more))
    assert [one.benefit for one in given_to(made, "referrer", 1)] == ["points"]


def test_r64_a_gift_that_no_longer_fits_the_budget_is_not_given() -> None:
    for left, value in ((80_000, 1), (79_999, 0)):
        made = quote(bill("1000.00"), fifth(budget_left=left))
        assert [(one.benefit, one.value) for one in given_to(made, "referrer", 1)] == [
            ("points", 100), ("gift", value),
        ]  # fmt: skip


def test_r71_a_programme_of_milestones_alone_counts_any_paid_purchase() -> None:
    made = quote(bill("1000.00"), fifth(FIVE_ALONE))
    assert (made.verdict, made.makes_claim) == ("ok_new", True)
    assert values(made) == [("referrer", 1, "gift", 1)]
    standing = fifth(FIVE_ALONE).code
    assert standing is not None
    claim = replace(standing.source, is_shown=False)
    later = facts(None, buyer(referrer=ANNA, paid_purchases=2), standing=claim)
    assert values(quote(bill("1000.00"), later)) == [("referrer", 1, "gift", 1)]


def test_r03_a_purchase_paid_with_points_alone_reaches_no_such_milestone() -> None:
    rich = buyer(lots=(lot(1_000),), proof="code")
    made = quote(bill("1000.00", spend_points=1_000), fifth(FIVE_ALONE, who=rich))
    assert given_to(made, "referrer", 1) == []


def test_r53_a_paused_programme_reaches_no_milestone() -> None:
    claim = source(FIVE_ALONE, referrers=people(ANNA, effective_referrals=4), status="paused",
                   makes_effective=True)  # fmt: skip
    assert quote(bill("10"), facts(None, buyer(referrer=ANNA), standing=claim)).effects == ()


def test_effects_stand_in_order_the_buyer_before_the_levels_above_him() -> None:
    levels = terms("""
        [[rule]]
        id = "friend"
        trigger = "every"
        referral = { kind = "points", amount = 1 }
        referrer = [{ kind = "points", amount = 2 }, { kind = "points", amount = 3 }]
        [[rule]]
        id = "more"
        trigger = "every"
        referral = { kind = "points", amount = 4 }
        referrer = [{ kind = "points", amount = 5 }]
    """)
    mine = terms('[[rule]]\nid = "own"\ntrigger = "every"\n'
                 'buyer = { kind = "points", amount = 6 }')  # fmt: skip
    made = quote(bill("100.00"), facts(shown(source(levels, ANNA, CLARA)), own=(own(mine),)))
    assert [(one.side, one.level, one.value) for one in made.effects] == [
        ("referral", 0, 1), ("referral", 0, 4), ("buyer", 0, 6), ("referrer", 1, 2),
        ("referrer", 1, 5), ("referrer", 2, 3),
    ]  # fmt: skip
    assert made.fired == ((1, "friend"), (1, "more"), (11, "own"))
