"""How a programme works, told to people on cards and posters: headline, steps, invitation.

Every step is true for the terms: who gets nothing is promised nothing, and what is held is told
with its days. Texts are whole phrases; a benefit stands in them in the nominative.
"""

from collections.abc import Iterator

from refdesk.domain import terms as t
from refdesk.words.benefit_text import (
    benefit_short,
    best_short,
    is_worth_something,
    pool_short,
    stamp_card_short,
    worthwhile,
)
from refdesk.words.catalogue import Words
from refdesk.words.terms_sentences import status_benefits

STEPS = ("step1", "step2", "step3")


def friends_rule(terms: t.Terms) -> t.Rule | None:
    """The first rule that gives a friend something."""
    rules = (rule for rule in terms.rules if rule.trigger in t.INVITING)
    return next((rule for rule in rules if is_worth_something(rule.referral) or rule.pool), None)


def own_benefit(words: Words, terms: t.Terms) -> str:
    """What somebody gets for his own visits, or for joining."""
    for rule in terms.rules:
        if rule.trigger == "nth_visit":
            return stamp_card_short(words, rule)
    by_status = [one for status in terms.statuses for one in status_benefits(status)]
    return best_short(words, [*(rule.buyer for rule in terms.rules), *by_status])


def step_fields(words: Words, terms: t.Terms, *, is_personal: bool) -> dict[str, str]:
    """The headline, the steps with their title, and the invitation, by the names of the fields."""
    if terms.codes == "none":
        return {"headline": _headline(words, terms, is_personal=is_personal)}
    steps = _personal_steps(words, terms) if is_personal else _own_steps(words, terms)
    fields = dict(zip(STEPS, steps, strict=False))
    return {
        "headline": _headline(words, terms, is_personal=is_personal),
        "how_title": words.text("How it works"),
        "card_of": words.text("Card of") if is_personal else "",
        **free_fields(words, terms, is_personal=is_personal),
        **fields,
    }


def free_fields(words: Words, terms: t.Terms, *, is_personal: bool = False) -> dict[str, str]:
    """What a poster says beside a code that anybody may show; nothing where it gives nothing."""
    rule = friends_rule(terms)
    benefit = rule.referral if rule is not None else None
    if benefit is None:
        return {}
    title = words.text("A friend invites you") if is_personal else words.text("Nobody invited you?")
    off = _off(words, benefit)
    if off:
        text = words.text("Show this code at the till and pay {size} less.", size=off)
    else:
        short = benefit_short(words, benefit)
        text = words.text("Show this code at the till. For you: {benefit}.", benefit=short)
    return {"free_title": title, "free_text": text}


def _headline(words: Words, terms: t.Terms, *, is_personal: bool) -> str:
    friend = friends_rule(terms) is not None
    if not is_personal:
        return words.text("A gift for you") if friend else words.text("Every visit pays off")
    reward = _rewarding(terms) is not None
    if friend and reward:
        return words.text("Bring a friend. Both win.")
    if friend:
        return words.text("A gift for your friend")
    if reward:
        return words.text("Bring a friend, it pays off")
    return words.text("Every visit pays off")


# -- a card that its owner gives to a friend -----------------------------------------------------


def _personal_steps(words: Words, terms: t.Terms) -> Iterator[str]:
    rule = _rewarding(terms)
    if friends_rule(terms) is None and rule is None:
        yield words.text("Show this card at every visit")
        if own := own_benefit(words, terms):
            yield words.text("For you: {benefit}", benefit=own)
        return
    yield words.text("Give this card to a friend")
    yield _friend_step(words, terms)
    if rule is not None:
        yield _reward_step(words, terms, rule)


def _friend_step(words: Words, terms: t.Terms) -> str:
    rule = friends_rule(terms)
    benefit = rule.referral if rule is not None else None
    if benefit is None or not is_worth_something(benefit):
        return words.text("Your friend shows it at the till")
    off = _off(words, benefit)
    if off:
        return words.text("Your friend shows it and pays {size} less", size=off)
    short = benefit_short(words, benefit)
    if benefit.kind == t.GIFT:
        return words.text("Your friend shows it. The gift: {gift}", gift=short)
    return words.text("Your friend shows it and gets {benefit}", benefit=short)


def _rewarding(terms: t.Terms) -> t.Rule | None:
    """The first rule that gives something to who brings a friend."""
    for rule in terms.rules:
        if rule.trigger not in t.INVITING:
            continue
        if rule.pool and terms.split == "picked":
            return rule
        by_service = (given for one in rule.by_service.values() for given in one.referrer or ())
        if any(worthwhile(rule.referrer)) or any(worthwhile(by_service)):
            return rule
    return None


def _reward_step(words: Words, terms: t.Terms, rule: t.Rule) -> str:
    if rule.pool and terms.split == "picked":
        return words.text("For both of you: {benefit}", benefit=pool_short(words, rule.pool))
    own = next(worthwhile(rule.referrer), None)
    if own is not None and own.kind == t.GIFT:
        return _gift_step(words, rule, benefit_short(words, own))
    benefit = _reward_phrase(words, rule)
    if rule.hold_days_by_service:
        return words.text("You get {benefit} some days later", benefit=benefit)
    if rule.hold_days:
        return words.plural(
            "You get {benefit} after {n} day", "You get {benefit} after {n} days",
            rule.hold_days, benefit=benefit,
        )  # fmt: skip
    if rule.trigger == "every" and rule.limits.per_customer.life != 1:
        return words.text("You get {benefit} each time your friend pays", benefit=benefit)
    return words.text("You get {benefit} when your friend pays", benefit=benefit)


def _gift_step(words: Words, rule: t.Rule, gift: str) -> str:
    """A gift has the shop's own name, which nothing may be done to."""
    if rule.hold_days_by_service:
        return words.text("Some days later, your gift: {gift}", gift=gift)
    if rule.hold_days:
        return words.plural(
            "After {n} day, your gift: {gift}", "After {n} days, your gift: {gift}",
            rule.hold_days, gift=gift,
        )  # fmt: skip
    return words.text("When your friend pays, your gift: {gift}", gift=gift)


def _reward_phrase(words: Words, rule: t.Rule) -> str:
    own = next(worthwhile(rule.referrer), None)
    if own is not None:
        off = _off(words, own)
        return words.text("a discount of {size}", size=off) if off else benefit_short(words, own)
    by_service = [given for one in rule.by_service.values() for given in one.referrer or ()]
    return best_short(words, by_service)


# -- a card that whoever holds it uses himself ---------------------------------------------------


def _own_steps(words: Words, terms: t.Terms) -> Iterator[str]:
    yield words.text("Show this card at the till")
    rule = friends_rule(terms)
    benefit = rule.referral if rule is not None else None
    if benefit is None:
        own = own_benefit(words, terms)
        if own:
            yield words.text("For you: {benefit}", benefit=own)
        return
    off = _off(words, benefit)
    if off:
        yield words.text("Pay {size} less", size=off)
    else:
        yield words.text("For you: {benefit}", benefit=benefit_short(words, benefit))


def _off(words: Words, benefit: t.Benefit) -> str:
    """How much less is paid, where that is what a benefit is."""
    if benefit.kind == t.PERCENT_OFF:
        return words.percent(benefit.percent or 0)
    if benefit.kind == t.AMOUNT_OFF:
        return words.money(benefit.amount or 0)
    return ""
