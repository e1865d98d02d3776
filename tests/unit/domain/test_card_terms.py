"""The split that a card picks, as its terms (R57, G07)."""

import pytest

from refdesk.domain.card_terms import terms_of_card
from refdesk.domain.terms import Benefit, Pool, Rule, Terms


def shared(pool: Pool, share: int | None) -> tuple[Benefit | None, tuple[Benefit, ...]]:
    terms = Terms("Share", (Rule("friend", pool=pool), Rule("own")), split="picked")
    rule, own = terms_of_card(terms, share).rules
    assert rule.pool is None
    assert own == Rule("own")
    return rule.referral, rule.referrer


@pytest.mark.parametrize("share, friend, referrer", [
    (0, None, 2_000), (3_000, 600, 1_400), (None, 1_000, 1_000), (10_000, 2_000, None),
    (1, 1, 1_999),
])  # fmt: skip
def test_g07_a_percent_is_shared_out(
    share: int | None, friend: int | None, referrer: int | None
) -> None:
    offer = Benefit("percent_off", percent=friend) if friend else None
    given = (Benefit("store_credit", percent=referrer),) if referrer else ()
    assert shared(Pool(percent=2_000), share) == (offer, given)


def test_g07_of_a_sum_the_odd_unit_is_the_friends() -> None:
    offer, given = shared(Pool(amount=24_691), None)
    assert (offer, given) == (
        Benefit("amount_off", amount=12_346), (Benefit("store_credit", amount=12_345),),
    )  # fmt: skip
