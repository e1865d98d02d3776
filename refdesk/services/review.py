"""What the owner may want to look at: figures of staff that stand out (reliability.md 4b, G13).

Decisions:
- A finding says what was counted and accuses nobody: a card that is used on half of a person's
  newcomers may be the best ambassador's.
- Nothing is said of a handful: `LEAST` of a kind must have been counted, and its share be high.
- A finding that was looked at stays so until there is more of it.
- A purchase's number is the sale's: what was earned at a till has one. Corrections upward are what
  has none, so they are counted.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from refdesk.domain.business_day import business_date
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.findings import Finding, PurchaseBehind
from refdesk.domain.progress import Progress
from refdesk.domain.records import StaffMember
from refdesk.services.desk import Actor, Desk
from refdesk.services.look_ups import look_ups_of
from refdesk.storage import customers as people
from refdesk.storage import review as storage
from refdesk.storage import shop as shops

USUAL_DAYS = 90
LEAST: Final = {
    "one_card": 5, "own_card": 1, "busy_code": 20, "hand_discount": 5, "undone": 5,
    "spent_soon": 3, "wrong_codes": 20, "look_ups": 60, "one_share": 10, "by_hand": 5,
    "reprinted": 10,
}  # fmt: skip
_SHARE: Final = {
    "one_card": (1, 2),
    "one_share": (3, 4),
    "hand_discount": (1, 5),
    "undone": (1, 10),
}
_TIMES_MEDIAN = 5
_NOTE = "reviewed"


def list_findings(
    desk: Desk,
    first: date | None = None,
    last: date | None = None,
    *,
    progress: Progress | None = None,
) -> list[Finding]:
    """What stands out in a period of business dates, by default the latest `USUAL_DAYS`; what was
    not looked at stands first. Owner only. Raises DomainError ``not_allowed``, ``bad_date``, and
    Cancelled when ``progress`` says so.
    """
    progress = progress or Progress()
    desk.require("owner", "review_staff")
    last = last or desk.today()
    first = first or last - timedelta(days=USUAL_DAYS)
    if last < first:
        raise DomainError("bad_date", text=last.isoformat(), first=first.isoformat())
    staff = shops.list_staff(desk.store)
    found = []
    # each question is a look of its own: tills record in between
    for number, kind in enumerate(storage.KINDS):
        progress.check()
        progress.report(number, len(storage.KINDS))
        found += _found(desk, kind, first, last, staff)
    found += [one for member in staff for one in _looked_up(desk, member, first, last)]
    found += _reprinted(desk, first, last, staff)
    seen = _reviewed(desk)
    marked = [_marked(one, seen) for one in found]
    return sorted(marked, key=lambda one: (one.is_reviewed, -one.count))


def mark_reviewed(desk: Desk, finding: Finding, *, reviewed: bool = True) -> None:
    """Note that the owner looked at a finding, or that he wants to again; in the audit too.

    Raises DomainError ``not_allowed``.
    """
    desk.require("owner", "review_staff")
    shop = desk.shop()
    with desk.store.write():
        seen = _reviewed(desk)
        seen[finding.key] = finding.count if reviewed else 0
        shops.set_setting(desk.store, _NOTE, json.dumps(seen))
        stamp = desk.stamp(shop, opens_shift=False, minds_clock=False)
        desk.audit(
            stamp, "finding_reviewed", kind=finding.kind, staff=finding.staff_id,
            customer=finding.customer, count=finding.count, reviewed=reviewed,
        )  # fmt: skip


def purchases_behind(desk: Desk, finding: Finding, limit: int = 50) -> list[PurchaseBehind]:
    """The newest purchases that a finding counts. Owner only."""
    desk.require("owner", "review_staff")
    return [
        PurchaseBehind(id_, date.fromisoformat(on), total, to_pay, short_name(name or ""))
        for id_, on, total, to_pay, name in storage.purchase_lines(
            desk.store, finding.purchases[:limit]
        )
    ]


def _found(
    desk: Desk, kind: str, first: date, last: date, staff: Sequence[StaffMember]
) -> list[Finding]:
    members = {one.id: one for one in staff}
    answers = storage.count_kind(desk.store, kind, first, last)
    tills = storage.till_names(desk.store) if kind == "wrong_codes" else {}
    found = []
    for one in answers:
        member = members.get(one.staff) if one.staff is not None else None
        is_own = member is not None and one.customer is not None and one.customer == (
            desk.account_of(Actor(member.id, member.name, member.role, member.customer))
        )  # fmt: skip
        shown = "own_card" if kind == "one_card" and is_own else kind
        if not _stands_out(shown, one):
            continue
        name = people.names_of(desk.store, [one.customer]) if one.customer is not None else {}
        found.append(
            Finding(
                shown, one.times, one.of, date.fromisoformat(one.first),
                date.fromisoformat(one.last), staff=member.name if member else "",
                staff_id=one.staff, customer=one.customer,
                customer_name=short_name(name.get(one.customer or 0, "")),
                till=tills.get(one.till or 0, ""),
                purchases=tuple(storage.purchases_of(desk.store, kind, one)),
            )
        )  # fmt: skip
    return found


def _stands_out(kind: str, one: storage.Counted) -> bool:
    if one.times < LEAST[kind]:
        return False
    if kind == "busy_code":
        return one.times >= _TIMES_MEDIAN * one.of
    part, whole = _SHARE.get(kind, (0, 1))
    return one.times * whole >= one.of * part


def _looked_up(desk: Desk, member: StaffMember, first: date, last: date) -> list[Finding]:
    """The day on which a cashier looked the most people up."""
    days = {on: n for on, n in look_ups_of(desk, member.id).items() if first <= on <= last}
    on = max(days, key=lambda one: days[one], default=None)
    if on is None or days[on] < LEAST["look_ups"]:
        return []
    return [
        Finding("look_ups", days[on], 0, on, on, staff=member.name, staff_id=member.id)
    ]  # fmt: skip


def _reprinted(desk: Desk, first: date, last: date, staff: Sequence[StaffMember]) -> list[Finding]:
    """Who printed many cards again, or swapped them: a card more is a discount more."""
    shop = desk.shop()
    zone, start = shop.zone, shop.settings.business_day_start
    since = datetime.combine(first, start, zone)
    until = datetime.combine(last + timedelta(days=1), start, zone)
    by_staff: dict[int | None, list[storage.CardsAgain]] = {}
    for one in storage.cards_again(desk.store, since, until):
        by_staff.setdefault(one.staff, []).append(one)
    names = {one.id: one.name for one in staff}
    found = []
    for member, told in by_staff.items():
        count = sum(one.cards for one in told)
        if count >= LEAST["reprinted"]:
            days = [business_date(one.at, zone, start) for one in told]
            name = names.get(member or 0, "")
            found.append(
                Finding("reprinted", count, 0, days[0], days[-1], staff=name, staff_id=member)
            )
    return found


def _reviewed(desk: Desk) -> dict[str, int]:
    found: dict[str, int] = json.loads(shops.find_setting(desk.store, _NOTE) or "{}")
    return found


def _marked(finding: Finding, seen: dict[str, int]) -> Finding:
    return replace(finding, is_reviewed=seen.get(finding.key, 0) >= finding.count)
