"""The right moment to ask: what staff may say to who has just been content (G25).

One line, and only where it is true and of use to the customer:
- a reward that is near is said first: at most `NEAR` referrals away, or as many bills like
  today's; of several the nearest one, a status before a milestone;
- who has a code and never sent anybody is offered a card;
- nobody hears it again within `QUIET_DAYS`, nobody on the first visit (then the own code itself is
  the news), no employee and nobody who is blocked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from refdesk.domain.statuses import Ahead
from refdesk.domain.terms import Benefit

NEAR: Final = 3
QUIET_DAYS: Final = 30

PromptKind = Literal["status", "milestone", "card"]
STATUS: Final = "status"
MILESTONE: Final = "milestone"
CARD: Final = "card"


@dataclass(frozen=True)
class Goal:
    """A benefit at so many effective referrals (a milestone's rule)."""

    referrals: int
    benefit: Benefit


@dataclass(frozen=True)
class Asked:
    """A customer at the end of a purchase, and what he could reach.

    ``paid`` is this purchase's, minor units; ``visits`` counts it too; ``brought`` are people who
    came by his code, ``effective`` those of them who have bought. ``said_on`` is when staff was
    last told to say something to him, by another purchase.
    """

    today: date
    paid: int
    visits: int
    can_invite: bool
    brought: int = 0
    effective: int = 0
    ahead: tuple[Ahead, ...] = ()
    goals: tuple[Goal, ...] = ()
    is_left_alone: bool = False
    said_on: date | None = None


@dataclass(frozen=True)
class Prompt:
    """What to say: ``referrals`` or ``spend`` (minor units) are missing to ``name`` or to
    ``benefit``; a card is offered where nothing is."""

    kind: PromptKind
    referrals: int | None = None
    spend: int | None = None
    name: str = ""
    benefit: Benefit | None = None


def prompt_for(asked: Asked) -> Prompt | None:
    """What staff may say now; None = nothing, which is no worse."""
    if asked.is_left_alone or asked.visits <= 1 or _is_too_soon(asked):
        return None
    nearest = min(_near(asked), key=_distance, default=None)
    if nearest is None and asked.can_invite and not asked.brought:
        return Prompt(CARD)
    return nearest


def _is_too_soon(asked: Asked) -> bool:
    return asked.said_on is not None and asked.today < asked.said_on + timedelta(days=QUIET_DAYS)


def _near(asked: Asked) -> Iterator[Prompt]:
    """The rewards within reach, statuses first."""
    for ahead in asked.ahead:
        referrals = ahead.referrals if asked.can_invite and _is_few(ahead.referrals) else None
        spend = ahead.spend if _is_soon(ahead.spend, asked.paid) else None
        if referrals is not None or spend is not None:
            yield Prompt(STATUS, referrals, spend, name=ahead.status.name)
    for goal in asked.goals:
        missing = goal.referrals - asked.effective
        if asked.can_invite and _is_few(missing):
            yield Prompt(MILESTONE, missing, benefit=goal.benefit)


def _is_few(missing: int | None) -> bool:
    return missing is not None and 0 < missing <= NEAR


def _is_soon(missing: int | None, paid: int) -> bool:
    return missing is not None and 0 < missing <= NEAR * paid


def _distance(prompt: Prompt) -> int:
    """How far a reward is; one that only takes purchases comes after those that take friends."""
    return prompt.referrals if prompt.referrals is not None else NEAR + 1
