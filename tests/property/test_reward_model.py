"""The pure rules beside the oracle, without any storage (H5, P6).

An ordinary run is short; `REFDESK_MODEL=20000x100` is the promised one. Rules with a fault put into
them must be found out, or the machine would prove nothing.
"""

import os
from collections.abc import Callable
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from refdesk.domain.ledger import Lot, spending_order
from refdesk.domain.money import percent_floor
from tests.support.pure_shop import PureShop
from tests.support.reward_machine import START_ON, RewardMachine

pytestmark = pytest.mark.slow

EXAMPLES, STEPS = map(int, os.environ.get("REFDESK_MODEL", "60x40").split("x"))


class ModelMachine(RewardMachine):
    """Every deed on the pure quote, the pure ledger and the pure undoing."""

    opens = partial(PureShop, START_ON)


TestModelMachine = ModelMachine.TestCase
TestModelMachine.settings = settings(
    max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


def _newest_first(*given: Any) -> tuple[Lot, ...]:
    return tuple(reversed(spending_order(*given)))


FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "lots pay in another order": ("refdesk.domain.spending.spending_order", _newest_first),
    "a bill's share is a unit too high": (
        "refdesk.domain.spending.percent_floor", lambda *given: percent_floor(*given) + 100,
    ),
    "a part is rounded up": (
        "refdesk.domain.reversal.pro_rata", lambda effect, gone, price: -(-effect * gone // price),
    ),
    "what returns has no grace": (
        "tests.support.pure_accounts.returned", lambda lot, *given: lot,
    ),
    "nobody pays what he owes": (
        "tests.support.pure_accounts.pay_debts", lambda *given: [],
    ),
    "the rest is not carried over": (
        "refdesk.domain.measures._numerator", lambda share, *given: share.base // 5000 * 5000,
    ),
    "a gift is given again": (
        "tests.support.pure_shop.PureShop._given", lambda *given: frozenset(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_rules_is_found_out(fault: str) -> None:
    target, wrong = FAULTS[fault]
    short = settings(
        max_examples=400, stateful_step_count=60, deadline=None, database=None, derandomize=True,
        phases=[Phase.generate], report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with patch(target, wrong), pytest.raises(AssertionError):
        run_state_machine_as_test(ModelMachine, settings=short)
