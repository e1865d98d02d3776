"""A programme's terms in words: on printed cards, and as sentences on screens.

What stands on a card speaks to people: friend, visit (ui.md, wording). Every text is a whole
phrase, so that a language may order its words as it likes; phrases are joined by full stops and
commas only. ``terms_text`` in the terms file takes the place of what is made here.
"""

from collections.abc import Iterator
from datetime import date

from refdesk.domain import terms as t
from refdesk.domain.records import Shop
from refdesk.words.catalogue import MINUS, N_, NBSP, Words
from refdesk.words.names import days, group_name, listed, points, schedule, unit_amount

_INVITING = ("first", "first_n", "every", "within_days")


# -- printed cards -----------------------------------------------------------------------------


def card_fields(
    words: Words,
    terms: t.Terms,
    *,
    shop: Shop,
    name: str,
    valid_to: date | None,
    is_personal: bool | None = None,
) -> dict[str, str]:
    """What a card says, by the names in ``cards.design.FIELDS``; what is empty is left out.

    ``is_personal``: the card is given by its owner to a friend; otherwise whoever holds it uses it
    himself, and no reward is promised. None = as the programme's codes are.
    """
    personal = terms.codes == "personal" if is_personal is None else is_personal
    offer, reward = _friends_rule(terms), _referrers_rule(terms)
    fields = {
        "shop": shop.name,
        "contact": shop.contact,
        "name": name if personal else "",
        "show": words.text("Show at the till"),
        "valid": _until(words, valid_to or terms.valid_to),
        "terms": card_terms(words, terms, shop=shop),
    }
    if offer is not None:
        fields["offer_title"] = words.text("For your friend") if personal else words.text("For you")
        fields["offer"] = _offer(words, terms, offer)
        fields["offer_note"] = _when(words, offer)
    if personal and reward is not None:
        fields["reward_title"] = words.text("For you")
        fields["reward"] = _reward(words, terms, reward)
    return {field: text for field, text in fields.items() if text}


def card_terms(words: Words, terms: t.Terms, *, shop: Shop) -> str:
    """The small print of a card: the shop's own words, or made from the terms."""
    own = terms.terms_text.get(words.language)
    return own or " ".join(dict.fromkeys(_small_print(words, terms, shop)))


def _friends_rule(terms: t.Terms) -> t.Rule | None:
    rules = (rule for rule in terms.rules if rule.trigger in _INVITING)
    return next((rule for rule in rules if rule.referral or rule.pool), None)


def _referrers_rule(terms: t.Terms) -> t.Rule | None:
    rules = (rule for rule in terms.rules if rule.trigger in _INVITING)
    return next((rule for rule in rules if rule.invites), None)


def _offer(words: Words, terms: t.Terms, rule: t.Rule) -> str:
    if rule.referral is not None:
        return benefit_short(words, rule.referral)
    return _pool(words, rule.pool) if rule.pool and terms.split == "picked" else ""


def _reward(words: Words, terms: t.Terms, rule: t.Rule) -> str:
    if rule.referrer:
        return benefit_short(words, rule.referrer[0])
    return _pool(words, rule.pool) if rule.pool and terms.split == "picked" else ""


def _pool(words: Words, pool: t.Pool) -> str:
    if pool.percent is None:
        size = words.money(pool.amount or 0)
    else:
        size = words.percent(pool.percent)
    return words.text("{size} to share", size=size)


def _when(words: Words, rule: t.Rule) -> str:
    """On which visits, and from which sum; the note under the offer."""
    once = rule.trigger == "every" and rule.limits.per_customer.life == 1
    visits = "" if once else _visits(words, rule)
    if not rule.minimum:
        return visits
    least = words.money(rule.minimum)
    if not visits:
        return words.text("from {sum}", sum=least)
    return words.text("{visits}, from {sum}", visits=visits, sum=least)


def _visits(words: Words, rule: t.Rule) -> str:
    match rule.trigger:
        case "first":
            return words.text("on the first visit")
        case "first_n":
            return words.plural("on the first {n} visit", "on the first {n} visits", rule.n or 0)
        case "within_days":
            return words.plural(
                "for {n} day from the first visit", "for {n} days from the first visit",
                rule.within_days or 0,
            )  # fmt: skip
    return words.text("on every visit")


def _until(words: Words, on: date | None) -> str:
    return words.text("works until {date}", date=words.date(on)) if on else ""


def _small_print(words: Words, terms: t.Terms, shop: Shop) -> Iterator[str]:
    rules = [rule for rule in terms.rules if rule.trigger in _INVITING]
    if any(rule.new_only for rule in rules):
        yield words.text("For new customers.")
    for rule in rules:
        yield from _rule_conditions(words, rule)
    if terms.days or terms.hours:
        yield words.text("Works {times}.", times=schedule(words, terms.days, terms.hours))
    yield from _spending(words, terms, shop.settings.point_value)
    for rule in rules:
        yield from _rule_limits(words, rule)


def _rule_conditions(words: Words, rule: t.Rule) -> Iterator[str]:
    if rule.services:
        yield words.text("For: {services}.", services=listed(rule.services))
    excluded = [*rule.excluded_services]
    excluded += [group_name(words, group) for group in rule.excluded_groups]
    if excluded:
        yield words.text("Not for: {services}.", services=listed(excluded))
    if rule.referral is not None and rule.referral.cap is not None:
        yield words.text("Up to {sum} off.", sum=words.money(rule.referral.cap))
    if rule.hold_days and rule.invites:
        yield words.plural(
            "Yours {n} day after your friend pays.", "Yours {n} days after your friend pays.",
            rule.hold_days,
        )  # fmt: skip


def _spending(words: Words, terms: t.Terms, point_value: int) -> Iterator[str]:
    """How what the programme gives is spent: its worth, its share of a bill, its life."""
    kinds = {benefit.kind for benefit in _benefits(terms)}
    spending = terms.spending
    if t.POINTS in kinds:
        yield words.text("1 point is {sum}.", sum=words.money(point_value))
    if not kinds & {t.POINTS, t.STORE_CREDIT}:
        return
    yield from _share_and_life(words, spending)


def _share_and_life(words: Words, spending: t.Spending) -> Iterator[str]:
    if spending.share is not None and spending.share < t.WHOLE:
        yield words.text(
            "It pays up to {percent} of a bill.", percent=words.percent(spending.share)
        )
    if spending.expires_days:
        yield words.plural(
            "Spend it within {n} day.", "Spend it within {n} days.", spending.expires_days
        )
    if spending.expires_inactive_days:
        yield words.plural(
            "Expires after {n} day without a visit.", "Expires after {n} days without a visit.",
            spending.expires_inactive_days,
        )  # fmt: skip


def _benefits(terms: t.Terms) -> Iterator[t.Benefit]:
    for rule in terms.rules:
        sides = [rule.referral, rule.buyer, *rule.referrer]
        tables = [*rule.by_service.values(), *(tier.sides for tier in rule.by_referrals)]
        for one in tables:
            sides += [one.referral, one.buyer, *(one.referrer or ())]
        yield from (benefit for benefit in sides if benefit is not None)


def _rule_limits(words: Words, rule: t.Rule) -> Iterator[str]:
    limits = rule.limits
    if limits.per_code.month:
        yield words.plural(
            "Up to {n} friend a month.", "Up to {n} friends a month.", limits.per_code.month
        )
    if limits.per_code.year:
        yield words.plural(
            "Up to {n} friend a year.", "Up to {n} friends a year.", limits.per_code.year
        )
    if limits.per_customer.life == 1:
        yield words.text("Once per customer.")


# -- benefits ----------------------------------------------------------------------------------


def benefit_short(words: Words, benefit: t.Benefit) -> str:
    """What somebody gets in as few words as can be: ``−10 %``, ``−200 ₽``, ``100 points``."""
    if benefit.kind == t.PERCENT_OFF:
        return words.minus_percent(benefit.percent or 0)
    if benefit.kind == t.AMOUNT_OFF:
        return MINUS + words.money(benefit.amount or 0)
    if benefit.kind == t.GIFT:
        return benefit.gift or ""
    if benefit.kind == t.STAMPS:
        return unit_amount(words, t.STAMPS, benefit.amount or 1)
    if benefit.percent is not None:
        return _share(words, benefit.kind, words.percent(benefit.percent))
    if benefit.per is not None:
        size = _sum(words, benefit.kind, benefit.amount or 0)
        return words.text("{size} for every {sum}", size=size, sum=words.money(benefit.per))
    return _sum(words, benefit.kind, benefit.amount or 0)


def _share(words: Words, kind: str, percent: str) -> str:
    if kind == t.POINTS:
        return words.text("{percent} in points", percent=percent)
    if kind == t.MONEY:
        return words.text("{percent} in money", percent=percent)
    return words.text("{percent} to spend with us", percent=percent)


def _sum(words: Words, kind: str, amount: int) -> str:
    if kind == t.POINTS:
        return points(words, amount).replace(" ", NBSP)
    size = words.money(amount)
    if kind == t.MONEY:
        return words.text("{size} in money", size=size)
    return words.text("{size} to spend with us", size=size)


# -- sentences on screens ----------------------------------------------------------------------


def describe_terms(words: Words, terms: t.Terms) -> list[str]:
    """The whole of the terms, a sentence each, for people who run the programme."""
    sentences: list[str] = []
    for rule in terms.rules:
        sentences += _describe_rule(words, rule, invites=terms.invites)
    sentences += _describe_times(words, terms)
    sentences += _describe_spending(words, terms)
    if terms.budget is not None:
        sentences.append(words.text("Budget: {sum}.", sum=words.money(terms.budget)))
    if terms.stacking == "exclusive":
        sentences.append(words.text("Does not combine with other discounts."))
    if terms.stacking == "best_of":
        sentences.append(words.text("Of several discounts the largest counts."))
    return sentences


def _describe_rule(words: Words, rule: t.Rule, *, invites: bool) -> Iterator[str]:
    when = _purchases(words, rule)
    if rule.referral is not None:
        benefit = benefit_short(words, rule.referral)
        if invites:
            yield words.text("Friend: {benefit}, {purchases}.", benefit=benefit, purchases=when)
        else:
            yield words.text("Buyer: {benefit}, {purchases}.", benefit=benefit, purchases=when)
    if rule.pool is not None:
        yield words.text("Friend and referrer: {benefit}.", benefit=_pool(words, rule.pool))
    for level, given in enumerate(rule.referrer, 1):
        benefit = benefit_short(words, given)
        if len(rule.referrer) == 1:
            yield words.text("Referrer: {benefit}, {purchases}.", benefit=benefit, purchases=when)
        else:
            yield words.text(
                "Referrer, level {level}: {benefit}, {purchases}.",
                level=words.number(level), benefit=benefit, purchases=when,
            )  # fmt: skip
    if rule.buyer is not None:
        benefit = benefit_short(words, rule.buyer)
        yield words.text("Own purchases: {benefit}.", benefit=benefit)
    yield from _describe_conditions(words, rule)


_OCCASIONS = {
    "first": N_("first purchase"),
    "every": N_("every purchase"),
    "joining": N_("on joining"),
    "next_visit": N_("next visit"),
    "birthday": N_("birthday"),
}


def _purchases(words: Words, rule: t.Rule) -> str:
    number = rule.n or 0
    match rule.trigger:
        case "first_n":
            return words.plural("first {n} purchase", "first {n} purchases", number)
        case "within_days":
            return words.plural(
                "purchases within {n} day of the first", "purchases within {n} days of the first",
                rule.within_days or 0,
            )  # fmt: skip
        case "nth_visit":
            return words.text("visit number {number}", number=words.number(number))
        case "milestone":
            return words.plural("{n} referral brought", "{n} referrals brought", number)
    return words.text_of(_OCCASIONS[rule.trigger])


def _describe_conditions(words: Words, rule: t.Rule) -> Iterator[str]:
    if rule.new_only:
        yield words.text("For new customers.")
    if rule.minimum:
        yield words.text("For bills from {sum}.", sum=words.money(rule.minimum))
    if rule.services:
        yield words.text("For: {services}.", services=listed(rule.services))
    excluded = [*rule.excluded_services]
    excluded += [group_name(words, group) for group in rule.excluded_groups]
    if excluded:
        yield words.text("Not for: {services}.", services=listed(excluded))
    if rule.referral is not None and rule.referral.cap is not None:
        yield words.text("Up to {sum} off.", sum=words.money(rule.referral.cap))
    if rule.hold_days:
        yield words.text("On hold for {days}.", days=days(words, rule.hold_days))
    yield from _describe_limits(words, rule.limits)


def _describe_limits(words: Words, limits: t.Limits) -> Iterator[str]:
    counted = (
        (limits.per_code, words.text("Uses of a code")),
        (limits.per_customer, words.text("Uses by a customer")),
        (limits.per_referrer, words.text("Credits of a referrer")),
    )
    for limit, what in counted:
        for period, most in (
            (words.text("a day"), limit.day),
            (words.text("a month"), limit.month),
            (words.text("a year"), limit.year),
            (words.text("in all"), limit.life),
        ):
            if most:
                number = words.number(most)
                yield words.text(
                    "{what}: up to {number} {period}.", what=what, number=number, period=period
                )
    if limits.per_purchase is not None:
        yield words.text("Up to {sum} a purchase.", sum=words.money(limits.per_purchase))


def _describe_times(words: Words, terms: t.Terms) -> Iterator[str]:
    if terms.valid_from:
        yield words.text("From {date}.", date=words.date(terms.valid_from))
    if terms.valid_to:
        yield words.text("Until {date}.", date=words.date(terms.valid_to))
    if terms.days or terms.hours:
        yield words.text("Works {times}.", times=schedule(words, terms.days, terms.hours))
    if terms.tills:
        yield words.text("Only at the tills: {tills}.", tills=listed(terms.tills))
    if terms.code_life_days:
        life = days(words, terms.code_life_days)
        yield words.text("A code works for {days} after issue.", days=life)


def _describe_spending(words: Words, terms: t.Terms) -> Iterator[str]:
    spending = terms.spending
    yield from _share_and_life(words, spending)
    if spending.withdrawable < t.WHOLE:
        share = words.percent(spending.withdrawable)
        yield words.text("Up to {percent} may be paid out in money.", percent=share)
