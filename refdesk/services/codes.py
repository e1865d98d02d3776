"""Promo codes: made, shown and blocked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.card_loss import normalise_reason
from refdesk.domain.codes import make_code, mask_code, normalise_word, readings
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, PromoCode, Shop, Stamp, Version
from refdesk.domain.terms import MONEY, STORE_CREDIT, WHOLE, Terms
from refdesk.domain.terms_check import places
from refdesk.services.desk import Desk
from refdesk.services.refusals import (
    forgive_wrong_codes,
    record_refusal,
    refuse_while_paused,
)
from refdesk.storage import codes as storage
from refdesk.storage import gift_cards
from refdesk.storage import programmes as programme_storage
from refdesk.storage.search import index_customer

MAX_REASON = 200
STORED_VALUE = 12
"""How many random symbols a code with stored value has (R23)."""

WORD_USES = 100
"""How often a personal word works where its terms cap nothing (R23)."""


@dataclass(frozen=True)
class CodeShown:
    """A code with its programme's version and how it stands today."""

    code: PromoCode
    version: Version
    state: str


def fresh_codes(desk: Desk, count: int, length: int = 9) -> list[str]:
    """So many new codes that the shop does not have; random ones, drawn again on a clash (R23)."""
    made: dict[str, None] = {}
    while len(made) < count:
        drawn = dict.fromkeys(make_code(desk.randbelow, length) for _ in range(count - len(made)))
        for part in _chunks(list(drawn), 500):
            taken = storage.taken_codes(desk.store, part)
            made |= dict.fromkeys(code for code in part if code not in taken)
    return list(made)


def _chunks(items: Sequence[str], size: int) -> Iterable[Sequence[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def put_personal(desk: Desk, stamp: Stamp, customer: int, versions: Iterable[Version]) -> list[str]:
    """Issue a personal code for each of these programmes that the customer has none of yet."""
    have = {one.version for one in storage.codes_of(desk.store, customer)}
    with_code = {
        programme_storage.get_version(desk.store, version, desk.shop().decimals).programme
        for version in have
    }
    wanted = [one for one in versions if one.programme not in with_code]
    issued = fresh_codes(desk, len(wanted))
    for version, code in zip(wanted, issued, strict=True):
        storage.insert_code(
            desk.store, code=code, kind="personal", status="live", version=version.id,
            owner=customer, valid_to=life_end(version, stamp.on), issued_at=stamp.at,
        )  # fmt: skip
    if issued:
        index_customer(desk.store, customer)
        desk.audit(stamp, "codes_issued", customer=customer, count=len(issued))
    return issued


def life_end(version: Version, on: date) -> date | None:
    """The last day of a code issued today: its life after issue, or the end of the programme."""
    terms = version.terms
    ends = [on + timedelta(days=terms.code_life_days)] if terms.code_life_days else []
    ends += [terms.valid_to] if terms.valid_to else []
    return min(ends, default=None)


def put_word(desk: Desk, stamp: Stamp, version: Version, word: str) -> str:
    """Store a campaign word; unique among overlapping periods (R27), marked as guessable (R23).

    Raises DomainError ``word_taken``.
    """
    terms = version.terms
    stored = storage.insert_word(
        desk.store, code=word, kind="campaign", status="live", version=version.id,
        is_guessable=True, valid_from=terms.valid_from, valid_to=terms.valid_to,
        use_limit=_most_uses(terms), issued_at=stamp.at,
    )  # fmt: skip
    if not stored:
        raise DomainError("word_taken", word=word)
    return word


def _most_uses(terms: Terms) -> int | None:
    """How often a word works at all; None where one of its rules goes on for ever."""
    lives = [rule.limits.per_code.life for rule in terms.rules]
    return max(lives) if all(lives) else None


def move_word(desk: Desk, word: PromoCode, version: Version) -> None:
    """Put a word under a newer version with its season and limit; its uses stay counted.

    Raises DomainError ``word_taken`` where the new season touches another word's (R27).
    """
    terms = version.terms
    most = _most_uses(terms)
    moved = storage.change_word(
        desk.store, word.id, version=version.id, valid_from=terms.valid_from,
        valid_to=terms.valid_to, use_limit=None if most is None else max(most, word.uses),
    )  # fmt: skip
    if not moved:
        raise DomainError("word_taken", word=word.code)


def add_word(desk: Desk, version: Version, text: str) -> str:
    """Give a campaign programme one more word. Owner only.

    Raises DomainError ``not_allowed``, ``bad_word``, ``word_taken``, ``bad_programme``.
    """
    desk.require("owner", "issue_word")
    if version.terms.codes != "campaign":
        raise DomainError("bad_programme", text=version.name)
    check_issuable(version)
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        word = put_word(desk, stamp, version, normalise_word(text))
        desk.audit(stamp, "word_added", programme=version.programme)
    return word


def find_code(desk: Desk, shop: Shop, text: str) -> PromoCode | None:
    """The shop's code that a text can be read as (R24), or None; a swapped card's stands for the
    code that is in its place now (G16)."""
    found = find_exact(desk, shop, text)
    return successor(desk, found) if found else None


def find_promo_code(desk: Desk, shop: Shop, text: str) -> PromoCode | None:
    """Like `find_code`, for what brings a discount: a gift card pays and brings none (R73).

    Raises DomainError ``code_unknown`` (``mask``) for a gift card.
    """
    code = find_code(desk, shop, text)
    if code is not None and code.kind == GIFT_CARD:
        raise DomainError("code_unknown", mask=mask_code(code.code))
    return code


def successor(desk: Desk, code: PromoCode) -> PromoCode:
    """The code that stands for this one: its own, or that of the card it was swapped for, unless
    the old card was reported stolen."""
    if code.status != "retired" or code.replaced_by is None:
        return code
    return storage.codes_by_id(desk.store, [code.replaced_by])[0]


def find_exact(desk: Desk, shop: Shop, text: str) -> PromoCode | None:
    """Like `find_code`, with a swapped card as the old card that it is."""
    candidates = [one.code for one in readings(text, shop.prefix)]
    found = storage.find_codes(desk.store, candidates, desk.today()) if candidates else []
    return found[0] if found else None


def is_old_card(desk: Desk, text: str) -> bool:
    """Whether a text is the code of a card that another one stands in for (G16)."""
    code = find_exact(desk, desk.shop(), text)
    return code is not None and successor(desk, code).id != code.id


def look_at_code(desk: Desk, text: str) -> CodeShown:
    """`show_code` of a text that somebody types: a wrong one counts as at the counter (R28).

    Raises DomainError ``code_unknown``, ``till_paused``.
    """
    refuse_while_paused(desk)
    try:
        shown = show_code(desk, text)
    except DomainError as refused:
        record_refusal(desk, refused, text)
        raise
    forgive_wrong_codes(desk)
    return shown


def show_code(desk: Desk, text: str) -> CodeShown:
    """A code, its terms and its state. Raises DomainError ``code_unknown``."""
    shop = desk.shop()
    code = find_exact(desk, shop, text)
    if code is None:
        raise DomainError("code_unknown")
    version = programme_storage.get_version(desk.store, code.version, shop.decimals)
    state = code.state(desk.today())
    if state == "live" and code_value(desk, code) == 0:
        state = "used_up"  # of a gift card (R73); what is refunded to it opens it again
    return CodeShown(code, version, state)


def code_value(desk: Desk, code: PromoCode) -> int | None:
    """What is left on a gift card (minor units), 0 before its sale; None of any other code."""
    if code.kind != GIFT_CARD:
        return None
    return gift_cards.card_left(desk.store, code.id)


def issue_personal(
    desk: Desk,
    customer: Customer,
    version: Version,
    *,
    friend_share: int | None = None,
    word: str = "",
) -> str:
    """Issue one more personal code of a programme to a customer.

    ``friend_share`` is the friend's part of a split that is picked, in basis points (R57);
    ``word`` a word of the owner's choice in the place of a random code (R23), by a manager.
    Raises DomainError ``programme_paused``, ``programme_ended``, ``customer_excluded``,
    ``bad_share``, ``not_allowed``, ``bad_word``, ``word_for_money``, ``word_taken``,
    ``customer_unknown``.
    """
    check_issuable(version, customer)
    _check_share(version, friend_share)
    if word:
        desk.require("manager", "issue_word")
        _check_word_is_harmless(version)
    with desk.store.write():
        desk.refuse_gone(customer.id)
        stamp = desk.stamp(desk.shop())
        code = normalise_word(word) if word else fresh_codes(desk, 1)[0]
        stored = storage.insert_word(
            desk.store, code=code, kind="personal", status="live", version=version.id,
            owner=customer.id, friend_share=friend_share, is_guessable=bool(word),
            use_limit=_cap_of_word(version.terms) if word else None,
            valid_to=life_end(version, stamp.on), issued_at=stamp.at,
        )  # fmt: skip
        if not stored:
            raise DomainError("word_taken", word=code)
        index_customer(desk.store, customer.id)
        desk.audit(stamp, "codes_issued", customer=customer.id, count=1)
    return code


def _check_share(version: Version, friend_share: int | None) -> None:
    if friend_share is None:
        return
    if version.terms.split != "picked":
        raise DomainError("bad_share", name=version.name)
    if not 0 <= friend_share <= WHOLE:
        raise DomainError("bad_share")


def _check_word_is_harmless(version: Version) -> None:
    """R23: what can be guessed is never worth money, to whoever guesses or to whom it belongs."""
    for rule in version.terms.rules:
        for place in places(version.terms, rule, ""):
            kind = place.benefit.kind
            if kind == MONEY or (kind == STORE_CREDIT and place.side == "referral"):
                raise DomainError("word_for_money")


def _cap_of_word(terms: Terms) -> int | None:
    """R23: a word is capped by its terms' limits or budget, else by a number of uses."""
    is_capped = terms.budget is not None or all(rule.limits.per_code for rule in terms.rules)
    return _most_uses(terms) if is_capped else WORD_USES


def check_issuable(version: Version, customer: Customer | None = None) -> None:
    """Refuse a code of a programme that does not run, or one that is not for this customer."""
    if version.status == "paused":
        raise DomainError("programme_paused")
    if version.status != "active":
        raise DomainError("programme_ended")
    if customer is not None and not version.terms.gives_code_to(customer.kind):
        raise DomainError("customer_excluded", name=customer.name)


def issue_coupon(desk: Desk, version: Version) -> str:
    """Make one coupon of a programme: works once, belongs to nobody. Manager and owner."""
    desk.require("manager", "issue_coupon")
    check_issuable(version)
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        code = fresh_codes(desk, 1)[0]
        storage.insert_code(
            desk.store, code=code, kind="coupon", status="live", version=version.id, use_limit=1,
            valid_to=life_end(version, stamp.on), issued_at=stamp.at,
        )  # fmt: skip
        desk.audit(stamp, "codes_issued", customer=None, count=1)
    return code


def block_code(desk: Desk, text: str, reason: str) -> CodeShown:
    """Block a code, for a lost or stolen card; of a swapped card the old code alone (G16). A reason
    whose first word says that the card is stolen alerts at the counter.

    Raises DomainError ``code_unknown``, ``bad_reason``, ``code_voided``, ``till_paused``.
    """
    shown = look_at_code(desk, text)
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    if shown.code.status == "retired" and shown.code.replaced_by is None:
        raise DomainError("code_voided")
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        kept = normalise_reason(reason)
        storage.update_code(desk.store, shown.code.id, status="blocked", reason=kept)
        desk.audit(stamp, "code_blocked", code=mask_code(shown.code.code), id=shown.code.id)
    return show_code(desk, text)
