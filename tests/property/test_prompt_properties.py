"""G25 for any customer: what staff is given to say is true, near, and never said too often."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain.prompts import CARD, NEAR, QUIET_DAYS, Asked, Goal, prompt_for
from refdesk.domain.statuses import Ahead
from refdesk.domain.terms import Benefit, Status

TODAY = date(2026, 11, 18)
COUNTS = st.integers(-2, 8)
SUMS = st.integers(-100, 1_000_000)
AHEAD = st.builds(
    Ahead,
    st.sampled_from(["Silver", "Gold"]).map(Status),
    st.none() | SUMS,
    st.none() | COUNTS,
)
GOALS = st.builds(Goal, st.integers(1, 9), st.just(Benefit("gift", gift="Wax", cost=100)))


@st.composite
def customers(draw: st.DrawFn) -> Asked:
    brought = draw(st.integers(0, 9))
    return Asked(
        today=TODAY,
        paid=draw(st.integers(0, 300_000)),
        visits=draw(st.integers(0, 5)),
        can_invite=draw(st.booleans()),
        brought=brought,
        effective=draw(st.integers(0, brought)),
        ahead=tuple(draw(st.lists(AHEAD, max_size=2))),
        goals=tuple(draw(st.lists(GOALS, max_size=3))),
        is_left_alone=draw(st.integers(0, 9)) == 0,
        said_on=draw(st.none() | st.integers(0, 60).map(lambda days: TODAY - timedelta(days=days))),
    )


@given(customers())
def test_g25_what_is_said_is_true_and_near(asked: Asked) -> None:
    told = prompt_for(asked)
    if told is None:
        return
    if told.kind == CARD:
        assert asked.can_invite
        assert asked.brought == 0
    assert told.referrals is None or (asked.can_invite and 1 <= told.referrals <= NEAR)
    assert told.spend is None or 0 < told.spend <= NEAR * asked.paid
    if told.kind == "status":
        assert any(
            one.status.name == told.name
            and told.spend in (None, one.spend)
            and told.referrals in (None, one.referrals)
            for one in asked.ahead
        )
        assert told.spend is not None or told.referrals is not None
    if told.kind == "milestone":
        assert told.referrals is not None
        reached = asked.effective + told.referrals
        assert any(goal.referrals == reached for goal in asked.goals)


@given(customers())
def test_g25_silence_is_kept_where_it_is_due(asked: Asked) -> None:
    due = asked.is_left_alone or asked.visits <= 1
    said = asked.said_on
    due = due or (said is not None and (TODAY - said).days < QUIET_DAYS)
    if due:
        assert prompt_for(asked) is None
    elif asked.can_invite and not asked.brought:
        assert prompt_for(asked) is not None
