"""Two records of one person become one (R30-R33, R36, R38, R39, R71, R77).

Decisions:
- The kept record keeps its id, name, kind and birthday; what it lacks comes from the other one,
  and a `client` becomes what the other one was. Phones, plates, e-mails, tags, notes, consents,
  codes, stacks, purchases, gifts, payouts and the staff account are all his. The name of the other
  one is noted with its id; the record itself stays as a sign that holds nothing about anybody, so
  the number on an old paper finds the person.
- Accounts are re-pointed and pay for one another from then on, so a debt on one record is paid at
  once by what the other has (R68). What had expired by then stays expired: it is booked before.
- The earlier claim is kept, by when it was made, with its version; the other one is forgotten,
  and no benefit moves (R30): what a milestone gave for both records stands. Somebody who had paid
  before his claim on either record is not new any more (R33).
- What was given once (joining, birthday, milestone) to either record is not given again; what
  both were given stands. Effective friends count together, and a milestone that only both reach
  is given with the next one (R71).
- Where the claim that would be kept makes the person his own referrer (one record invited the
  other), the merge is refused (`own_code`), and `referral_cycle` where it leads back to him
  through others. Self-referral is refused on every path (R31), and as a merge cannot be undone,
  these may be two people after all. Who knows that it is one person says so (`drops_claim`): then
  that claim was never valid, and the first valid one is kept (R30), if there is one. What it
  brought stays, until somebody voids or corrects it.
- Nobody unites his own account with another one alone (R38). A blocked record is set free first,
  or it would come free by the merge, or take another one's money along. The same merge again
  changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from refdesk.domain.customer import fold
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, Stamp
from refdesk.services import customers
from refdesk.services.claims import mark_effective
from refdesk.services.desk import Desk
from refdesk.storage import customers as people
from refdesk.storage import ledger, search
from refdesk.storage import merging as storage

CLIENT = "client"


@dataclass(frozen=True)
class Merged:
    """The person, and the record that leads to him now; ``repeated`` = it did already."""

    customer: Customer
    merged: int
    repeated: bool = False


def merge_customers(desk: Desk, keep: int, other: int, *, drops_claim: bool = False) -> Merged:
    """Unite two records of one person; ``keep`` stays. Manager and owner.

    Raises DomainError ``not_allowed``, ``customer_unknown``, ``same_customer``, ``already_merged``,
    ``customer_blocked``, ``second_person_needed``, and ``own_code`` or ``referral_cycle`` unless
    ``drops_claim`` says that such a claim is to be forgotten.
    """
    desk.require("manager", "merge_customers")
    shop = desk.shop()
    with desk.store.write():
        if storage.merged_into(desk.store, other) == keep:
            return Merged(customers.get_customer(desk, keep), other, repeated=True)
        one, two = _check(desk, keep, other)
        stamp = desk.stamp(shop)
        claim, dropped = _choose_claim(desk, keep, other, drops_claim=drops_claim)
        _unite(desk, stamp, one, two)
        _refer(desk, keep, other, claim)
        desk.audit(
            stamp, "customers_merged", customer=keep, merged=other,
            claim_of=claim.customer_id if claim else None,
            dropped=[row.referrer_id for row in dropped],
        )  # fmt: skip
    return Merged(customers.get_customer(desk, keep), other)


def _check(desk: Desk, keep: int, other: int) -> tuple[Customer, Customer]:
    if keep == other:
        raise DomainError("same_customer")
    for record in (keep, other):
        leads_to = storage.merged_into(desk.store, record)
        if leads_to is not None:
            name = people.names_of(desk.store, [leads_to]).get(leads_to, "")
            raise DomainError("already_merged", customer=leads_to, name=name)
    one, two = customers.get_customer(desk, keep), customers.get_customer(desk, other)
    for person in (one, two):
        if person.state == "blocked":
            raise DomainError("customer_blocked", customer=person.id, name=person.name)
    second = desk.approver
    stands_by = second is not None and second.staff != desk.actor.staff
    if desk.account_of(desk.actor) in (keep, other) and not stands_by:
        desk.deny("second_person_needed", "merge_own_account")
    return one, two


# -- who he is -------------------------------------------------------------------------------------


def _unite(desk: Desk, stamp: Stamp, one: Customer, two: Customer) -> None:
    store = desk.store
    for person in (one, two):
        # his purchases on the other record do not wake what had gone to sleep on this one (R67)
        ledger.expire_all(store, stamp, person.id)
    storage.move_links(store, one.id, two.id)
    storage.move_accounts(store, one.id, two.id)
    storage.move_occasions(store, one.id, two.id)
    name = one.name or two.name
    storage.unite(
        store, one.id, two.id,
        name=name, name_folded=fold(name),
        kind=two.kind if one.kind == CLIENT else one.kind,
        birthday=one.birthday or two.birthday,
        tags=list(dict.fromkeys((*one.tags, *two.tags))),
        note=_note(stamp, one, two),
    )  # fmt: skip
    ledger.settle_all(store, stamp, one.id)
    search.forget_customer(store, two.id)
    search.index_customer(store, one.id)


def _note(stamp: Stamp, one: Customer, two: Customer) -> str:
    """Both notes, and who the other record was: with its number it is on papers."""
    was = f"{stamp.on.isoformat()}: + C{two.id} {two.name}".rstrip()
    return "\n".join(filter(None, (one.note, two.note, was)))


# -- who brought him, and whom he brought ----------------------------------------------------------


def _choose_claim(
    desk: Desk, keep: int, other: int, *, drops_claim: bool
) -> tuple[Any, Sequence[Any]]:
    """The claim that the person keeps, or None, and those that are forgotten (R30-R32, R39)."""
    found = [storage.find_claim(desk.store, record) for record in (keep, other)]
    claims = sorted(
        (row for row in found if row is not None), key=lambda row: (row.claimed_at, row.id)
    )
    refusals = [_refusal(desk, row, keep, other) for row in claims]
    if claims and refusals[0] is not None and not drops_claim:
        raise refusals[0]
    valid = [row for row, refusal in zip(claims, refusals, strict=True) if refusal is None]
    kept = valid[0] if valid else None
    return kept, [row for row in claims if row is not kept]


def _refusal(desk: Desk, claim: Any, keep: int, other: int) -> DomainError | None:
    """What speaks against a claim once the two are one: it leads back to him."""
    invited, friend = claim.customer_id, claim.referrer_id
    if friend in (keep, other):
        return DomainError("own_code", invited=invited, friend=friend)
    if {keep, other}.isdisjoint(people.referrer_line(desk.store, friend)):
        return None
    return DomainError("referral_cycle", invited=invited, friend=friend)


def _refer(desk: Desk, keep: int, other: int, claim: Any) -> None:
    store = desk.store
    for record in (keep, other):
        if claim is None or record != claim.customer_id:
            storage.drop_claim(store, record)
    if claim is not None and claim.customer_id == other:
        storage.move_claim(store, keep, other)
    storage.move_referrals(store, keep, other)
    storage.forget_new(store, keep)
    mark_effective(desk, keep)
