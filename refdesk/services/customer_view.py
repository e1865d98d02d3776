"""A person's own page: everything it shows, read at once, and what is logged when it is looked at.

Decisions:
- Showing a whole code is logged, because a code is worth money (R28); showing a phone is not.
- Browsing the whole base is the owner's alone and is logged once for each time the page opens
  (reliability.md 4a); everybody else looks for at most 8 matches.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.ledger import HELD
from refdesk.domain.payouts import Payout
from refdesk.domain.records import Action, Consent, EntryLine, EntryOrigin, Referral, Shop, Version
from refdesk.services import accounts, codes, customers, day, payouts, programmes
from refdesk.services.accounts import Balance
from refdesk.services.customers import CustomerDetails
from refdesk.services.desk import Desk
from refdesk.services.payouts import PersonToPay
from refdesk.services.refusals import note_wrong_code, reads_as_code, refuse_while_paused
from refdesk.services.rewards import Rewards, rewards_of
from refdesk.storage import codes as code_storage
from refdesk.storage import customer_view as storage
from refdesk.storage import customers as people
from refdesk.storage import programmes as programme_storage

LATEST_PAYOUTS = 20


@dataclass(frozen=True)
class CustomerView:
    """A person with balances, latest purchases, consents and the terms of his codes.

    ``versions`` are those of his codes by id, ``inviting`` the programmes that could give him one;
    ``earned`` is what each referral brought him, by customer and unit, ``brought`` how many people
    each of them has brought in turn.
    """

    shop: Shop
    today: date
    details: CustomerDetails
    balance: Balance
    latest: tuple[Action, ...]
    consents: tuple[Consent, ...]
    versions: Mapping[int, Version]
    inviting: tuple[Version, ...]
    earned: Mapping[int, Mapping[str, int]]
    brought: Mapping[int, int]
    rewards: Rewards
    to_pay: PersonToPay
    payouts: tuple[Payout, ...]


@dataclass(frozen=True)
class Branch:
    """Whom somebody in a tree of referrals brought, and what the tree's owner got by each."""

    referrals: tuple[Referral, ...]
    earned: Mapping[int, Mapping[str, int]]
    has_more: Mapping[int, int]


@dataclass(frozen=True)
class LedgerLine:
    """An entry, where it comes from, the balance after it, and when it was undone."""

    entry: EntryLine
    origin: EntryOrigin
    balance: int
    undone_on: date | None = None


def view_customer(desk: Desk, customer: int) -> CustomerView:
    """Everything that a person's page shows. Raises DomainError ``customer_unknown``."""
    shop = desk.shop()
    with desk.store.read():
        details = customers.show_customer(desk, customer)
        versions = {
            version: programme_storage.get_version(desk.store, version, shop.decimals)
            for version in {code.version for code in details.codes}
        }
        return CustomerView(
            shop=shop,
            today=desk.today(),
            details=details,
            balance=accounts.get_balance(desk, customer),
            latest=tuple(day.customer_purchases(desk, customer)),
            consents=tuple(storage.consents_of(desk.store, customer)),
            versions=versions,
            inviting=tuple(programmes.inviting(programmes.list_programmes(desk))),
            earned=storage.earned_by_referral(desk.store, customer),
            brought=people.count_referrals(desk.store, [one.customer for one in details.referrals]),
            rewards=rewards_of(desk, customer),
            to_pay=payouts.person_to_pay(desk, customer),
            payouts=tuple(payouts.list_payouts(desk, customer, limit=LATEST_PAYOUTS)),
        )


def view_branch(desk: Desk, owner: int, person: int) -> Branch:
    """Whom a person brought, for the tree of ``owner`` (G26), with how many each brought."""
    with desk.store.read():
        found = tuple(people.list_referrals(desk.store, person))
        return Branch(
            found,
            storage.earned_by_referral(desk.store, owner),
            people.count_referrals(desk.store, [one.customer for one in found]),
        )


def view_ledger(desk: Desk, customer: int) -> list[LedgerLine]:
    """A customer's ledger, newest first; the running balance counts what may be spent, so a held
    amount is not in it (R17)."""
    with desk.store.read():
        entries = accounts.list_entries(desk, customer)
        origins = storage.entry_origins(desk.store, customer)
    undone_on = _undone_on(entries)
    running: dict[str, int] = {}
    lines = []
    for entry in entries:
        if entry.state != HELD:
            running[entry.unit] = running.get(entry.unit, 0) + entry.change
        origin = origins.get(entry.id, EntryOrigin())
        balance = running.get(entry.unit, 0)
        lines.append(LedgerLine(entry, origin, balance, undone_on.get(entry.id)))
    return lines[::-1]


def reveal_code(desk: Desk, code: int) -> str:
    """A whole code in groups, for the screen; that it was shown is logged (R28).

    Raises DomainError ``code_unknown``.
    """
    found = code_storage.codes_by_id(desk.store, [code])
    if not found:
        raise DomainError("code_unknown")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        desk.audit(stamp, "code_shown", code=mask_code(found[0].code), customer=found[0].owner)
    return group_code(found[0].code, shop.prefix)


def owner_of_code(desk: Desk, text: str) -> int | None:
    """Whose code a scanned or typed text is (R24), or None; a wrong one counts (R28).

    Raises DomainError ``till_paused``.
    """
    shop = desk.shop()
    if reads_as_code(shop, text):
        refuse_while_paused(desk)
    code = codes.find_code(desk, shop, text)
    if code is None:
        note_wrong_code(desk, shop, text)
    return code.owner if code is not None else None


def may_browse(desk: Desk) -> bool:
    """Whether the person at the desk may look through the whole base."""
    return desk.actor.role == "owner"


def log_browsing(desk: Desk, reason: str = "page") -> None:
    """Note that the whole base was opened, and what for. Raises DomainError ``not_allowed``."""
    desk.require("owner", "browse_customers")
    shop = desk.shop()
    with desk.store.write():
        desk.audit(
            desk.stamp(shop, opens_shift=False, minds_clock=False),
            "customers_browsed",
            reason=reason,
        )


def _undone_on(entries: Sequence[EntryLine]) -> dict[int, date]:
    """When each entry was wholly undone; a part of it may have gone back without that (R70)."""
    left = {one.id: one.change for one in entries}
    wholly: dict[int, date] = {}
    for one in entries:
        if one.undoes in left:
            left[one.undoes] += one.change
            if left[one.undoes] == 0:
                wholly[one.undoes] = one.on
    return wholly
