"""Verdicts of the counter, made from what is known: kind, icon, two lines and the one figure."""

from collections.abc import Mapping
from typing import cast

from refdesk.domain import terms as t
from refdesk.domain.bill import Effect, GiftCard
from refdesk.domain.codes import mask_code
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.quote import CUTS
from refdesk.domain.records import PromoCode, Version
from refdesk.services.counter import Quoted
from refdesk.services.customers import MOST_MATCHES
from refdesk.services.look_up import Sighting
from refdesk.services.rewards import Place
from refdesk.ui.pages.counter.reading import CounterDay, Known
from refdesk.ui.widgets.verdict import Verdict, VerdictKind
from refdesk.words.catalogue import NBSP, Words
from refdesk.words.mark_text import missing_text
from refdesk.words.names import points, unit_amount
from refdesk.words.reasons import refusal_text
from refdesk.words.terms_text import benefit_short
from refdesk.words.verdicts import verdict_of, verdict_text

ICONS: Mapping[str, str] = {
    "info_own": "id-card",
    "info_new": "user-plus",
    "info_twice": "repeat",
    "check_manager": "shield-alert",
    "check_second": "shield-alert",
    "check_clock": "clock",
    "stop_expired": "calendar-x-2",
    "stop_early": "calendar-clock",
    "stop_blocked": "ban",
    "stop_paused": "pause",
    "stop_wait": "timer",
    "stop_hold": "hourglass",
}
"""The icons of verdicts that have another than their kind."""

STOLEN_ICON = "siren"

DOT = " \N{MIDDLE DOT} "


def make_verdict(
    words: Words, key: str, *, figure: str = "", caption: str = "", line: str = "", **values: str
) -> Verdict:
    """The verdict of a key of ui.md section 7; ``line`` takes the place of its second line."""
    title, step = verdict_text(words, key, **values)
    return Verdict(kind_of(key), title, line or step, figure, caption, ICONS.get(key, ""))


def kind_of(key: str) -> VerdictKind:
    """The kind of a verdict: what stands before the underscore."""
    return cast(VerdictKind, key.partition("_")[0])


def refusal_verdict(words: Words, error: DomainError) -> Verdict:
    """A refusal as a verdict; nothing was given."""
    key = verdict_of(error.code, error.params) or "stop_unknown"
    if key == "check_second":
        return make_verdict(words, key)  # which names the key as well
    title, step = refusal_text(words, error)
    kind = kind_of(key)
    icon = STOLEN_ICON if error.params.get("stolen") else ICONS.get(key, "")
    if kind == "check":
        return Verdict(kind, title, step, icon=icon)
    nothing = words.text("nothing was given")
    if key in ("stop_points", "stop_hold"):
        nothing = words.text("nothing was spent")
    return Verdict(kind, title, step, words.text("Refused"), nothing, icon)


def spending_verdict(words: Words, error: DomainError, name: str) -> Verdict:
    """A refusal of what ``name`` wants to spend: on his page nothing else says whose it is."""
    verdict = refusal_verdict(words, error)
    return verdict._replace(line=DOT.join(part for part in (name, verdict.line) if part))


def many_verdict(words: Words, count: int) -> Verdict:
    """Several customers match; of so many as are shown at most there may be more."""
    if count >= MOST_MATCHES:
        more = words.text("There may be more: type on to narrow it down")
        title = words.text("Many customers match")
        return make_verdict(words, "check_many", line=more)._replace(title=title)
    title = words.plural("{n} customer matches", "{n} customers match", count)
    return make_verdict(words, "check_many")._replace(title=title)


def nobody_verdict(words: Words) -> Verdict:
    """A name or number was typed that no customer has: nothing is wrong with a code."""
    title = words.text("Nobody is found by this name or number")
    return Verdict("stop", title, words.text("Check the letters, or type the phone"))


def foreign_verdict(words: Words) -> Verdict:
    """What was scanned is none of our cards."""
    return make_verdict(
        words, "stop_foreign", figure=words.text("Refused"),
        caption=words.text("nothing was given"),
    )  # fmt: skip


# -- a code that works ---------------------------------------------------------------------------


def code_verdict(words: Words, seen: Sighting, day: CounterDay) -> Verdict:
    """A code that works, before it is known who pays."""
    assert seen.code is not None
    assert seen.version is not None
    offer, caption = offer_of(words, seen.version)
    if seen.brings is not None:
        offer, caption = benefit_short(words, seen.brings), words.text("on this purchase")
    if seen.needs_second:
        return make_verdict(words, "check_second", figure=offer, caption=caption)
    if seen.verdict == "check_old_card":
        return make_verdict(
            words, "check_old_card", code=mask_code(seen.code.code), figure=offer,
            caption=caption,
            line="" if seen.referrer else code_line(words, seen.code, seen.version, day),
        )  # fmt: skip
    if seen.referrer is None:
        return make_verdict(
            words, "ok_shop", offer=offer, figure=offer, caption=caption,
            line=code_line(words, seen.code, seen.version, day),
        )  # fmt: skip
    return make_verdict(
        words, "ok_new", referrer=short_name(seen.referrer.name), figure=offer, caption=caption,
        line=code_line(words, seen.code, seen.version, day),
    )  # fmt: skip


def code_line(words: Words, code: PromoCode, version: Version, day: CounterDay) -> str:
    """Which programme a code belongs to, and until when it works."""
    title = version.terms.titled(words.language)
    parts = [words.text("Programme “{title}”", title=title)]
    # what was earned by a purchase outlives its programme (R53)
    season = version.terms.valid_to if code.effect is None else None
    ends = [one for one in (code.valid_to, season) if one is not None]
    if ends:
        on = words.date(min(ends), today=day.today)
        parts.append(words.text("code works until {date}", date=on))
    return DOT.join(parts)


def offer_of(words: Words, version: Version) -> tuple[str, str]:
    """What a friend gets in a few signs, and on which purchases; empty where he gets nothing."""
    for rule in version.terms.rules:
        if rule.referral is not None:
            return benefit_short(words, rule.referral), occasion(words, rule)
    return "", ""


def occasion(words: Words, rule: t.Rule) -> str:
    """On which purchases a rule works."""
    if rule.trigger == "first":
        return words.text("first purchase")
    if rule.trigger == "first_n":
        return words.plural("first {n} purchase", "first {n} purchases", rule.n or 0)
    if rule.trigger == "every":
        return words.text("every purchase")
    return words.plural("for {n} day", "for {n} days", rule.within_days or 0)


def quoted_verdict(words: Words, quoted: Quoted, code: Verdict) -> Verdict:
    """The verdict once a quote is there; ``code`` is the one that the code got by itself."""
    key = quoted.quote.verdict
    name = short_name(quoted.customer.name) if quoted.customer else ""
    if key == "ok_again":
        return make_verdict(
            words, key, name=name, offer=code.figure, figure=code.figure, caption=code.caption
        )
    if key == "check_better":
        return make_verdict(words, key, offer=_better(words, quoted))
    if key == "check_cap":
        return _cap(words, quoted)
    return code


def _better(words: Words, quoted: Quoted) -> str:
    for effect in quoted.quote.effects:
        if effect.benefit in t.DISCOUNTS and effect.value:
            return words.money(-effect.value)
    return ""


def _cap(words: Words, quoted: Quoted) -> Verdict:
    """R37: over a limit the rest up to it is paid, and the verdict says so."""
    cut = next(effect for effect in quoted.quote.effects if is_cut(effect))
    whole = next(
        (step.params["value"] for step in cut.why if isinstance(step.params.get("value"), int)), 0
    )
    return make_verdict(
        words, "check_cap",
        given=words.number(cut.value), whole=unit_amount(words, cut.benefit, cast(int, whole)),
        referrer=referrer_name(quoted, cut.customer),
    )  # fmt: skip


def is_cut(effect: Effect) -> bool:
    """Whether a limit or the budget made an effect smaller."""
    return any(step.code in CUTS for step in effect.why)


def referrer_name(quoted: Quoted, customer: int | None) -> str:
    """The short name of somebody up the buyer's line."""
    shown = quoted.facts.code.source if quoted.facts.code else None
    for source in (shown, quoted.facts.standing):
        for one in source.referrers if source else ():
            if one.customer == customer:
                return short_name(one.name)
    return ""


def gift_card_verdict(words: Words, card: GiftCard) -> Verdict:
    """A gift card that can pay: what is left on it (R73)."""
    return Verdict(
        "info", words.text("Gift card {card} works", card=card.mask),
        words.text("Enter the amount: the card pays, the rest is paid as usual"),
        words.money(card.left), words.text("on the card now"), "wallet-cards",
    )  # fmt: skip


# -- a customer ----------------------------------------------------------------------------------


def known_verdict(words: Words, known: Known, day: CounterDay, *, own_card: bool) -> Verdict:
    """A customer, found by whatever; ``own_card`` when he showed his own."""
    name = short_name(known.person.name) or words.text("Customer without a name")
    count = known.balance.spendable[t.POINTS]
    key = "info_own" if own_card else "info_known" if known.person.purchases else "info_listed"
    line = known_line(words, known, day)
    if key == "info_listed":
        title = words.text("{name}, no purchases yet", name=name)
        verdict = Verdict("info", title, line)
    else:
        # the balance stands in the figure; the title needs the room
        verdict = make_verdict(words, key, name=name, line=line)
    if count < 0:
        owed = words.text("owes {balance}", balance=points(words, -count))
        return verdict._replace(figure=owed)
    credit = known.balance.spendable[t.STORE_CREDIT]
    if not count and credit > 0:
        return verdict._replace(figure=words.money(credit), caption=words.text("store credit"))
    worth = words.money(count * day.shop.settings.point_value)
    caption = words.text("worth {sum}", sum=worth) if count else ""
    return verdict._replace(figure=points(words, count), caption=caption)


def known_line(words: Words, known: Known, day: CounterDay) -> str:
    """How long and how often somebody comes, and whom he brought."""
    person, today = known.person, day.today
    since = words.date(person.registered_on, today=today)
    parts = [words.text("in the list since {date}", date=since)]
    if person.purchases:
        parts = [words.plural("{n} purchase", "{n} purchases", person.purchases)]
    if person.last_on is not None:
        parts.append(words.text("last on {date}", date=words.date(person.last_on, today=today)))
    brought = len(known.details.referrals)
    if brought:
        parts.append(words.plural("{n} referral", "{n} referrals", brought))
    return DOT.join(parts)


def missing_to_status(words: Words, place: Place) -> str:
    """What is missing to the next status, ``2 referrals to Silver``, or what is to be paid."""
    ahead = place.ahead
    if ahead is None:
        return ""
    return missing_text(words, ahead.status.name, ahead.referrals, ahead.spend)


def footnote(words: Words, day: CounterDay, referrer: str = "") -> str:
    """The remark below a newcomer's form: what stays, and how long Undo works."""
    minutes = day.shop.settings.undo_minutes
    undo = words.plural(
        "Undo works for {n} minute, later a manager can void it.",
        "Undo works for {n} minutes, later a manager can void it.",
        minutes,
    ).replace(f"{minutes} ", f"{minutes}{NBSP}")
    if not referrer:
        return undo
    return words.text("{name} stays the referrer for good. {undo}", name=referrer, undo=undo)
