"""Terms under any content: what is written is read back equal, any text is read or refused."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refdesk.domain import terms as t
from refdesk.domain.errors import DomainError
from refdesk.domain.terms_file import GROUPS, KINDS, dump_terms, parse_terms

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=30)
NAMES = TEXTS.filter(lambda text: bool(text.strip()))
SUMS = st.integers(1, 10**11 - 1)
BP = st.integers(0, 10_000)
COUNTS = st.integers(0, 400)
POSITIVE = st.integers(1, 1000)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
RULE_IDS = st.from_regex(r"[A-Za-z0-9_-]{1,32}", fullmatch=True)
SPANS = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda span: span[0] != span[1]
)


def some(*kinds: str) -> st.SearchStrategy[t.Benefit]:
    """A benefit of one of these kinds, with a measure that it may have."""
    return st.sampled_from(kinds).flatmap(_of_kind)


def _of_kind(kind: str) -> st.SearchStrategy[t.Benefit]:
    amounts = st.integers(1, 10**9) if kind in (t.POINTS, t.STAMPS) else SUMS
    make: Any = lambda **fields: st.builds(t.Benefit, kind=st.just(kind), **fields)  # noqa: E731
    if kind in t.ACCRUALS:
        measures = [make(amount=amounts), make(percent=BP), make(per=SUMS, amount=amounts)]
        found: st.SearchStrategy[t.Benefit] = st.one_of(measures)
        return found
    others: dict[str, st.SearchStrategy[t.Benefit]] = {
        t.PERCENT_OFF: make(percent=BP, cap=st.none() | SUMS),
        t.AMOUNT_OFF: make(amount=amounts),
        t.GIFT: make(gift=NAMES, cost=st.just(0) | SUMS),
        t.STAMPS: make(amount=st.none() | amounts),
    }
    return others[kind]


BENEFITS = some(*t.BENEFIT_KINDS)
SIDES = {
    "referral": st.none() | BENEFITS,
    "referrer": st.none() | st.lists(BENEFITS, min_size=1, max_size=4).map(tuple),
    "buyer": st.none() | BENEFITS,
}
OVERRIDES = st.builds(t.Override, **SIDES)
PERIODS = st.builds(t.PeriodLimit, day=COUNTS, month=COUNTS, year=COUNTS, life=COUNTS)
LIMITS = st.builds(
    t.Limits, per_code=PERIODS, per_customer=PERIODS, per_referrer=PERIODS,
    per_purchase=st.none() | SUMS,
)  # fmt: skip
TIERS = st.lists(st.tuples(POSITIVE, OVERRIDES), max_size=3, unique_by=lambda one: one[0]).map(
    lambda pairs: tuple(t.Tier(*pair) for pair in sorted(pairs, key=lambda one: one[0]))
)


@st.composite
def rules(draw: st.DrawFn, rule_id: str) -> t.Rule:
    names = st.lists(NAMES, min_size=1, max_size=3).map(tuple)
    return t.Rule(
        id=rule_id,
        trigger=draw(st.sampled_from(["first", "every"])),
        n=draw(st.none() | POSITIVE),
        within_days=draw(st.none() | POSITIVE),
        new_only=draw(st.booleans()),
        minimum=draw(st.just(0) | SUMS),
        services=draw(st.none() | names),
        excluded_services=draw(st.just(()) | names),
        excluded_groups=draw(st.lists(st.sampled_from(GROUPS), max_size=3).map(tuple)),
        hold_days=draw(COUNTS),
        hold_days_by_service=draw(st.dictionaries(NAMES, COUNTS, max_size=2)),
        referral=draw(st.none() | BENEFITS),
        referrer=draw(st.lists(BENEFITS, max_size=4).map(tuple)),
        buyer=draw(BENEFITS),
        by_service=draw(st.dictionaries(NAMES, OVERRIDES, max_size=1)),
        by_referrals=draw(TIERS),
        limits=draw(LIMITS),
    )


FIXED = some(t.PERCENT_OFF, t.AMOUNT_OFF, t.GIFT, t.STAMPS) | st.builds(
    t.Benefit, kind=st.sampled_from(t.ACCRUALS), amount=POSITIVE
)
CARRIED = st.builds(t.Benefit, kind=st.just(t.POINTS), percent=BP) | st.builds(
    t.Benefit, kind=st.just(t.POINTS), per=st.integers(1, 10**6), amount=POSITIVE
)
SPECIAL: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "nth_visit": st.fixed_dictionaries({"n": st.integers(2, 12)},
                                       optional={"buyer": some(t.STAMPS)}),
    "next_visit": st.fixed_dictionaries({"buyer": BENEFITS}),
    "joining": st.fixed_dictionaries(
        {"buyer": FIXED, "referral": st.none() | FIXED,
         "referrer": st.lists(FIXED, max_size=4).map(tuple)}
    ),
    "birthday": st.fixed_dictionaries({"buyer": FIXED, "within_days": st.none() | POSITIVE}),
    "milestone": st.fixed_dictionaries({"n": POSITIVE, "referrer": st.tuples(FIXED)}),
    "every": st.fixed_dictionaries({"buyer": CARRIED, "carry_over": st.just(True)}),
}  # fmt: skip
"""What rules with a trigger of their own may hold, and one that carries over (R72)."""


@st.composite
def special_rules(draw: st.DrawFn) -> tuple[t.Rule, ...]:
    """A rule of some trigger of its own; a stamp card always, so that stamps make sense."""
    triggers = {"nth_visit", draw(st.sampled_from(sorted(SPECIAL)))}
    return tuple(
        t.Rule(f"{trigger}-of-its-own", trigger, **draw(SPECIAL[trigger]))
        for trigger in sorted(triggers)
    )


def with_payouts(made: t.Terms, after: int) -> t.Terms:
    """Payouts only after so many referrals, where there is money to pay out."""
    kinds = {rule.buyer.kind for rule in made.rules if rule.buyer}
    wanted = after if t.MONEY in kinds else 0
    return replace(made, spending=replace(made.spending, payout_after_referrals=wanted))


@st.composite
def all_terms(draw: st.DrawFn) -> t.Terms:
    ids = draw(st.lists(RULE_IDS, min_size=1, max_size=2, unique=True))
    starts, ends = sorted(draw(st.tuples(DAYS, DAYS)))
    titles = st.fixed_dictionaries({}, optional={"en": NAMES, "ru": NAMES})
    spends = sorted(draw(st.lists(SUMS, max_size=3, unique=True)))
    made = t.Terms(
        name=draw(NAMES),
        rules=(*(draw(rules(rule_id)) for rule_id in ids), *draw(special_rules())),
        title=draw(titles),
        terms_text=draw(titles),
        code_life_days=draw(COUNTS),
        valid_from=draw(st.none() | st.just(starts)),
        valid_to=draw(st.none() | st.just(ends)),
        days=draw(st.lists(st.integers(0, 6), max_size=7).map(tuple)),
        hours=draw(st.lists(SPANS, max_size=3).map(tuple)),
        tills=draw(st.lists(NAMES, max_size=2).map(tuple)),
        customers=draw(st.lists(st.sampled_from(KINDS), max_size=3).map(tuple)),
        code_owners=draw(st.lists(st.sampled_from(KINDS), max_size=3).map(tuple)),
        stacking=draw(st.sampled_from(["in_order", "best_of", "exclusive"])),
        blocked_referrer=draw(st.sampled_from(["lapses", "waits"])),
        budget=draw(st.none() | SUMS),
        spending=draw(
            st.builds(
                t.Spending, share=st.none() | BP, expires_days=COUNTS,
                expires_inactive_days=COUNTS, grace_days=st.none() | COUNTS, withdrawable=BP,
                debits_per_day=COUNTS, credits_per_day=COUNTS,
            )
        ),
        statuses=tuple(
            t.Status(draw(NAMES), spend, share=draw(st.none() | BP),
                     override=draw(st.dictionaries(st.sampled_from(ids), OVERRIDES, max_size=2)))
            for spend in spends
        ),
        status_period=draw(st.sampled_from(["lifetime", "rolling_12_months", "calendar_year"])),
        contest=draw(
            st.none()
            | st.builds(
                t.Contest, period=st.sampled_from(["month", "quarter", "year"]),
                measure=st.sampled_from(["effective_referrals", "paid_base"]),
                prizes=FIXED.map(lambda prize: (t.Prize(1, prize),)),
            )
        ),
    )  # fmt: skip
    return with_payouts(made, draw(COUNTS))


# a whole programme is much to draw
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(all_terms())
def test_any_terms_that_are_written_come_back_equal(made: t.Terms) -> None:
    assert parse_terms(dump_terms(made, 2), 2) == made


LINES = st.sampled_from([
    'name = "T"', "[[rule]]", 'id = "a"', 'trigger = "every"', "n = 5", "[spending]",
    'share = "50"', 'referral = { kind = "points", amount = 1 }', "referrer = []",
    'buyer = { kind = "gift" }', "[[status]]", "[contest]", 'codes = "campaign"', "x = 1",
    'word = "SUMMER"', "[rule.limits]", "per_code = { life = 1 }", "by_service = {}",
    'override = { a = {} }', "kind = 5", "name = 5", "rule = 5", "rule = [1]", "status = [[]]",
])  # fmt: skip


def refused_field(text: str) -> object:
    """The field for which a text is refused; None when it is read."""
    try:
        parse_terms(text, 2)
    except DomainError as refusal:
        return refusal.params["field"] if refusal.code == "bad_terms" else 0
    return None


@given(st.lists(LINES | st.text(max_size=20), max_size=8).map("\n".join))
def test_any_text_is_terms_or_is_refused_with_a_field(text: str) -> None:
    assert refused_field(text) is None or isinstance(refused_field(text), str)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner,
                                                                 max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = st.sampled_from(["name", "rule", "title", "codes", "days", "hours", "budget", "spending",
                        "status", "statuses", "contest", "word", "stacking"])  # fmt: skip


@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_value_under_any_key_is_read_or_refused(content: dict[str, Any]) -> None:
    import tomli_w

    with suppress(TypeError):
        text = tomli_w.dumps(content)
        with suppress(DomainError):
            parse_terms(text, 2)
