"""What an action of today's list says: its icon, what was done to whom, and what came of it."""

from datetime import timedelta
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.domain.records import Action
from refdesk.services.day import DayLine
from refdesk.services.desk import Actor
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.sayings import DOT
from refdesk.words.catalogue import Words
from refdesk.words.mark_text import mark_name
from refdesk.words.names import unit_amount
from refdesk.words.reasons import refusal_text

_BOUGHT = ("purchase", "redemption")
_ICONS = {
    "redemption": ("ticket-check", "ok_ink"),
    "purchase": ("check", "text"),
    "undo": ("undo-2", "text"),
    "refusal": ("octagon-x", "stop_ink"),
}


class ActionTexts(NamedTuple):
    """One action as its row shows it, and what can be done about it."""

    icon: str
    token: str
    time: str
    deed: str
    who: str
    line: str
    sum: str
    is_bought: bool
    is_void: bool
    """Taken back: what it was is struck through."""
    undo: bool
    """At once; ``void`` asks for a reason, and for a manager where ``locked``."""
    void: bool
    locked: bool
    refund: bool


def action_texts(words: Words, line: DayLine, day: CounterDay, actor: Actor) -> ActionTexts:
    """What the row of an action shows to a person."""
    action = line.action
    is_bought = action.kind in _BOUGHT
    can_void = is_bought and not action.is_void
    at_once = can_void and line.may_undo and is_own_and_recent(action, day, actor)
    return ActionTexts(
        *_ICONS[action.kind],
        words.time(action.at.astimezone(day.shop.zone)),
        *headline(words, action),
        details(words, action, day),
        words.money(action.to_pay) if action.kind != "refusal" else "",
        is_bought,
        is_bought and action.is_void,
        undo=at_once,
        void=can_void and not at_once,
        locked=not line.may_undo,
        refund=can_void and action.total > action.discount,
    )


def is_own_and_recent(action: Action, day: CounterDay, actor: Actor) -> bool:
    """Whether an action is undone at once; older ones and other people's ask for a reason."""
    minutes = timedelta(minutes=day.shop.settings.undo_minutes)
    return action.staff == actor.staff and day.now - action.at <= minutes


def headline(words: Words, action: Action) -> tuple[str, str]:
    """What was done, and to whom."""
    nobody = words.text("Erased") if action.is_erased else words.text("No name")
    name = short_name(action.name) or action.contact or nobody
    if action.kind == "refusal":
        return words.text("Code refused."), action.code
    if action.kind == "undo":
        return words.text("Undone.") if action.is_void else words.text("Refund."), name
    if action.is_void:
        return words.text("Purchase, void."), name
    if action.kind == "redemption":
        return words.text("Redeemed."), name
    return words.text("Purchase."), name


def what_it_is(words: Words, day: CounterDay | None, purchase: int) -> str:
    """Which of today's purchases it is, for whoever is asked about it: whose, how much and when."""
    for line in day.view.lines if day is not None else ():
        action = line.action
        if action.id == purchase and action.kind in _BOUGHT:
            assert day is not None
            at = words.time(action.at.astimezone(day.shop.zone))
            return DOT.join((headline(words, action)[1], words.money(action.to_pay), at))
    return ""


def details(words: Words, action: Action, day: CounterDay) -> str:
    """The quieter line of an action: services, what was taken off, said, spent and earned; what
    matters most stands last, for that is kept where there is no room for all."""
    if action.kind == "refusal":
        return refusal_text(words, DomainError(action.reason))[0]
    if action.kind == "undo":
        return action.reason
    parts = [", ".join(action.services)] if action.services else []
    if action.discount:
        parts.append(words.text("{sum} off", sum=words.money(action.discount)))
    if action.mark is not None:
        parts.append(words.text("mark: {mark}", mark=mark_name(words, action.mark).lower()))
    for effect in action.effects:
        text = _effect_text(words, effect, day)
        if text:
            parts.append(text)
    return DOT.join(parts)


def _effect_text(words: Words, effect: object, day: CounterDay) -> str:
    assert isinstance(effect, dict)
    benefit, value = str(effect["benefit"]), int(effect["value"])
    if effect["state"] == "spent" and benefit == GIFT_CARD:
        return words.text("gift card {sum}", sum=words.money(value))
    if effect["state"] == "spent":
        return words.text("spent {amount}", amount=unit_amount(words, benefit, effect["spent"]))
    if benefit == GIFT_CARD and value:
        return words.text("gift card sold")
    if benefit not in (*t.ACCRUALS, t.STAMPS) or not value:
        return ""
    amount = unit_amount(words, benefit, value)
    if effect["state"] == HELD and effect["available_on"]:
        on = words.date(effect["available_on"], today=day.today)
        amount = words.text("{amount} on {date}", amount=amount, date=on)
    if effect["side"] != "referrer":
        return words.text("earned {amount}", amount=amount)
    name = short_name(day.names.get(effect["customer"], ""))
    return words.text("{name} gets {amount}", name=name, amount=amount) if name else amount
