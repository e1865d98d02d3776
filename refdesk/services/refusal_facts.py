"""What staff want to know of a refusal: when, by whom, and until when (ui.md, section 7).

A rule says only what it has weighed; the rest is looked up here, once somebody is refused.
"""

from datetime import date

from refdesk.domain.bill import GIFT_CARD
from refdesk.domain.business_day import business_date, next_period
from refdesk.domain.card_loss import stolen_details
from refdesk.domain.codes import mask_code
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode, Shop
from refdesk.services.desk import Desk
from refdesk.services.renewing import renewal_of
from refdesk.storage import customers, print_runs, programmes, traces


def add_facts(desk: Desk, shop: Shop, refused: DomainError, code: PromoCode | None) -> None:
    """Add to a refusal what is known of the code or the person that it is about."""
    params = refused.params
    today = desk.today()
    if refused.code != "clock_suspect":  # of a wrong clock its year is news
        params["today"] = today
    match refused.code:
        case "limit_per_customer" | "limit_per_period":
            params["works_on"] = next_period(str(params.get("period", "")), today)
        case "already_referred":
            _claimed(desk, refused)
        case "code_used_up" if code is not None and params.get("limit") in (None, 1):
            _used(desk, refused, code)
        case "code_blocked" if code is not None and code.status == "blocked":
            _blocked(desk, shop, refused, code)
        case "code_blocked" if code is not None and code.owner is not None:
            _owner_blocked(desk, shop, refused, code.owner)
        case "code_not_activated" if code is not None:
            _not_out(desk, refused, code)
        case "code_expired" if code is not None:
            _renewable(desk, shop, refused, code)
        case "programme_paused" if code is not None:
            _paused(desk, shop, refused, code)


def _claimed(desk: Desk, refused: DomainError) -> None:
    customer = refused.params.get("customer")
    referral = customers.find_referral(desk.store, customer) if isinstance(customer, int) else None
    if referral is not None:
        refused.params["claimed_on"] = referral.claimed_on


def _used(desk: Desk, refused: DomainError, code: PromoCode) -> None:
    """Of a code for one use; what a gift card was spent on is told by its ledger (R73)."""
    used = traces.last_use(desk.store, code.id) if code.kind != GIFT_CARD else None
    if used is not None:
        refused.params |= {
            "used_on": used.on, "customer": used.customer, "name": used.name,
            "till": used.till, "staff": short_name(used.staff),
        }  # fmt: skip


def _blocked(desk: Desk, shop: Shop, refused: DomainError, code: PromoCode) -> None:
    theft = stolen_details(code.reason)
    refused.params["why"] = code.reason if theft is None else theft
    if theft is not None:
        refused.params |= {"stolen": True, "id": code.id}
    mask = mask_code(code.code)
    link = traces.last_link(desk.store, "code_blocked", {"code": mask, "id": code.id})
    if link is None and code.replaced_by is not None:
        # blocked before it was swapped: its row has been the new card's since then
        details = {"code": mask, "id": code.replaced_by}
        link = traces.last_link(desk.store, "code_blocked", details)
    if link is not None:
        refused.params |= {"who": short_name(link.staff), "blocked_on": _day(shop, link)}


def _owner_blocked(desk: Desk, shop: Shop, refused: DomainError, owner: int) -> None:
    """Who blocked the customer whose card it is, and when; why is in his notes."""
    link = traces.last_link(desk.store, "customer_blocked", {"customer": owner})
    if link is not None:
        refused.params |= {"who": short_name(link.staff), "blocked_on": _day(shop, link)}


def _not_out(desk: Desk, refused: DomainError, code: PromoCode) -> None:
    """Of a card whose run nobody has confirmed yet: which run that is (R29, R74)."""
    card = print_runs.card_of(desk.store, code.id)
    if card is not None and card.issued_at is None:
        refused.params["run"] = f"R{card.run}"


def _renewable(desk: Desk, shop: Shop, refused: DomainError, code: PromoCode) -> None:
    """Of an expired card whose owner can have a new one: who that is."""
    found = renewal_of(desk, shop, code)
    if found is not None:
        refused.params["holder"] = short_name(found[0].name)


def _paused(desk: Desk, shop: Shop, refused: DomainError, code: PromoCode) -> None:
    version = programmes.get_version(desk.store, code.version, shop.decimals)
    link = traces.last_link(desk.store, "programme_paused", {"programme": version.programme})
    if link is not None:
        refused.params |= {"who": short_name(link.staff), "paused_on": _day(shop, link)}


def _day(shop: Shop, link: traces.AuditTrace) -> date:
    return business_date(link.at, shop.zone, shop.settings.business_day_start)
