"""A programme's whole terms, a sentence each, for the people who run it."""

from collections.abc import Iterator

from refdesk.domain import terms as t
from refdesk.words.benefit_text import (
    benefit_short,
    is_worth_something,
    pool_short,
    stamp_card_short,
)
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import days, group_name, kind_name, listed, schedule


def describe_terms(words: Words, terms: t.Terms) -> list[str]:
    """The whole of the terms."""
    return [
        *(one for rule in terms.rules for one in _rule(words, terms, rule)),
        *status_sentences(words, terms),
        *contest_sentences(words, terms),
        *_people(words, terms),
        *_times(words, terms),
        *_spending(words, terms),
        *_whole(words, terms),
    ]


def _whole(words: Words, terms: t.Terms) -> Iterator[str]:
    if terms.budget is not None:
        yield words.text("Budget: {sum}.", sum=words.money(terms.budget))
    if terms.stacking == "exclusive":
        yield words.text("Does not combine with other discounts.")
    if terms.stacking == "best_of":
        yield words.text("Of several discounts the largest counts.")


# -- a rule ------------------------------------------------------------------------------------


def _rule(words: Words, terms: t.Terms, rule: t.Rule) -> Iterator[str]:
    when = _purchases(words, rule)
    if is_worth_something(rule.referral) and rule.referral is not None:
        benefit = benefit_short(words, rule.referral)
        if terms.invites:
            yield words.text("Friend: {benefit}, {purchases}.", benefit=benefit, purchases=when)
        else:
            yield words.text("Buyer: {benefit}, {purchases}.", benefit=benefit, purchases=when)
    if rule.pool is not None:
        yield words.text("Friend and referrer: {benefit}.", benefit=pool_short(words, rule.pool))
        yield words.text("How it is shared is picked for each card.")
    yield from _referrers(words, rule, when)
    if is_worth_something(rule.buyer) and rule.buyer is not None:
        yield own_sentence(words, rule, rule.buyer)
    if rule.trigger == "nth_visit":
        yield words.text("Own purchases: {benefit}.", benefit=stamp_card_short(words, rule))
    yield from _tables(words, rule)
    yield from _conditions(words, rule)


def _referrers(words: Words, rule: t.Rule, when: str) -> Iterator[str]:
    for level, given in enumerate(rule.referrer, 1):
        if not is_worth_something(given):
            continue
        benefit = benefit_short(words, given)
        if len(rule.referrer) == 1:
            yield words.text("Referrer: {benefit}, {purchases}.", benefit=benefit, purchases=when)
        else:
            yield words.text(
                "Referrer, level {level}: {benefit}, {purchases}.",
                level=words.number(level), benefit=benefit, purchases=when,
            )  # fmt: skip


def own_sentence(words: Words, rule: t.Rule, benefit: t.Benefit) -> str:
    """What a rule gives for own purchases, or for an occasion."""
    short = benefit_short(words, benefit)
    text = _OWN.get(rule.trigger, N_("Own purchases: {benefit}."))
    return words.text_of(text, benefit=short)


_OWN = {
    "first": N_("First purchase: {benefit}."),
    "joining": N_("On joining: {benefit}."),
    "next_visit": N_("For the next visit: {benefit}."),
    "birthday": N_("For a birthday: {benefit}."),
}

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


def _tables(words: Words, rule: t.Rule) -> Iterator[str]:
    for service, sides in rule.by_service.items():
        if sides.referral is not None:
            benefit = benefit_short(words, sides.referral)
            yield words.text("{service}, friend: {benefit}.", service=service, benefit=benefit)
        yield from service_sentences(words, service, sides)
        if sides.buyer is not None:
            benefit = benefit_short(words, sides.buyer)
            yield words.text(
                "{service}, own purchases: {benefit}.", service=service, benefit=benefit
            )
    for tier in rule.by_referrals:
        yield from tier_sentences(words, tier)


def service_sentences(words: Words, service: str, sides: t.Override) -> Iterator[str]:
    """What a service of a table gives those above."""
    for level, given in enumerate(sides.referrer or (), 1):
        benefit = benefit_short(words, given)
        if len(sides.referrer or ()) == 1:
            yield words.text("{service}: {benefit}.", service=service, benefit=benefit)
        else:
            yield words.text(
                "{service}, level {level}: {benefit}.",
                service=service, level=words.number(level), benefit=benefit,
            )  # fmt: skip


def tier_sentences(words: Words, tier: t.Tier) -> Iterator[str]:
    """The better rate from so many friends on."""
    for given in [
        *(tier.sides.referrer or ())[:1],
        *([tier.sides.buyer] if tier.sides.buyer else []),
    ]:
        yield words.plural(
            "From {n} friend on: {benefit}.", "From {n} friends on: {benefit}.", tier.since,
            benefit=benefit_short(words, given),
        )  # fmt: skip
    if tier.sides.referral is not None:
        yield words.plural(
            "From {n} friend on, the next friend: {benefit}.",
            "From {n} friends on, the next friend: {benefit}.", tier.since,
            benefit=benefit_short(words, tier.sides.referral),
        )  # fmt: skip


def _conditions(words: Words, rule: t.Rule) -> Iterator[str]:
    if rule.new_only:
        yield words.text("For new customers.")
    if rule.minimum:
        yield words.text("For bills from {sum}.", sum=words.money(rule.minimum))
    yield from covered_sentences(words, rule)
    if rule.hold_days:
        yield words.text("On hold for {days}.", days=days(words, rule.hold_days))
    for service, hold in rule.hold_days_by_service.items():
        yield words.text("{service}: on hold for {days}.", service=service, days=days(words, hold))
    if rule.carry_over:
        yield words.text("What is left of a full sum counts the next time.")
    yield from _limits(words, rule.limits)


def covered_sentences(words: Words, rule: t.Rule) -> Iterator[str]:
    """What a rule is for and what not, and the most that it takes off."""
    if rule.services:
        yield words.text("For: {services}.", services=listed(rule.services))
    excluded = [*rule.excluded_services]
    excluded += [group_name(words, group) for group in rule.excluded_groups]
    if excluded:
        yield words.text("Not for: {services}.", services=listed(excluded))
    if rule.referral is not None and rule.referral.cap is not None:
        yield words.text("Up to {sum} off.", sum=words.money(rule.referral.cap))


def _limits(words: Words, limits: t.Limits) -> Iterator[str]:
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


# -- statuses and contests ---------------------------------------------------------------------


def status_sentences(words: Words, terms: t.Terms) -> Iterator[str]:
    """How each status is reached, what it gives and how much of a bill that pays."""
    if terms.invites and any(status.referrals for status in terms.statuses):
        yield words.text("Friends count towards a status.")
    for status in terms.statuses:
        reached = _reached(words, status)
        for benefit in status_benefits(status):
            short = benefit_short(words, benefit)
            yield words.text("{reached}: {benefit}.", reached=reached, benefit=short)
        if not any(status_benefits(status)):
            yield words.text("{reached}.", reached=reached)
        if status.share is not None:
            yield words.text(
                "{status} pays up to {percent} of a bill.",
                status=status.name, percent=words.percent(status.share),
            )  # fmt: skip
    if terms.statuses and terms.status_period == "rolling_12_months":
        yield words.text("A status counts the last 12 months.")
    if terms.statuses and terms.status_period == "calendar_year":
        yield words.text("A status counts the calendar year.")


def status_benefits(status: t.Status) -> list[t.Benefit]:
    """What a status gives instead of the rules' own rates."""
    found: list[t.Benefit | None] = []
    for sides in status.override.values():
        found += [sides.buyer, sides.referral, *(sides.referrer or ())]
    return [one for one in found if one is not None]


def _reached(words: Words, status: t.Status) -> str:
    spend = None if status.spend is None else words.money(status.spend)
    if status.referrals is None:
        return words.text("{status} from {sum} paid", status=status.name, sum=spend or "")
    if spend is None:
        return words.plural(
            "{status} from {n} friend", "{status} from {n} friends", status.referrals,
            status=status.name,
        )  # fmt: skip
    return words.plural(
        "{status} from {sum} paid or {n} friend", "{status} from {sum} paid or {n} friends",
        status.referrals, status=status.name, sum=spend,
    )  # fmt: skip


_PERIODS = {
    "month": N_("Contest every month."),
    "quarter": N_("Contest every quarter."),
    "year": N_("Contest every year."),
}


def contest_sentences(words: Words, terms: t.Terms) -> Iterator[str]:
    """The contest's period, what it is won by, and the prizes."""
    contest = terms.contest
    if contest is None:
        return
    if contest.period == "dates" and contest.starts_on and contest.ends_on:
        yield words.text(
            "Contest from {start} to {end}.", start=words.date(contest.starts_on),
            end=words.date(contest.ends_on),
        )  # fmt: skip
    else:
        yield words.text_of(_PERIODS.get(contest.period, _PERIODS["month"]))
    if contest.measure == "tokens":
        price = words.money(contest.token_price or 0)
        yield words.text("A token for every {sum} that friends pay; most tokens win.", sum=price)
    elif contest.measure == "paid_base":
        yield words.text("Whose friends pay most wins.")
    else:
        yield words.text("Who brings most friends wins.")
    for prize in sorted(contest.prizes, key=lambda one: one.place):
        yield words.text(
            "Place {place}: {benefit}.", place=words.number(prize.place),
            benefit=benefit_short(words, prize.benefit),
        )  # fmt: skip


# -- times and spending ------------------------------------------------------------------------


def _people(words: Words, terms: t.Terms) -> Iterator[str]:
    if terms.customers:
        kinds = listed(kind_name(words, kind) for kind in terms.customers)
        yield words.text("Who takes part: {kinds}.", kinds=kinds)
    if terms.code_owners:
        kinds = listed(kind_name(words, kind) for kind in terms.code_owners)
        yield words.text("Who gets a code: {kinds}.", kinds=kinds)
    if terms.blocked_referrer == "waits":
        yield words.text("What a blocked referrer earns waits for him.")


def _times(words: Words, terms: t.Terms) -> Iterator[str]:
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


def share_and_life(words: Words, spending: t.Spending) -> Iterator[str]:
    """How much of a bill it pays, and how long it lives."""
    if spending.share is not None and 0 < spending.share < t.WHOLE:
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


def payout_sentences(words: Words, spending: t.Spending) -> Iterator[str]:
    """What may be paid out in money, and when."""
    if spending.withdrawable < t.WHOLE:
        share = words.percent(spending.withdrawable)
        yield words.text("Up to {percent} may be paid out in money.", percent=share)
    if spending.payout_after_referrals:
        yield words.plural(
            "Paid out after {n} friend.", "Paid out after {n} friends.",
            spending.payout_after_referrals,
        )  # fmt: skip


def _spending(words: Words, terms: t.Terms) -> Iterator[str]:
    spending = terms.spending
    yield from share_and_life(words, spending)
    yield from payout_sentences(words, spending)
    if spending.credits_per_day:
        yield words.plural(
            "Given up to {n} time a day.", "Given up to {n} times a day.", spending.credits_per_day
        )
    if spending.debits_per_day:
        yield words.plural(
            "Spent up to {n} time a day.", "Spent up to {n} times a day.", spending.debits_per_day
        )
