"""What counts in a contest, read from referrals and what they paid."""

from collections.abc import Iterator, Sequence
from datetime import date

from refdesk.domain.contests import Scored
from refdesk.domain.ledger import pro_rata
from refdesk.storage.engine import Store
from refdesk.storage.standings import UNPAID_GROUPS
from refdesk.storage.tables import OccasionRow, PurchaseLineRow, PurchaseRow, ReferralRow


def brought(store: Store, versions: Sequence[int], first: date, last: date) -> list[Scored]:
    """The referrals of these versions that became effective in a span, in the order of time."""
    query = (
        ReferralRow.select(ReferralRow.referrer)
        .join(PurchaseRow, on=(ReferralRow.effective == PurchaseRow.id))
        .where(
            ReferralRow.version.in_(list(versions)), PurchaseRow.on >= first, PurchaseRow.on <= last
        )
        .order_by(PurchaseRow.at, PurchaseRow.id)
    )
    return [Scored(referrer, 1) for (referrer,) in store.all(query.tuples())]


def paid(store: Store, versions: Sequence[int], first: date, last: date) -> Iterator[Scored]:
    """What effective referrals of these versions really paid in a span, in the order of time.

    From the purchase on that made them effective; less what has gone back, pro rata.
    """
    line, purchase, referral = PurchaseLineRow, PurchaseRow, ReferralRow
    query = (
        referral.select(
            referral.referrer, line.base, line.gone_back, line.price, line.discount
        )
        .join(purchase, on=(purchase.customer == referral.customer))
        .join(line, on=(line.purchase == purchase.id))
        .where(
            referral.version.in_(list(versions)), referral.effective.is_null(False),
            purchase.id >= referral.effective, purchase.is_void == 0,
            purchase.on >= first, purchase.on <= last, line.group.not_in(UNPAID_GROUPS),
            line.base > 0,
        )
        .order_by(purchase.at, purchase.id, line.position)
    )  # fmt: skip
    for referrer, base, back, price, discount in store.all(query.tuples()):
        left = base - pro_rata(base, back, price - discount) if back else base
        yield Scored(referrer, left)


def settled(store: Store, programme: int) -> frozenset[str]:
    """The live keys of the places in a programme’s contests whose prizes were given."""
    start = f"P{programme}/contest/"
    query = OccasionRow.select(OccasionRow.key).where(
        OccasionRow.kind == "contest", OccasionRow.is_live == 1, OccasionRow.key.startswith(start)
    )
    return frozenset(row.key for row in store.all(query))
