"""A contest's standings in words: the window's panel, the command line and the list on paper."""

from datetime import date

from refdesk.domain.contests import Period
from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.records import Customer
from refdesk.domain.terms import Contest, Prize
from refdesk.words.benefit_text import benefit_short
from refdesk.words.catalogue import Words
from refdesk.words.names import DASH


def person_text(words: Words, customer: Customer) -> str:
    """Who stands there, as others may see it: ``Anna P., …12-34`` (R49)."""
    name = short_name(customer.name) or words.text("Customer C{id}", id=customer.id)
    phones = customer.of_kind("phone")
    return f"{name}, {mask_phone(phones[0].value)}" if phones else name


def score_text(words: Words, contest: Contest, score: int) -> str:
    """What somebody has reached, in the contest's measure."""
    if contest.measure == "paid_base":
        return words.money(score)
    if contest.measure == "tokens":
        return words.plural("{n} token", "{n} tokens", score)
    return words.plural("{n} friend", "{n} friends", score)


def measure_text(words: Words, contest: Contest) -> str:
    """What the places go by."""
    if contest.measure == "paid_base":
        return words.text("By what friends paid")
    if contest.measure == "tokens":
        price = words.money(contest.token_price or 0)
        return words.text("By tokens, one for every {sum} that friends paid", sum=price)
    return words.text("By friends who came and paid")


def prize_text(words: Words, prize: Prize | None) -> str:
    """What a place wins; empty where it wins nothing."""
    return benefit_short(words, prize.benefit) if prize is not None else ""


def period_text(words: Words, period: Period, *, today: date | None = None) -> str:
    """From when until when, both days inclusive."""
    first, last = words.date(period.first, today=today), words.date(period.last, today=today)
    return f"{first} {DASH} {last}"


def until_text(words: Words, period: Period, *, is_over: bool, today: date) -> str:
    """Whether it still runs, and until when."""
    last = words.date(period.last, today=today)
    if is_over:
        return words.text("Over since the end of {date}", date=last)
    return words.text("Runs through {date}", date=last)
