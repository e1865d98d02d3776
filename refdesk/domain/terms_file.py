"""The terms file: reading, checking and writing a programme version (terms.md).

Each table is a list of `Key` rows that say how a value is read and written, so that what is
printed comes back equal. A value that cannot be is `bad_terms` with ``field`` (its path, lists
counted from 1, as ``rule.2.referrer.1.percent``) and ``expected`` (a word that `words.reasons`
turns into a sentence).
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import tomli_w

from refdesk.domain import terms as t
from refdesk.domain.codes import normalise_word
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, format_percent, parse_amount, parse_percent
from refdesk.domain.terms_check import check_terms, refuse

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODES = ("personal", "campaign", "coupon", "none")
TRIGGERS = (
    "first", "first_n", "every", "within_days", "nth_visit",
    "joining", "next_visit", "birthday", "milestone",
)  # fmt: skip
GROUPS = ("service", "goods", "certificate", "membership", "deposit", "tip")
KINDS = ("client", "ambassador", "employee")
MAX_LEVELS = 4
_RULE_ID = re.compile(r"[A-Za-z0-9_-]{1,32}\Z")
_HOURS = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)\Z")


@dataclass(frozen=True)
class Codec:
    """How one kind of value is read from a path and written back."""

    load: Callable[[object, str], Any]
    dump: Callable[[Any], Any]


@dataclass(frozen=True)
class Key:
    """One key of a table: its name in the file, the field it fills, its codec."""

    name: str
    codec: Codec
    attr: str = ""
    required: bool = False

    @property
    def field(self) -> str:
        return self.attr or self.name


# -- plain values ------------------------------------------------------------------------------


def _same(value: Any) -> Any:
    return value


def _scalar(kind: type, expected: str, check: Callable[[Any], bool] = lambda _: True) -> Codec:
    def load(value: object, path: str) -> object:
        if type(value) is not kind or not check(value):
            raise refuse(path, expected)
        return value

    return Codec(load, _same)


TEXT = _scalar(str, "text", lambda v: bool(v.strip()) and len(v) <= 500)
COUNT = _scalar(int, "count", lambda v: 0 <= v <= 10**9)
POSITIVE = _scalar(int, "positive", lambda v: 0 < v <= 10**9)
FLAG = _scalar(bool, "flag")
DAY = _scalar(date, "date")
RULE_ID = _scalar(str, "rule_id", lambda v: bool(_RULE_ID.match(v)))


def choice(*options: str) -> Codec:
    """One of these words."""

    def load(value: object, path: str) -> str:
        if value not in options:
            raise refuse(path, "choice", options=", ".join(options))
        return str(value)

    return Codec(load, _same)


def _parsed(expected: str, parse: Callable[[str], Any], dump: Callable[[Any], str]) -> Codec:
    def load(value: object, path: str) -> object:
        if not isinstance(value, str):
            raise refuse(path, expected)
        try:
            return parse(value)
        except DomainError as refused:
            raise refuse(path, expected) from refused

    return Codec(load, dump)


PERCENT = _parsed("percent", parse_percent, format_percent)
WORD = _parsed("word", normalise_word, str)


def _load_hours(value: object, path: str) -> tuple[int, int]:
    match = _HOURS.match(value) if isinstance(value, str) else None
    if not match:
        raise refuse(path, "hours")
    h1, m1, h2, m2 = map(int, match.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if start == end or start >= 24 * 60 or end > 24 * 60:
        raise refuse(path, "hours")
    return start, end


def _dump_hours(span: tuple[int, int]) -> str:
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


HOURS = Codec(_load_hours, _dump_hours)
WEEKDAY = Codec(
    lambda value, path: WEEKDAYS.index(choice(*WEEKDAYS).load(value, path)),
    lambda index: WEEKDAYS[index],
)


# -- lists and tables --------------------------------------------------------------------------


def many(item: Codec, *, at_most: int = 1000) -> Codec:
    """A list of at least one."""

    def load(value: object, path: str) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value or len(value) > at_most:
            raise refuse(path, "list", most=at_most)
        return tuple(item.load(one, f"{path}.{n}") for n, one in enumerate(value, 1))

    return Codec(load, lambda values: [item.dump(value) for value in values])


def named(item: Codec) -> Codec:
    """A table from free names to values."""

    def load(value: object, path: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not value:
            raise refuse(path, "table")
        return {name: item.load(one, f"{path}.{name}") for name, one in value.items()}

    return Codec(load, lambda table: {name: item.dump(value) for name, value in table.items()})


def _load_table(make: Callable[..., Any], keys: Sequence[Key], value: object, path: str) -> Any:
    if not isinstance(value, dict):
        raise refuse(path, "table")
    prefix = f"{path}." if path else ""
    known = {key.name for key in keys}
    for name in value:
        if name not in known:
            raise refuse(f"{prefix}{name}", "known_key", options=", ".join(sorted(known)))
    found = {}
    for key in keys:
        if key.name in value:
            found[key.field] = key.codec.load(value[key.name], f"{prefix}{key.name}")
        elif key.required:
            raise refuse(f"{prefix}{key.name}", "required")
    return make(**found)


def _dump_table(keys: Sequence[Key], record: Any) -> dict[str, Any]:
    fields = type(record).__dataclass_fields__
    table = {}
    for key in keys:
        value = getattr(record, key.field)
        spec = fields[key.field]
        default = spec.default_factory() if callable(spec.default_factory) else spec.default
        if value is not None and (key.required or value != default):
            table[key.name] = key.codec.dump(value)
    return table


def table(make: Callable[..., Any], keys: Sequence[Key]) -> Codec:
    """A table with these keys and no others."""
    return Codec(partial(_load_table, make, keys), partial(_dump_table, keys))


# -- the schema --------------------------------------------------------------------------------


def _benefit_codec(sum_: Codec) -> Codec:
    """A benefit; what ``amount`` counts depends on its kind."""

    def keys(amount: Codec) -> list[Key]:
        return [
            Key("kind", choice(*t.BENEFIT_KINDS), required=True),
            Key("amount", amount),
            Key("percent", PERCENT),
            Key("per", sum_),
            Key("cap", sum_),
            Key("gift", TEXT),
            Key("cost", sum_),
        ]

    counted, summed = keys(POSITIVE), keys(sum_)

    def pick(kind: object) -> list[Key]:
        return counted if kind in (t.POINTS, t.STAMPS) else summed

    def load(value: object, path: str) -> t.Benefit:
        if not isinstance(value, dict):
            raise refuse(path, "table")
        benefit: t.Benefit = _load_table(t.Benefit, pick(value.get("kind")), value, path)
        _check_measure(benefit, path)
        return benefit

    return Codec(load, lambda benefit: _dump_table(pick(benefit.kind), benefit))


_ALLOWED = {
    t.PERCENT_OFF: ({"percent"}, {"percent", "cap"}),
    t.AMOUNT_OFF: ({"amount"}, {"amount"}),
    t.GIFT: ({"gift"}, {"gift", "cost"}),
    t.STAMPS: (set(), {"amount"}),
}


def _check_measure(benefit: t.Benefit, path: str) -> None:
    names = ("amount", "percent", "per", "cap", "gift")
    given = {name for name in names if getattr(benefit, name) is not None}
    given |= {"cost"} if benefit.cost else set()
    if benefit.kind in t.ACCRUALS:
        if given not in ({"amount"}, {"percent"}, {"per", "amount"}):
            raise refuse(path, "one_measure")
        return
    needed, allowed = _ALLOWED[benefit.kind]
    for name in sorted(needed - given):
        raise refuse(f"{path}.{name}", "required")
    for name in sorted(given - allowed):
        raise refuse(f"{path}.{name}", "not_for_kind", kind=benefit.kind)


def _prize_codec(benefit: Codec) -> Codec:
    def load(value: object, path: str) -> t.Prize:
        if not isinstance(value, dict):
            raise refuse(path, "table")
        place = POSITIVE.load(value.get("place"), f"{path}.place")
        rest = {name: one for name, one in value.items() if name != "place"}
        return t.Prize(place, benefit.load(rest, path))

    return Codec(load, lambda prize: {"place": prize.place, **benefit.dump(prize.benefit)})


def _tier_codec(sides: Sequence[Key]) -> Codec:
    override = table(t.Override, sides)

    def load(value: object, path: str) -> t.Tier:
        if not isinstance(value, dict):
            raise refuse(path, "table")
        since = POSITIVE.load(value.get("from"), f"{path}.from")
        rest = {name: one for name, one in value.items() if name != "from"}
        return t.Tier(since, override.load(rest, path))

    return Codec(load, lambda tier: {"from": tier.since, **override.dump(tier.sides)})


def _rule_keys(sum_: Codec, benefit: Codec, sides: Sequence[Key]) -> list[Key]:
    period = table(t.PeriodLimit, [Key(name, COUNT) for name in ("day", "month", "year", "life")])
    limits = [
        Key("per_code", period),
        Key("per_customer", period),
        Key("per_referrer", period),
        Key("per_purchase", sum_),
    ]
    return [
        Key("id", RULE_ID, required=True),
        Key("trigger", choice(*TRIGGERS)),
        Key("n", POSITIVE),
        Key("within_days", POSITIVE),
        Key("new_only", FLAG, required=False),
        Key("minimum", sum_),
        Key("services", many(TEXT)),
        Key("excluded_services", many(TEXT)),
        Key("excluded_groups", many(choice(*GROUPS))),
        Key("hold_days", COUNT),
        Key("hold_days_by_service", named(COUNT)),
        Key("carry_over", FLAG),
        *sides,
        Key("pool", table(t.Pool, [Key("percent", PERCENT), Key("amount", sum_)])),
        Key("by_service", named(table(t.Override, sides))),
        Key("by_referrals", many(_tier_codec(sides))),
        Key("limits", table(t.Limits, limits)),
    ]


def _spending_keys() -> list[Key]:
    counts = ("expires_days", "expires_inactive_days", "grace_days", "payout_after_referrals",
              "debits_per_day", "credits_per_day")  # fmt: skip
    return [Key("share", PERCENT), Key("withdrawable", PERCENT)] + [
        Key(name, COUNT) for name in counts
    ]


def _contest_keys(sum_: Codec, benefit: Codec) -> list[Key]:
    return [
        Key("period", choice("month", "quarter", "year", "dates")),
        Key("from", DAY, attr="starts_on"),
        Key("to", DAY, attr="ends_on"),
        Key("measure", choice("effective_referrals", "paid_base", "tokens")),
        Key("token_price", sum_),
        Key("prizes", many(_prize_codec(benefit)), required=True),
    ]


def _root_keys(decimals: int) -> list[Key]:
    sum_ = _parsed(
        "sum",
        lambda text: parse_amount(text, decimals),
        lambda minor: format_amount(minor, decimals),
    )
    benefit = _benefit_codec(sum_)
    sides = [
        Key("referral", benefit),
        Key("referrer", many(benefit, at_most=MAX_LEVELS)),
        Key("buyer", benefit),
    ]
    status = [
        Key("name", TEXT, required=True),
        Key("spend", sum_),
        Key("referrals", POSITIVE),
        Key("share", PERCENT),
        Key("override", named(table(t.Override, sides))),
    ]
    text_by_language = table(dict, [Key("en", TEXT), Key("ru", TEXT)])
    text_by_language = Codec(text_by_language.load, dict)
    return [
        Key("name", TEXT, required=True),
        Key("title", text_by_language),
        Key("terms_text", text_by_language),
        Key("codes", choice(*CODES)),
        Key("word", WORD),
        Key("code_life_days", COUNT),
        Key("valid_from", DAY),
        Key("valid_to", DAY),
        Key("days", many(WEEKDAY)),
        Key("hours", many(HOURS)),
        Key("tills", many(TEXT)),
        Key("customers", many(choice(*KINDS))),
        Key("code_owners", many(choice(*KINDS))),
        Key("stacking", choice("in_order", "best_of", "exclusive")),
        Key("split", choice("fixed", "picked")),
        Key("blocked_referrer", choice("lapses", "waits")),
        Key("budget", sum_),
        Key("spending", table(t.Spending, _spending_keys())),
        Key("rule", many(table(_make_rule, _rule_keys(sum_, benefit, sides))), attr="rules",
            required=True),
        Key("status", many(table(t.Status, status)), attr="statuses"),
        Key("statuses", table(dict, [Key("period", _PERIOD)]), attr="status_period"),
        Key("contest", table(t.Contest, _contest_keys(sum_, benefit))),
    ]  # fmt: skip


_PERIOD = choice("lifetime", "rolling_12_months", "calendar_year")


def _make_rule(**fields: Any) -> t.Rule:
    return t.Rule(**fields)


def _make_terms(**fields: Any) -> t.Terms:
    period = fields.pop("status_period", {})
    return t.Terms(**fields, status_period=period.get("period", "lifetime"))


# -- the whole file ----------------------------------------------------------------------------


def parse_terms(text: str, decimals: int) -> t.Terms:
    """Read a terms file for a currency of so many decimals.

    Raises DomainError ``bad_terms`` with ``field`` and ``expected``.
    """
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as broken:
        raise refuse("", "toml", detail=str(broken)) from broken
    return read_table(raw, decimals)


def read_table(content: Mapping[str, Any], decimals: int) -> t.Terms:
    """Read what `terms_table` gives, or the same with an owner's changes.

    Raises DomainError ``bad_terms`` with ``field`` and ``expected``.
    """
    raw = _with_new_only(dict(content))
    terms: t.Terms = _load_table(_make_terms, _root_keys(decimals), raw, "")
    check_terms(terms)
    return terms


def _with_new_only(raw: dict[str, Any]) -> dict[str, Any]:
    """Fill in ``new_only`` where a rule is silent: a programme that invites is for new customers
    (R33), a shared word or a coupon nobody is paid for is for everybody."""
    rules = raw.get("rule")
    if not isinstance(rules, list):
        return raw
    personal = raw.get("codes", "personal") == "personal"
    return {**raw, "rule": [_rule_with_new_only(rule, personal) for rule in rules]}


def _rule_with_new_only(rule: Any, personal: bool) -> Any:
    if not isinstance(rule, dict) or "new_only" in rule:
        return rule
    from_code = "referral" in rule or "referrer" in rule or "pool" in rule
    return {**rule, "new_only": from_code and (personal or "referrer" in rule)}


def dump_terms(terms: t.Terms, decimals: int) -> str:
    """Write a terms file that `parse_terms` reads back equal."""
    return tomli_w.dumps(terms_table(terms, decimals))


def terms_table(terms: t.Terms, decimals: int) -> Mapping[str, Any]:
    """The file's content as nested tables."""
    keys = [key for key in _root_keys(decimals) if key.name != "statuses"]
    content = _dump_table(keys, terms)
    if terms.status_period != "lifetime":
        content["statuses"] = {"period": terms.status_period}
    for rule, source in zip(content["rule"], terms.rules, strict=True):
        rule["new_only"] = source.new_only
    return content
