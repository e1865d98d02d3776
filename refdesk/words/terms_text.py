"""A programme's terms on printed cards and posters.

What stands on a card speaks to people: friend, visit (ui.md, wording). Every text is a whole
phrase, so that a language may order its words as it likes; phrases are joined by full stops and
commas only. ``terms_text`` in the terms file takes the place of what is made here.
"""

from collections.abc import Iterator
from datetime import date

from refdesk.domain import terms as t
from refdesk.domain.records import Shop
from refdesk.words.benefit_text import (
    benefit_short,
    best_short,
    is_worth_something,
    pool_short,
    worthwhile,
)
from refdesk.words.card_steps import friends_rule, own_benefit, step_fields
from refdesk.words.catalogue import Words
from refdesk.words.names import schedule
from refdesk.words.terms_sentences import (
    contest_sentences,
    covered_sentences,
    describe_terms,
    own_sentence,
    payout_sentences,
    service_sentences,
    share_and_life,
    status_benefits,
    status_sentences,
    tier_sentences,
)

__all__ = ["benefit_short", "card_fields", "card_terms", "describe_terms"]


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
    himself, and no reward is promised. None = as the programme's codes are. The stack, the link and
    pictures are not of the programme: whoever prints adds them.
    """
    personal = terms.codes == "personal" if is_personal is None else is_personal
    friends = friends_rule(terms)
    fields = {
        "shop": shop.name,
        "contact": shop.contact,
        "name": name if personal else "",
        "show": words.text("Show at the till") if terms.codes != "none" else "",
        "valid": _until(words, valid_to or terms.valid_to),
        "terms": card_terms(words, terms, shop=shop),
        **step_fields(words, terms, is_personal=personal),
    }
    if friends is not None:
        fields["offer_title"] = words.text("For your friend") if personal else words.text("For you")
        fields["offer"] = _offer(words, terms, friends)
        fields["offer_note"] = _when(words, friends)
    elif not personal:
        fields["offer_title"] = words.text("For you")
        fields["offer"] = own_benefit(words, terms)
    if personal:
        fields["reward"] = _reward(words, terms) or own_benefit(words, terms)
        fields["reward_title"] = words.text("For you") if fields["reward"] else ""
    return {field: text for field, text in fields.items() if text}


def card_terms(words: Words, terms: t.Terms, *, shop: Shop) -> str:
    """The small print of a card: the shop's own words, or made from the terms."""
    own = terms.terms_text.get(words.language)
    return own or " ".join(dict.fromkeys(_small_print(words, terms, shop)))


def _offer(words: Words, terms: t.Terms, rule: t.Rule) -> str:
    if rule.referral is not None:
        return benefit_short(words, rule.referral)
    return pool_short(words, rule.pool) if rule.pool and terms.split == "picked" else ""


def _reward(words: Words, terms: t.Terms) -> str:
    """What who brings a friend gets, in the first rule that gives him anything."""
    for rule in terms.rules:
        if rule.trigger not in t.INVITING:
            continue
        if rule.pool and terms.split == "picked":
            return pool_short(words, rule.pool)
        if any(worthwhile(rule.referrer)):
            return benefit_short(words, next(worthwhile(rule.referrer)))
        by_service = [given for one in rule.by_service.values() for given in one.referrer or ()]
        if any(worthwhile(by_service)):
            return best_short(words, by_service)
    return ""


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
        case "first" if rule.referral is not None and rule.referral.kind not in t.DISCOUNTS:
            # what is not taken off this bill is there for the next one
            return words.text("after the first visit")
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
    rules = [rule for rule in terms.rules if rule.trigger in t.INVITING]
    if any(rule.new_only and _is_for_friends(rule) for rule in rules):
        yield words.text("For new customers.")
    said = next((rule for rule in rules if _pays_referrer(rule)), None)
    for rule in terms.rules:
        if rule is not said and rule in rules and any(worthwhile(rule.referrer[:1])):
            benefit = benefit_short(words, rule.referrer[0])
            yield words.text("{benefit} {visits}.", benefit=benefit, visits=_visits(words, rule))
        yield from _rates(words, rule)
        yield from _rule_conditions(words, rule)
    yield from status_sentences(words, terms)
    yield from contest_sentences(words, terms)
    if terms.days or terms.hours:
        yield words.text("Works {times}.", times=schedule(words, terms.days, terms.hours))
    yield from _spending(words, terms, shop.settings.point_value)
    for rule in rules:
        yield from _rule_limits(words, rule)


def _is_for_friends(rule: t.Rule) -> bool:
    return is_worth_something(rule.referral) or rule.pool is not None


def _pays_referrer(rule: t.Rule) -> bool:
    return rule.invites or bool(rule.by_service)


def _rates(words: Words, rule: t.Rule) -> Iterator[str]:
    """What is not said in large: further levels, tables, what is for own visits."""
    if rule.trigger in t.INVITING:
        for level, given in enumerate(rule.referrer[1:], 2):
            short = benefit_short(words, given)
            yield words.text("Level {level}: {benefit}.", level=words.number(level), benefit=short)
        for service, sides in rule.by_service.items():
            yield from service_sentences(words, service, sides)
        for tier in rule.by_referrals:
            yield from tier_sentences(words, tier)
    if rule.buyer is not None and is_worth_something(rule.buyer):
        yield own_sentence(words, rule, rule.buyer)


def _rule_conditions(words: Words, rule: t.Rule) -> Iterator[str]:
    yield from covered_sentences(words, rule)
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
    if kinds & {t.POINTS, t.STORE_CREDIT, t.STAMPS}:
        yield from share_and_life(words, spending)
    if t.MONEY in kinds:
        yield from payout_sentences(words, spending)


def _benefits(terms: t.Terms) -> Iterator[t.Benefit]:
    yield from (one for status in terms.statuses for one in status_benefits(status))
    for rule in terms.rules:
        if rule.trigger == "nth_visit":
            yield t.Benefit(t.STAMPS)
        if rule.pool is not None:
            yield t.Benefit(t.STORE_CREDIT)
        sides = [rule.referral, rule.buyer, *rule.referrer]
        tables = [*rule.by_service.values(), *(tier.sides for tier in rule.by_referrals)]
        for one in tables:
            sides += [one.referral, one.buyer, *(one.referrer or ())]
        yield from (benefit for benefit in sides if benefit is not None)


def _rule_limits(words: Words, rule: t.Rule) -> Iterator[str]:
    limits = rule.limits
    a_month = limits.per_code.month or limits.per_referrer.month
    a_year = limits.per_code.year or limits.per_referrer.year
    if a_month:
        yield words.plural("Up to {n} friend a month.", "Up to {n} friends a month.", a_month)
    if a_year:
        yield words.plural("Up to {n} friend a year.", "Up to {n} friends a year.", a_year)
    if limits.per_customer.life == 1:
        yield words.text("Once per customer.")
