"""R63: the stamp card, what it gives and what it takes."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from refdesk.domain.bill import Facts, Quote
from refdesk.domain.ledger import Draw, Lot
from refdesk.domain.quote import quote
from refdesk.domain.terms import Terms
from tests.support.quotes import (
    BORIS,
    NOON,
    TODAY,
    bill,
    buyer,
    facts,
    line,
    lot,
    own,
    owning,
    preset,
    shown,
    source,
    stamps,
    terms,
    values,
)
from tests.support.refusals import refused

SIXTH = terms("""
    spending = { expires_inactive_days = 120 }
    [[rule]]
    id = "card"
    trigger = "nth_visit"
    n = 6
    services = ["Wash", "Express"]
""")
WASH, EXPRESS, SOAP = line("1000.00", "Wash"), line("600.00", "Express"), line("50.00", "Soap")


def holding(*lots: Lot, card: Terms = SIXTH, **more: Any) -> Facts:
    """Somebody who has these stamps of a card."""
    who = more.pop("who", buyer(lots=lots, **more.pop("person", {})))
    return owning(own(card, **more.pop("card_is", {})), who=who, **more)


def stamped(made: Quote) -> list[tuple[str, int]]:
    """What happens to stamps, by the state of each effect."""
    return [(one.state, one.value) for one in made.effects if one.benefit == "stamps"]


# -- giving ----------------------------------------------------------------------------------------


def test_r63_one_stamp_a_purchase_however_many_stamped_services() -> None:
    made = quote(bill(WASH, EXPRESS, SOAP), holding())
    assert values(made) == [("buyer", 0, "stamps", 1)]
    [stamp] = made.effects
    assert (stamp.customer, stamp.version, stamp.rule, stamp.cost) == (BORIS, 11, "card", 0)
    assert (stamp.base, stamp.lines, stamp.price) == (160_000, (0, 1), 160_000)
    assert (stamp.state, stamp.available_on) == ("available", TODAY)


def test_r63_a_purchase_of_other_services_gives_none() -> None:
    assert quote(bill(SOAP), holding()).effects == ()


def test_r63_a_bill_fully_paid_with_points_gives_none_and_says_why() -> None:
    rich = buyer(lots=(lot(1_000),), proof="code")
    made = quote(bill(WASH, spend_points=1_000), holding(who=rich))
    assert stamped(made) == [("available", 0)]
    assert made.effects[-1].why[-1].code == "nothing_paid"


def test_the_terms_may_give_more_than_one_stamp() -> None:
    card = replace(SIXTH, rules=(terms("""
        [[rule]]
        id = "card"
        trigger = "nth_visit"
        n = 6
        buyer = { kind = "stamps", amount = 2 }
    """).rules))  # fmt: skip
    assert stamped(quote(bill(WASH), holding(card=card))) == [("available", 2)]


def test_stamps_are_held_and_expire_as_the_terms_say() -> None:
    card = terms('spending = { expires_days = 90 }\n[[rule]]\nid = "card"\n'
                 'trigger = "nth_visit"\nn = 6\nhold_days = 2')  # fmt: skip
    [stamp] = quote(bill(WASH), holding(card=card)).effects
    assert (stamp.state, stamp.available_on, stamp.expires_on) == (
        "held", date(2026, 11, 20), date(2027, 2, 18),
    )  # fmt: skip


def test_r64_so_many_credits_a_day_and_no_stamp_more() -> None:
    card = replace(SIXTH, spending=replace(SIXTH.spending, credits_per_day=1))
    made = quote(bill(WASH), holding(card=card, card_is={"own_credits_today": 1}))
    assert (stamped(made), made.verdict) == ([("available", 0)], "check_cap")


def test_nobody_gets_no_stamp() -> None:
    assert quote(bill(WASH), holding(who=buyer(None, has_identity=False))).effects == ()


# -- the free visit ------------------------------------------------------------------------------


def test_r63_five_stamps_pay_the_sixth_and_the_purchase_gives_none() -> None:
    made = quote(bill(WASH), holding(stamps(5)))
    assert stamped(made) == [("spent", 100_000)]
    assert (made.to_pay, made.discount, made.line_discounts) == (0, 100_000, (100_000,))
    [free] = made.effects
    assert (free.spent, free.cost, free.lines, free.price) == (5, 100_000, (0,), 0)
    assert made.draws["stamps"] == (Draw(1, 5),)
    assert made.free_line == 0


def test_r63_four_stamps_pay_nothing() -> None:
    made = quote(bill(WASH), holding(stamps(4)))
    assert stamped(made) == [("available", 1)]
    assert made.free_line is None


def test_r06_the_cheapest_stamped_line_is_free_then_the_first() -> None:
    made = quote(bill(SOAP, WASH, EXPRESS, EXPRESS), holding(stamps(5)))
    assert made.line_discounts == (0, 0, 60_000, 0)
    assert made.free_line == 2


def test_r63_declined_it_gives_a_stamp_as_usual() -> None:
    made = quote(bill(WASH, keeps_stamps=True), holding(stamps(5)))
    assert stamped(made) == [("available", 1)]
    assert (made.to_pay, made.free_line, made.draws) == (100_000, 0, {})


def test_r05_the_free_line_comes_before_the_manual_discount_and_the_code() -> None:
    code = shown(preset("car-wash"))
    made = quote(bill(WASH, EXPRESS, manual_discount=10_000), holding(stamps(5), code=code))
    assert [(one.benefit, one.value, one.base) for one in made.effects[:3]] == [
        ("stamps", 60_000, 60_000), ("amount_off", 10_000, 100_000),
        ("percent_off", 9_000, 90_000),
    ]  # fmt: skip
    assert made.line_discounts == (19_000, 60_000)


def test_r63_the_rest_of_the_bill_is_paid_and_earns() -> None:
    given = terms('[[rule]]\nid = "p"\ntrigger = "every"\nbuyer = { kind = "points", amount = 3 }')
    who = buyer(lots=(stamps(5),))
    now = owning(own(SIXTH), own(given, number=12), who=who)
    made = quote(bill(WASH, EXPRESS), now)
    assert values(made) == [("buyer", 0, "stamps", 60_000), ("buyer", 0, "points", 3)]
    assert made.effects[1].base == 100_000


def test_r11_stamps_are_taken_by_earliest_expiry() -> None:
    lots = [stamps(3, number=1), stamps(3, number=2, expires_on=date(2026, 12, 1))]
    made = quote(bill(WASH), holding(*lots))
    assert made.draws["stamps"] == (Draw(2, 3), Draw(1, 2))


def test_r67_stamps_expire_all_together_without_a_visit() -> None:
    sleeping = stamps(5, inactive_days=120, earned_on=date(2026, 5, 1))
    person = {"last_purchase_on": date(2026, 7, 20)}
    assert quote(bill(WASH), holding(sleeping, person=person)).free_line is None
    person = {"last_purchase_on": date(2026, 7, 21)}
    assert quote(bill(WASH), holding(sleeping, person=person)).free_line == 0


def test_r68_stamps_owed_come_off_first() -> None:
    person = {"owed": {"stamps": 2}}
    assert quote(bill(WASH), holding(stamps(6), person=person)).free_line is None
    made = quote(bill(WASH), holding(stamps(7), person=person))
    assert made.draws["stamps"] == (Draw(1, 5),)


def test_held_and_waiting_stamps_pay_nothing() -> None:
    held = stamps(5, available_on=date(2026, 11, 19))
    assert quote(bill(WASH), holding(held)).free_line is None
    assert quote(bill(WASH), holding(stamps(5, waits=True))).free_line is None


@pytest.mark.parametrize("lot_of, free", [
    ({"version": 11, "rule": "card"}, 0), ({"version": 3, "rule": "card"}, 0),
    ({"version": None, "rule": None}, 0), ({"version": 3, "rule": "friend"}, 0),
    ({"version": 3, "rule": "other"}, None), ({"version": 5, "rule": "card"}, None),
    ({"version": 99, "rule": "card"}, None),
])  # fmt: skip
def test_r63_a_card_takes_the_stamps_of_its_programme(
    lot_of: dict[str, Any], free: int | None
) -> None:
    older = terms("""
        [[rule]]
        id = "card"
        trigger = "nth_visit"
        n = 10
        [[rule]]
        id = "other"
        trigger = "nth_visit"
        n = 10
        [[rule]]
        id = "friend"
        referrer = [{ kind = "stamps" }]
    """)
    spending = {11: own(SIXTH), 3: source(older, version=3, programme=11),
                5: source(replace(older, rules=older.rules[2:]), version=5)}  # fmt: skip
    assert quote(bill(WASH), holding(stamps(5, **lot_of), spending=spending)).free_line == free


def test_one_line_a_purchase_is_free_and_the_other_full_card_waits() -> None:
    coffee = terms('[[rule]]\nid = "coffee"\ntrigger = "nth_visit"\nn = 3\nservices = ["Soap"]')
    who = buyer(lots=(stamps(5), stamps(2, number=2, version=12, rule="coffee")))
    made = quote(bill(WASH, SOAP), owning(own(SIXTH), own(coffee, number=12), who=who))
    assert made.line_discounts == (100_000, 0)
    assert [(one.rule, one.state) for one in made.effects] == [
        ("card", "spent"), ("coffee", "available"),
    ]  # fmt: skip


def test_r64_what_no_longer_fits_the_budget_is_not_given_and_takes_no_stamps() -> None:
    for left, expected in ((99_999, ("available", 1)), (100_000, ("spent", 100_000))):
        made = quote(bill(WASH), holding(stamps(5), card_is={"budget_left": left}))
        assert stamped(made) == [expected]


def test_a_card_that_does_not_work_now_takes_no_stamps() -> None:
    card = replace(SIXTH, days=(6,))
    assert quote(bill(WASH), holding(stamps(5), card=card)).effects == ()
    card = replace(SIXTH, rules=(replace(SIXTH.rules[0], minimum=100_001),))
    assert quote(bill(WASH), holding(stamps(5), card=card)).effects == ()


SIXTH_UNTIL_NOW = replace(SIXTH, valid_to=date(2026, 11, 17))


@pytest.mark.parametrize("over", [
    {"status": "paused"}, {"status": "ended"}, {"given": SIXTH_UNTIL_NOW},
])  # fmt: skip
def test_r53_the_stamps_of_a_programme_that_is_over_still_pay_and_it_gives_none(
    over: dict[str, Any],
) -> None:
    gone = own(over.pop("given", SIXTH), **over)
    for running in ((), (gone,)):
        now = owning(*running, who=buyer(lots=(stamps(5),)), spending={11: gone})
        assert stamped(quote(bill(WASH), now)) == [("spent", 100_000)]
        assert quote(bill(WASH, keeps_stamps=True), now).effects == ()


def test_r53_of_several_versions_the_newest_that_he_has_stamps_of_counts() -> None:
    tenth = replace(SIXTH, rules=(replace(SIXTH.rules[0], n=10),))
    older = replace(source(SIXTH, version=3, programme=9, status="ended"), number=1)
    newer = replace(source(tenth, version=4, programme=9, status="ended"), number=2)
    who = buyer(lots=(stamps(4, version=3), stamps(4, number=2, version=4)))
    now = facts(None, who, spending={4: newer, 3: older})
    assert quote(bill(WASH), now).free_line is None
    who = buyer(lots=(stamps(5, version=3), stamps(4, number=2, version=4)))
    assert quote(bill(WASH), replace(now, buyer=who)).free_line == 0


def test_r53_a_card_that_the_current_version_gave_up_still_pays() -> None:
    points = terms('[[rule]]\nid = "p"\ntrigger = "every"\nbuyer = { kind = "points", amount = 3 }')
    older, now = source(SIXTH, version=3, programme=11), own(points)
    made = quote(bill(WASH), owning(now, who=buyer(lots=(stamps(5, version=3),)),
                                    spending={3: older}))  # fmt: skip
    assert stamped(made) == [("spent", 100_000)]


def test_the_hours_of_a_programme_that_is_over_still_count() -> None:
    sundays = replace(SIXTH, days=(6,))
    gone = own(sundays, status="ended")
    now = facts(None, buyer(lots=(stamps(5),)), spending={11: gone})
    assert quote(bill(WASH), now).free_line is None


def test_r64_a_free_visit_is_a_debit_of_its_programme() -> None:
    card = replace(SIXTH, spending=replace(SIXTH.spending, debits_per_day=1))
    made = quote(bill(WASH), holding(stamps(5), card=card, card_is={"debits_today": 1}))
    assert stamped(made) == [("available", 1)]


def test_r79_a_free_visit_needs_no_proof_but_r38_a_second_person() -> None:
    now = holding(stamps(5))
    assert quote(bill(WASH), now).to_pay == 0
    with refused("second_person_needed"):
        quote(bill(WASH), replace(now, staff_customer=BORIS))
    assert quote(bill(WASH), replace(now, staff_customer=BORIS, is_approved=True)).to_pay == 0
    kept = quote(bill(WASH, keeps_stamps=True), replace(now, staff_customer=BORIS))
    assert kept.to_pay == 100_000


def test_a_nobodys_bill_is_looked_at_without_a_card() -> None:
    assert quote(bill(WASH), facts(None, None, local=NOON)).free_line is None
