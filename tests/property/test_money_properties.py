"""Money under any input: sums are exact, texts come back, nothing but a refusal is raised."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from refdesk.domain.errors import DomainError
from refdesk.domain.money import (
    CASH_ROUNDINGS,
    format_amount,
    format_percent,
    parse_amount,
    parse_percent,
    percent_floor,
    points_floor,
    round_cash,
    spread,
)

DECIMALS = st.integers(0, 4)
AMOUNTS = st.integers(0, 10**11 - 1)
SEPARATORS = st.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009"])


@given(st.integers(1, 10**9 - 1), DECIMALS)
def test_r01_what_is_written_is_read_back(major: int, decimals: int) -> None:
    minor = major * 10**decimals - (decimals > 0)
    assert parse_amount(format_amount(minor, decimals), decimals) == minor


@given(st.integers(1, 10**11 - 1), SEPARATORS, st.sampled_from(".,"))
def test_r01_grouped_thousands_are_read_back(minor: int, separator: str, mark: str) -> None:
    major, cents = divmod(minor, 100)
    text = f"{major:,}".replace(",", separator) + f"{mark}{cents:02}"
    assert parse_amount(text, 2) == minor


@given(st.text() | st.text("0123456789 .,-+eE_\u00a0%"), DECIMALS)
def test_any_text_is_an_amount_in_bounds_or_refused(text: str, decimals: int) -> None:
    with suppress(DomainError):
        assert 0 < parse_amount(text, decimals) < 10 ** (9 + decimals)
    with suppress(DomainError):
        assert 0 <= parse_percent(text) <= 10_000


@given(st.integers(0, 10_000))
def test_a_percent_that_is_written_is_read_back(bp: int) -> None:
    assert parse_percent(format_percent(bp)) == bp


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=30))
def test_r04_a_spread_sums_exactly_and_stays_near_the_exact_share(
    total: int, weights: list[int]
) -> None:
    whole = sum(weights)
    if whole == 0:
        total = 0
    shares = spread(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        exact = total * weight // whole if whole else 0
        assert exact <= share <= exact + (weight > 0)


@given(st.lists(AMOUNTS, min_size=1, max_size=30), st.data())
def test_r04_no_line_loses_more_than_it_costs(weights: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    shares = spread(total, weights)
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))


@given(AMOUNTS, st.lists(st.integers(0, 2_500), max_size=4))
def test_r34_floored_shares_never_exceed_their_pool(base: int, rates: list[int]) -> None:
    assert sum(percent_floor(base, bp) for bp in rates) <= percent_floor(base, sum(rates))


@given(AMOUNTS, st.integers(0, 10_000), st.integers(1, 10_000))
def test_r56_points_are_never_worth_more_than_their_percent(base: int, bp: int, value: int) -> None:
    assert points_floor(base, bp, value) * value <= percent_floor(base, bp)


@given(st.integers(-(10**9), 10**9), st.integers(1, 100), st.sampled_from(CASH_ROUNDINGS))
def test_r80_cash_rounding_lands_on_a_step_nearby_and_settles(
    minor: int, step: int, mode: str
) -> None:
    rounded = round_cash(minor, step, mode)
    assert round_cash(rounded, step, mode) == rounded
    assert abs(rounded - minor) < step
    assert round_cash(-minor, step, mode) == -rounded
    if mode == "down":
        assert abs(rounded) <= abs(minor)
    if mode == "nearest":
        assert abs(rounded - minor) * 2 <= step
