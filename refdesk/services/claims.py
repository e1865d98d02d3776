"""Binding a newcomer to who brought him (R30-R33, R54)."""

from refdesk.domain.bill import Facts
from refdesk.domain.conditions import check_buyer, check_code, lacks_identity
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode, Referral, Shop, Stamp
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.facts import Visit, gather
from refdesk.services.refusal_facts import add_facts
from refdesk.services.refusals import note_leave_for_codes
from refdesk.storage import customers, programmes, purchases


def claim_by_code(desk: Desk, shop: Shop, stamp: Stamp, customer: int, text: str) -> None:
    """A claim without a purchase: enrolling with a friend's code (R54).

    Raises the refusals that a code can meet before money is counted.
    """
    code = codes.find_promo_code(desk, shop, text)
    if code is None:
        raise DomainError("code_unknown")
    person = customers.find_customer(desk.store, customer)
    facts = gather(desk, shop, Visit(code=code, customer=person))
    if facts.code is not None:
        try:
            check_code(facts.code, facts)
        except DomainError as refused:
            add_facts(desk, shop, refused, code)
            raise
    if facts.code is None or code.referrer is None:
        raise DomainError("customer_excluded", name=person.name if person else "")
    check_buyer(facts.code, facts)
    audit_leave(desk, stamp, facts, customer=customer)
    note_leave_for_codes(desk, stamp)
    put_claim(desk, stamp, customer, code, facts)


def put_claim(desk: Desk, stamp: Stamp, customer: int, code: PromoCode, facts: Facts) -> None:
    """Bind a customer to the code's referrer unless he is bound already."""
    if code.referrer is None or (facts.buyer and facts.buyer.referrer is not None):
        return
    was_new = not (facts.buyer and facts.buyer.paid_purchases)
    referral = Referral(customer, code.referrer, code.version, stamp.on, was_new)
    customers.insert_referral(desk.store, stamp, referral, code.id)
    desk.audit(stamp, "referral_claimed", customer=customer, referrer=code.referrer)


def audit_leave(desk: Desk, stamp: Stamp, facts: Facts, **what: int) -> None:
    """Note who allowed a code to somebody who cannot be told from others (R55)."""
    if facts.code is not None and lacks_identity(facts.code, facts):
        approver = desk.approver.staff if desk.approver else None
        desk.audit(stamp, "identity_waived", approver=approver, **what)


def mark_effective(desk: Desk, customer: int) -> None:
    """A referral is effective from its first live purchase under the claim's version.

    Where that rewards nobody for bringing friends, as with statuses by friends alone, any paid
    purchase after the claim is such a one.
    """
    referral = customers.find_referral(desk.store, customer)
    if referral is None:
        return
    terms = programmes.get_version(desk.store, referral.version, desk.shop().decimals).terms
    if terms.referral_rules:
        first = purchases.first_live_purchase(desk.store, customer, referral.version)
    else:
        since = customers.claimed_at(desk.store, customer)
        first = purchases.first_paid_purchase(desk.store, customer, since) if since else None
    if first != referral.effective:
        customers.set_effective(desk.store, customer, first)
