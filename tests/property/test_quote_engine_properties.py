"""Everything at once on any bill: codes, splits, statuses, stamps, kept benefits, gift cards."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from refdesk.domain import terms as t
from refdesk.domain.bill import Bill, Facts, Line, Quote, ShopRules, Source, Standing
from refdesk.domain.errors import DomainError
from refdesk.domain.quote import quote
from tests.support.quotes import (
    ANNA,
    bill,
    buyer,
    facts,
    gift_card,
    given_to,
    kept,
    lot,
    own,
    people,
    shown,
    source,
    stamps,
)

PRICES = st.integers(1, 500_000)
BP = st.integers(0, t.WHOLE)
STACKING = st.sampled_from(["in_order", "in_order", "best_of", "exclusive"])
BUDGETS = st.none() | st.integers(0, 300_000)
EXCLUDED = st.sampled_from([(), (), ("goods",)])
OFF = st.one_of(
    st.builds(t.Benefit, kind=st.just("percent_off"), percent=BP, cap=st.none() | PRICES),
    st.builds(t.Benefit, kind=st.just("amount_off"), amount=PRICES),
)
LINES = st.builds(
    Line, price=PRICES, service=st.sampled_from([None, "Wash", "Soap"]),
    group=st.sampled_from(["service", "service", "goods", "deposit", "tip", "gift_card"]),
)  # fmt: skip
BILLS = st.builds(
    Bill,
    lines=st.tuples(PRICES.map(Line), st.lists(LINES, max_size=3)).map(
        lambda parts: (parts[0], *parts[1])
    ),
    manual_discount=st.just(0) | st.integers(0, 50_000),
    spend_points=st.sampled_from([0, 0, "max"]) | st.integers(0, 500),
    spend_credit=st.sampled_from([0, 0, "max"]),
    use=st.sampled_from([(), (), (1,), (2,), (1, 2)]),
    keeps_stamps=st.booleans(),
)


def _terms(*rules: t.Rule, **more: object) -> t.Terms:
    return t.Terms("T", rules, **more)  # type: ignore[arg-type]


@st.composite
def running(draw: st.DrawFn) -> tuple[Source, ...]:
    """Running programmes: points, the discount of a status, a stamp card."""
    points = t.Rule("points", trigger="every", buyer=t.Benefit("points", percent=draw(BP)),
                    excluded_groups=draw(EXCLUDED))  # fmt: skip
    price = t.Rule("price", trigger="every", buyer=t.Benefit("points", amount=1),
                   excluded_groups=draw(EXCLUDED))  # fmt: skip
    gold = t.Status("Gold", spend=1, override={"price": t.Override(buyer=draw(OFF))})
    card = t.Rule("card", trigger="nth_visit", n=draw(st.integers(2, 4)))
    made = (
        own(_terms(points), number=11, budget_left=draw(BUDGETS)),
        own(_terms(price, statuses=(gold,), stacking=draw(STACKING)), number=12,
            buyer_standing=Standing(1), budget_left=draw(BUDGETS)),
        own(_terms(card), number=13, budget_left=draw(BUDGETS)),
    )  # fmt: skip
    return tuple(one for one in made if draw(st.booleans()))


@st.composite
def codes(draw: st.DrawFn) -> Source:
    """A code with a discount or with a pool, and something for who brought the buyer."""
    pool = draw(st.none() | st.builds(t.Pool, percent=BP) | st.builds(t.Pool, amount=PRICES))
    rule = t.Rule("r", trigger="every", excluded_groups=draw(EXCLUDED), pool=pool)
    if pool is None:
        rule = replace(rule, referral=draw(OFF), referrer=(t.Benefit("points", percent=500),))
    return source(
        _terms(rule, stacking=draw(STACKING)), version=1, referrers=people(ANNA),
        friend_share=draw(st.none() | BP), budget_left=draw(BUDGETS),
    )  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """A customer with everything that the engine knows."""
    own_ones, code = draw(running()), draw(st.none() | codes())
    keeping = source(_terms(t.Rule("r"), stacking=draw(STACKING)), version=21,
                     budget_left=draw(BUDGETS))  # fmt: skip
    who = buyer(
        proof="code",
        lots=(lot(draw(st.integers(0, 3_000)), number=1), stamps(draw(st.integers(0, 4)),
              number=2, version=13), lot(draw(PRICES), number=3, unit="store_credit")),
        entitlements=(kept(1, draw(OFF)), kept(2, t.Benefit("gift", gift="Wax", cost=500))),
        owed={"stamps": draw(st.integers(0, 1))},
    )  # fmt: skip
    cards = tuple(
        gift_card(str(draw(st.integers(1, 2_000))), code=number)
        for number in range(draw(st.integers(0, 2)))
    )
    shop = ShopRules(cash_step=draw(st.sampled_from([0, 100])), cash_mode="nearest",
                     point_value=draw(st.sampled_from([1, 100, 700])))  # fmt: skip
    spending = {one.version: one for one in own_ones} | {21: keeping}
    return facts(shown(code) if code else None, who, own=own_ones, gift_cards=cards, shop=shop,
                 spending=spending)  # fmt: skip


def quoted(one: Bill, now: Facts) -> Quote:
    """The quote, or nothing to look at where it is refused."""
    try:
        return quote(one, now)
    except DomainError:
        assume(False)
        raise


@given(BILLS, worlds())
def test_every_sum_adds_up(one: Bill, now: Facts) -> None:
    made = quoted(one, now)
    off = sum(effect.value for effect in made.effects
              if effect.benefit in t.DISCOUNTS and effect.state == "done")  # fmt: skip
    spent = {effect.benefit: 0 for effect in made.effects if effect.state == "spent"}
    for effect in made.effects:
        if effect.state == "spent":
            spent[effect.benefit] += effect.value
    rounding = sum(effect.value for effect in made.effects if effect.benefit == "rounding")
    tender = spent.get("gift_card", 0)
    assert made.discount == off + spent.get("stamps", 0) == sum(made.line_discounts)
    balances = spent.get("points", 0) + spent.get("store_credit", 0)
    assert sum(made.line_bases) == made.total - made.discount - balances
    assert made.to_pay == sum(made.line_bases) - tender + rounding >= 0


@given(BILLS, worlds())
def test_no_line_is_below_0_and_gift_cards_sold_keep_their_price(one: Bill, now: Facts) -> None:
    made = quoted(one, now)
    for line, off, base in zip(one.lines, made.line_discounts, made.line_bases, strict=True):
        assert 0 <= base <= line.price - off <= line.price
        assert line.group != "gift_card" or (off, base) == (0, line.price)


@given(BILLS, worlds())
def test_what_pays_is_what_the_lots_give(one: Bill, now: Facts) -> None:
    made = quoted(one, now)
    assert now.buyer is not None
    left = {each.id: each.left for each in now.buyer.lots}
    left |= {card.lot.id: card.left for card in now.gift_cards if card.lot}
    for effect in (each for each in made.effects if each.state == "spent"):
        unit = effect.benefit if effect.benefit != "gift_card" else f"gift_card:{effect.uses}"
        assert sum(draw.amount for draw in made.draws[unit]) == effect.spent > 0
        assert all(0 < draw.amount <= left[draw.lot] for draw in made.draws[unit])


@given(BILLS, worlds())
def test_r64_no_budget_is_overdrawn(one: Bill, now: Facts) -> None:
    made = quoted(one, now)
    code = (now.code.source,) if now.code else ()
    for programme in (*now.own, *now.spending.values(), *code):
        if programme.budget_left is not None:
            cost = sum(each.cost for each in made.effects if each.programme == programme.programme)
            assert 0 <= cost <= programme.budget_left


@given(BILLS, worlds())
def test_r05_effects_stand_in_the_fixed_order(one: Bill, now: Facts) -> None:
    made = quoted(one, now)

    def place(effect: object) -> int:
        kind = getattr(effect, "benefit", "")
        if getattr(effect, "state", "") in ("spent", "done", "used"):
            order = ["stamps", "gift", "percent_off", "points", "store_credit", "gift_card",
                     "rounding"]  # fmt: skip
            return order.index("percent_off" if kind == "amount_off" else kind)
        return 10 + getattr(effect, "level", 0)

    places = [place(effect) for effect in made.effects]
    assert places == sorted(places)


@given(BILLS, worlds())
def test_r70_each_effect_on_lines_has_their_price(one: Bill, now: Facts) -> None:
    made = quoted(one, now)
    after = [line.price - off for line, off in zip(one.lines, made.line_discounts, strict=True)]
    for effect in made.effects:
        if effect.benefit != "rounding":
            assert effect.price == sum(after[index] for index in effect.lines)


@given(PRICES, BP, st.none() | BP)
def test_r57_both_parts_are_the_whole_pool(price: int, rate: int, share: int | None) -> None:
    rule = t.Rule("r", pool=t.Pool(percent=rate))
    given_ = source(_terms(rule, split="picked"), ANNA, friend_share=share)
    made = quote(Bill((Line(price),)), facts(shown(given_)))
    friend = sum(one.value for one in given_to(made, "referral"))
    referrer = sum(one.value for one in given_to(made, "referrer", 1))
    # the friend may have taken the whole bill: then nothing was paid
    assert friend + referrer == price * rate // t.WHOLE or made.to_pay == 0
    assert friend <= price


@given(PRICES, worlds())
def test_r58_one_offer_more_never_makes_a_bill_dearer(price: int, now: Facts) -> None:
    plenty = tuple(replace(one, budget_left=None) for one in now.own)
    now = replace(now, own=plenty, gift_cards=(), shop=ShopRules())
    if now.code is not None:
        endless = replace(now.code.source, budget_left=None)
        now = replace(now, code=replace(now.code, source=endless))
    one = Bill((Line(price),))
    whole = quoted(one, now).to_pay
    for index in range(len(plenty)):
        fewer = replace(now, own=plenty[:index] + plenty[index + 1 :])
        assert whole <= quoted(one, fewer).to_pay
    assert whole <= quoted(one, replace(now, code=None)).to_pay


@given(PRICES, worlds())
def test_r58_what_counts_saves_most(price: int, now: Facts) -> None:
    """No discount by itself saves more than what was chosen."""
    one = Bill((Line(price),))
    now = replace(now, gift_cards=(), shop=ShopRules())
    best = quoted(one, now).discount
    alone = [replace(now, code=None, own=(each,)) for each in now.own]
    alone += [replace(now, own=())]
    assert all(quoted(one, each).discount <= best for each in alone)


@given(PRICES, st.integers(1, 9), st.integers(2, 9))
def test_r63_a_card_takes_n_less_one_stamps_or_gives_one(price: int, held: int, n: int) -> None:
    card = own(_terms(t.Rule("card", trigger="nth_visit", n=n)))
    who = buyer(lots=(stamps(held),))
    made = quote(Bill((Line(price),)), facts(None, who, own=(card,), spending={11: card}))
    [effect] = made.effects
    is_full = held >= n - 1
    assert (effect.spent, made.to_pay) == ((n - 1, 0) if is_full else (0, price))


def test_the_bill_of_nobody_costs_what_it_says() -> None:
    assert quote(bill("100.00"), facts(None, buyer(None))).to_pay == 10_000
