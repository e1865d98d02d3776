"""Promo codes: made, shown and blocked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from refdesk.domain.codes import make_code, mask_code, normalise_word, readings
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, PromoCode, Shop, Stamp, Version
from refdesk.domain.terms import Terms
from refdesk.services.desk import Desk
from refdesk.storage import codes as storage
from refdesk.storage import programmes as programme_storage
from refdesk.storage.search import index_customer

MAX_REASON = 200


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
    desk.require("owner")
    if version.terms.codes != "campaign":
        raise DomainError("bad_programme", text=version.name)
    _check_issuable(version)
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        word = put_word(desk, stamp, version, normalise_word(text))
        desk.audit(stamp, "word_added", programme=version.programme)
    return word


def find_code(desk: Desk, shop: Shop, text: str) -> PromoCode | None:
    """The shop's code that a text can be read as (R24), or None."""
    candidates = [one.code for one in readings(text, shop.prefix)]
    found = storage.find_codes(desk.store, candidates, desk.today()) if candidates else []
    return found[0] if found else None


def show_code(desk: Desk, text: str) -> CodeShown:
    """A code, its terms and its state. Raises DomainError ``code_unknown``."""
    shop = desk.shop()
    code = find_code(desk, shop, text)
    if code is None:
        raise DomainError("code_unknown")
    version = programme_storage.get_version(desk.store, code.version, shop.decimals)
    return CodeShown(code, version, code.state(desk.today()))


def issue_personal(desk: Desk, customer: Customer, version: Version) -> str:
    """Issue one more personal code of a programme to a customer.

    Raises DomainError ``programme_paused``, ``programme_ended``, ``customer_excluded``.
    """
    _check_issuable(version, customer)
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        code = fresh_codes(desk, 1)[0]
        storage.insert_code(
            desk.store, code=code, kind="personal", status="live", version=version.id,
            owner=customer.id, valid_to=life_end(version, stamp.on), issued_at=stamp.at,
        )  # fmt: skip
        index_customer(desk.store, customer.id)
        desk.audit(stamp, "codes_issued", customer=customer.id, count=1)
    return code


def _check_issuable(version: Version, customer: Customer | None = None) -> None:
    if version.status == "paused":
        raise DomainError("programme_paused")
    if version.status != "active":
        raise DomainError("programme_ended")
    if customer is not None and not version.terms.gives_code_to(customer.kind):
        raise DomainError("customer_excluded", name=customer.name)


def issue_coupon(desk: Desk, version: Version) -> str:
    """Make one coupon of a programme: works once, belongs to nobody. Manager and owner."""
    desk.require("manager")
    _check_issuable(version)
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
    """Block a code, for a lost or stolen card. Raises DomainError ``code_unknown``, ``bad_reason``,
    ``code_voided``."""
    shown = show_code(desk, text)
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    if shown.code.status == "retired":
        raise DomainError("code_voided")
    with desk.store.write():
        stamp = desk.stamp(desk.shop())
        storage.update_code(desk.store, shown.code.id, status="blocked", reason=reason.strip())
        desk.audit(stamp, "code_blocked", code=mask_code(shown.code.code))
    return show_code(desk, text)
