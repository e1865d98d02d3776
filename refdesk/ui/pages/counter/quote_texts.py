"""What the quote panel and the result strip say of a quote or a receipt, in words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from refdesk.domain import terms as t
from refdesk.domain.bill import GIFT_CARD, Bill, Effect
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.customer import short_name
from refdesk.domain.ledger import HELD, SPENT
from refdesk.domain.stamps import count_after
from refdesk.services.counter import Quoted, Receipt, Request
from refdesk.ui.pages.counter.sayings import DOT, referrer_name
from refdesk.words.benefit_text import effect_amount
from refdesk.words.catalogue import NBSP, Words
from refdesk.words.names import missing_stamps, unit_amount, unit_name
from refdesk.words.verdicts import verdict_text
from refdesk.words.why import why_lines

USED, BY_STATUS = "used", "by_status"


class Gain(NamedTuple):
    """A person of the deal: icon, who, and what he gets."""

    icon: str
    title: str
    line: str


class QuoteText(NamedTuple):
    """A quote as it is read: sums of the bill, to pay, who gets what, and why."""

    lines: tuple[tuple[str, str], ...]
    to_pay: str
    people: tuple[Gain, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    why: tuple[str, ...] = ()


class Tell(NamedTuple):
    """What a text needs to know besides the quote; ``prefix`` is the shop's, of its codes."""

    words: Words
    today: date
    invites: bool = False
    prefix: str = ""


def quote_text(tell: Tell, quoted: Quoted, request: Request) -> QuoteText:
    """The quote of a form in words."""
    quote = quoted.quote
    words = tell.words
    return QuoteText(
        lines=bill_lines(words, request.bill, quote.effects, has_referrer=_has_referrer(quoted)),
        to_pay=words.money(quote.to_pay),
        people=(_buyer_gain(tell, quoted, request), *_referrers(tell, quoted)),
        facts=tuple(_cards_left(words, quoted)),
        why=tuple(_why(words, quoted)),
    )


def customer_text(tell: Tell, quoted: Quoted, request: Request, balance: int) -> QuoteText:
    """The quote of a known customer: what he earns and what is left instead of who he is."""
    text = quote_text(tell, quoted, request)
    earned = [one for one in quoted.quote.effects if _is_own_gain(one)]
    facts = [(_earns_label(tell, one), _amount(tell.words, one)) for one in earned]
    now = sum(e.value for e in earned if e.benefit == t.POINTS and e.state != HELD)
    spent = sum(e.spent for e in quoted.quote.effects if e.benefit == t.POINTS)
    if spent or now:
        left = tell.words.text("Points left after this")
        facts.append((left, tell.words.number(balance - spent + now)))
    facts += _cards_left(tell.words, quoted)
    return text._replace(people=text.people[1:], facts=tuple(facts))


def _cards_left(words: Words, quoted: Quoted) -> list[tuple[str, str]]:
    """What stays on the gift cards that pay."""
    pay = [one for one in quoted.quote.effects if one.benefit == GIFT_CARD and one.state == SPENT]
    return [
        (
            words.text("On card {card} after this", card=card_of(one)),
            words.money(_left_on_card(one)),
        )
        for one in pay
    ]


def _has_referrer(quoted: Quoted) -> bool:
    shown = quoted.facts.code
    source = shown.source if shown else quoted.facts.standing
    return bool(source and source.referrers)


# -- the bill ------------------------------------------------------------------------------------


def bill_lines(
    words: Words, bill: Bill, effects: Sequence[Effect], *, has_referrer: bool
) -> tuple[tuple[str, str], ...]:
    """The lines of the bill, what is taken off, and what points and credit pay (R05)."""
    lines = [(line.service or words.text("Purchase"), words.money(line.price))
             for line in bill.lines]  # fmt: skip
    for effect in effects:
        if effect.side == "referrer":
            continue
        if effect.benefit == t.GIFT and effect.state == USED:
            lines.append((effect_amount(words, effect), words.money(0)))
        elif not effect.value or effect.keeps is not None:
            continue
        elif effect.benefit in t.DISCOUNTS:
            lines.append((_discount_label(words, effect, has_referrer), words.money(-effect.value)))
        elif effect.state == SPENT:
            lines.append((_spent_label(words, effect), words.money(-effect.value)))
        elif effect.benefit == "rounding":
            lines.append((words.text("Cash rounding"), words.money(effect.value)))
    return tuple(lines)


def _discount_label(words: Words, effect: Effect, has_referrer: bool) -> str:
    percent = "" if effect.rate is None else words.minus_percent(int(effect.rate))
    status = next((step.params.get("status") for step in effect.why if step.code == BY_STATUS), "")
    if effect.version is None and effect.uses is None:
        label = words.text("Discount by hand")
    elif effect.uses is not None:
        label = words.text("Kept discount")
    elif status:
        label = words.text("Status {status}", status=str(status))
    elif has_referrer:
        label = words.text("Friend’s discount")
    else:
        label = words.text("Promo code")
    return f"{label} {percent}".strip()


def _spent_label(words: Words, effect: Effect) -> str:
    if effect.benefit in (t.POINTS, t.STAMPS):
        return unit_amount(words, effect.benefit, effect.spent)
    if effect.benefit == GIFT_CARD:
        return words.text("Gift card {card}", card=card_of(effect))
    return unit_name(words, effect.benefit)


def card_of(effect: Effect) -> str:
    """How a gift card that pays is written: its last symbols."""
    return next((str(step.params["card"]) for step in effect.why if "card" in step.params), "")


def _left_on_card(effect: Effect) -> int:
    left = next((step.params.get("left") for step in effect.why if "card" in step.params), 0)
    return left if isinstance(left, int) else 0


# -- people --------------------------------------------------------------------------------------


def _is_own_gain(effect: Effect) -> bool:
    is_accrual = effect.benefit in (*t.ACCRUALS, t.STAMPS) and effect.state != SPENT
    is_kept = effect.keeps is not None and effect.state != USED
    return (is_accrual or is_kept) and effect.side != "referrer" and bool(effect.value)


def _amount(words: Words, effect: Effect) -> str:
    """``+100 points``, or what is kept for the next time."""
    amount = effect_amount(words, effect)
    return amount if effect.keeps is not None else "+" + amount.replace(" ", NBSP, 1)


def _earns_label(tell: Tell, effect: Effect) -> str:
    words = tell.words
    held = effect.state == HELD and effect.available_on
    on = words.date(effect.available_on, today=tell.today) if effect.available_on else ""
    if effect.keeps is not None:
        return words.text("Gets, usable from {date}", date=on) if held else words.text(
            "Gets for the next visit")  # fmt: skip
    return words.text("Earns, on hold until {date}", date=on) if held else words.text("Earns today")


def _buyer_gain(tell: Tell, quoted: Quoted, request: Request) -> Gain:
    words, to_pay = tell.words, tell.words.money(quoted.quote.to_pay)
    own = [one for one in quoted.quote.effects if _is_own_gain(one)]
    gains = (NBSP + DOT.lstrip()).join(["", *(_amount(words, one) for one in own)])
    if quoted.customer is not None:
        name = short_name(quoted.customer.name) or words.text("Customer without a name")
        line = words.text("pays {sum} now", sum=to_pay) + gains
        return Gain("user-check", words.text("{name}, known customer", name=name), line)
    name = short_name(request.name)
    is_listed = bool(name or request.phone or request.plate)
    if not is_listed:
        line = words.text("pays {sum} now", sum=to_pay) + gains
        return Gain("user-round", words.text("Customer without a name"), line)
    title = words.text("{name}, new customer", name=name) if name else words.text("New customer")
    if tell.invites:
        line = words.text("pays {sum} now and gets a code to share", sum=to_pay) + gains
    else:
        line = words.text("pays {sum} now", sum=to_pay) + gains
    return Gain("user-check", title, line)


def _referrers(tell: Tell, quoted: Quoted) -> list[Gain]:
    """Who is above the buyer, level by level, each with all that he gets."""
    words = tell.words
    found: dict[tuple[int, int | None], list[Effect]] = {}
    for effect in quoted.quote.effects:
        if effect.side == "referrer":
            found.setdefault((effect.level, effect.customer), []).append(effect)
    gains = []
    for (level, customer), effects in sorted(found.items(), key=lambda one: one[0][0]):
        name = referrer_name(quoted, customer)
        if level == 1:
            title = words.text("{name}, referrer", name=name)
        else:
            title = words.text(
                "{name}, referrer of level {level}", name=name, level=words.number(level)
            )
        given = [one for one in effects if one.value] or effects[:1]
        gains.append(Gain("gift", title, DOT.join(gain_line(tell, one) for one in given)))
    return gains


def gain_line(tell: Tell, effect: Effect) -> str:
    """What a referrer gets and when; where it is cut to nothing, why."""
    words = tell.words
    if not effect.value:
        return why_lines(words, effect)[-1] if effect.why else words.text("gets nothing")
    amount = _amount(words, effect)
    if effect.state == "waiting":
        return words.text("{amount}, waits: the referrer is blocked", amount=amount)
    if effect.state == HELD and effect.available_on:
        on = words.date(effect.available_on, today=tell.today)
        return words.text("{amount}, on hold until {date}", amount=amount, date=on)
    return words.text("{amount}, available at once", amount=amount)


# -- why -----------------------------------------------------------------------------------------


def _why(words: Words, quoted: Quoted) -> list[str]:
    names = {
        one.customer: referrer_name(quoted, one.customer)
        for one in quoted.quote.effects
        if one.side == "referrer" and one.customer is not None
    }
    return why_of(words, quoted.quote.effects, names)


def why_of(words: Words, effects: Sequence[Effect], names: Mapping[int, str]) -> list[str]:
    """G09, effect by effect: what it is and whose, then the arithmetic; ``names`` as they are
    shown."""
    found = []
    for effect in effects:
        steps = why_lines(words, effect)
        if not steps:
            continue
        whose = names.get(effect.customer or 0, "") if effect.side == "referrer" else ""
        parts = [part for part in (whose, _headword(words, effect)) if part]
        sentence = "; ".join(steps)
        found.append(f"{', '.join(parts)}: {sentence}" if parts else sentence)
    return found or [words.text("No discount and no benefit in this purchase")]


def _headword(words: Words, effect: Effect) -> str:
    """What a line of the arithmetic is about, where that is not plain from the line itself."""
    if effect.keeps is not None:
        return effect_amount(words, effect)
    names_itself = effect.benefit in (t.POINTS, t.STAMPS)  # "100 points by the terms"
    is_earned = effect.benefit in t.ACCRUALS and effect.state != SPENT and not effect.spent
    if is_earned and not names_itself:
        return unit_name(words, effect.benefit)
    return ""


# -- after the purchase --------------------------------------------------------------------------


def done_text(tell: Tell, receipt: Receipt, quoted: Quoted, name: str) -> tuple[str, str]:
    """The two lines of the result strip for what was recorded."""
    words = tell.words
    paid = words.money(receipt.to_pay)
    key = "done_redeemed" if quoted.code is not None else "done_recorded"
    title, _undo = verdict_text(words, key, name=short_name(name), sum=paid)
    parts = []
    if receipt.discount and quoted.code is not None:
        parts.append(
            words.text(
                "{sum} off by code {code}", sum=words.money(receipt.discount),
                code=mask_code(quoted.code.code),
            )
        )  # fmt: skip
    parts += [_spent(words, one) for one in receipt.effects if one.state == SPENT]
    gifts = [one for one in receipt.effects if one.benefit == t.GIFT and one.state == USED]
    parts += [words.text("used: {gift}", gift=effect_amount(words, one)) for one in gifts]
    parts += [
        words.text("{name} gets {amount}", name=referrer_name(quoted, one.customer),
                   amount=_when(tell, one))
        for one in receipt.effects if one.side == "referrer" and one.value
    ]  # fmt: skip
    parts += [
        words.text("earned {amount}", amount=_when(tell, one))
        for one in receipt.effects if _is_own_gain(one) and not receipt.coupons
    ]  # fmt: skip
    parts += [
        missing_stamps(words, one.missing) for one in map(count_after, receipt.effects) if one
    ]
    parts += _coupons(tell, receipt)
    return title, DOT.join(parts)


def _coupons(tell: Tell, receipt: Receipt) -> list[str]:
    """The coupons for the next visit, whole: they are to be written down or printed."""
    kept = [one for one in receipt.effects
            if _is_own_gain(one) and one.keeps is not None and one.customer is None]  # fmt: skip
    return [_coupon(tell, *one) for one in zip(receipt.coupons, kept, strict=True)]


def _coupon(tell: Tell, code: str, effect: Effect) -> str:
    words, shown = tell.words, group_code(code, tell.prefix)
    benefit = _when(tell, effect)
    if effect.expires_on is None:
        return words.text(
            "coupon for the next visit, {benefit}: {code}", benefit=benefit, code=shown
        )
    until = words.date(effect.expires_on, today=tell.today)
    return words.text(
        "coupon for the next visit, {benefit}: {code}, until {date}",
        benefit=benefit, code=shown, date=until,
    )  # fmt: skip


def _spent(words: Words, effect: Effect) -> str:
    if effect.benefit == GIFT_CARD:
        paid, left = words.money(effect.value), words.money(_left_on_card(effect))
        return words.text("gift card paid {sum}, {left} left on it", sum=paid, left=left)
    return words.text("spent {amount}", amount=unit_amount(words, effect.benefit, effect.spent))


def _when(tell: Tell, effect: Effect) -> str:
    amount = effect_amount(tell.words, effect)
    if effect.state == HELD and effect.available_on:
        on = tell.words.date(effect.available_on, today=tell.today)
        return tell.words.text("{amount} on {date}", amount=amount, date=on)
    return amount
