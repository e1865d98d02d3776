"""Blocking a customer, letting him go, and changing who brought him: a manager's, with a reason.

Decisions:
- The reason goes, with its day, into the customer's own note, where it is erased with him; the
  audit holds no free text (reliability.md 4c).
- What a blocked person earned before stays his; his code gives nothing or makes his benefit wait,
  as the programme says (R35). Letting him go makes what waited available, as long as it would
  have been.
- A referral keeps the version and the day of its claim when its referrer changes, and every
  benefit stays where it was booked (R30); from now on the new one gets it. Somebody whom nobody
  brought is claimed under the new referrer's live personal code.
"""

from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, PromoCode, Referral, Stamp
from refdesk.services import customers
from refdesk.services.desk import Desk
from refdesk.storage import codes as code_storage
from refdesk.storage import customers as storage
from refdesk.storage import entitlements, ledger, programmes

MAX_REASON = 200


def block_customer(desk: Desk, customer: int, reason: str) -> Customer:
    """Block a person: his code and what friends bring him stop (R35). Manager and owner.

    Raises DomainError ``not_allowed``, ``bad_reason``, ``customer_unknown``. Blocking twice
    changes nothing but the note.
    """
    return _set_state(desk, customer, "blocked", reason)


def unblock_customer(desk: Desk, customer: int, reason: str) -> Customer:
    """Let a blocked person go; what waited for it is his now. Raises as `block_customer`."""
    return _set_state(desk, customer, "active", reason)


def _set_state(desk: Desk, customer: int, state: str, reason: str) -> Customer:
    desk.require("manager", "block_customer")
    clean = _reason(reason)
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        person = customers.get_customer(desk, customer)
        note = _noted(person, stamp, clean)
        storage.update_customer(desk.store, customer, state=state, note=note)
        if state == "active":
            lots = ledger.stop_waiting(desk.store, stamp, customer)
            gifts = entitlements.stop_waiting(desk.store, customer, stamp.on)
            desk.audit(stamp, "customer_unblocked", customer=customer, released=lots + gifts)
        else:
            desk.audit(stamp, "customer_blocked", customer=customer)
    return customers.get_customer(desk, customer)


def _reason(reason: str) -> str:
    if not reason.strip() or len(reason) > MAX_REASON:
        raise DomainError("bad_reason")
    return reason.strip()


def _noted(person: Customer, stamp: Stamp, reason: str) -> str:
    return "\n".join(filter(None, (person.note, f"{stamp.on.isoformat()}: {reason}")))


# -- who brought him -------------------------------------------------------------------------------


def change_referrer(desk: Desk, customer: int, referrer: int, reason: str) -> Referral:
    """Say who brought a person, against the first claim (R30). Manager and owner.

    Raises DomainError ``not_allowed``, ``bad_reason``, ``customer_unknown``, ``code_blocked``,
    ``own_code``, ``referral_cycle``, ``second_person_needed``, and ``bad_programme`` where nobody
    brought him yet and it is not clear under which programme he is claimed now.
    """
    desk.require("manager", "change_referrer")
    clean = _reason(reason)
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        person = customers.get_customer(desk, customer)
        _check_referrer(desk, person, customers.get_customer(desk, referrer))
        before = storage.find_referral(desk.store, customer)
        if before is None:
            code = _code_to_claim_by(desk, referrer, shop.decimals)
            made = Referral(customer, referrer, code.version, stamp.on, not person.purchases)
            storage.insert_referral(desk.store, stamp, made, code.id)
        elif before.referrer != referrer:
            storage.set_referrer(desk.store, customer, referrer)
        storage.update_customer(desk.store, customer, note=_noted(person, stamp, clean))
        desk.audit(
            stamp, "referrer_changed", customer=customer, referrer=referrer,
            before=before.referrer if before else None,
        )  # fmt: skip
    found = storage.find_referral(desk.store, customer)
    if found is None:
        raise DomainError("customer_unknown")
    return found


def _check_referrer(desk: Desk, person: Customer, referrer: Customer) -> None:
    if referrer.state == "blocked":
        raise DomainError("code_blocked")
    if person.id == referrer.id:
        raise DomainError("own_code", name=person.name)
    if person.id in storage.referrer_line(desk.store, referrer.id):
        raise DomainError("referral_cycle")
    # R38: nobody gives himself a referral alone
    second = desk.approver
    stands_by = second is not None and second.staff != desk.actor.staff
    if desk.account_of(desk.actor) in (person.id, referrer.id) and not stands_by:
        desk.deny("second_person_needed", "change_own_referrer")


def _code_to_claim_by(desk: Desk, referrer: int, decimals: int) -> PromoCode:
    """The personal code of a running programme: with several it must be said which."""
    live = []
    for code in code_storage.codes_of(desk.store, referrer):
        version = programmes.get_version(desk.store, code.version, decimals)
        if code.status == "live" and version.status == "active":
            live.append((version.programme, code))
    if len({programme for programme, _ in live}) != 1:
        raise DomainError("bad_programme", text="")
    return live[-1][1]
