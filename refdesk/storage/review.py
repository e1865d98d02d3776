"""Counting what is out of the ordinary at the tills, for the owner's review (reliability.md 4b).

Every question is bounded by business dates and answered by grouping in the database; the purchases
behind an answer are read for that answer alone.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from refdesk.storage.engine import Store
from refdesk.storage.tables import AuditRow

PRINTED, SWAPPED = "cards_printed", "code_replaced"
MOST_PURCHASES = 200


class Counted(NamedTuple):
    """How many of how many, by a staff member (None: nobody signed in), with a customer's card or
    at a till, and the days of the first and the last one."""

    staff: int | None
    customer: int | None
    till: int | None
    times: int
    of: int
    first: str
    last: str


_PERIOD = "p.business_date BETWEEN ? AND ? AND p.is_void = 0"
_NEWCOMERS = (
    "FROM purchase p JOIN code_use u ON u.purchase_id = p.id AND u.is_live = 1 "
    "JOIN referral r ON r.customer_id = u.customer_id AND r.code_id = u.code_id "
    "WHERE r.was_new = 1 AND [period]"
)
_SOON = (
    "FROM entry e JOIN purchase p ON p.id = e.purchase_id WHERE e.kind = 'spend' "
    "AND [period] AND EXISTS (SELECT 1 FROM entry b WHERE b.account_id = e.account_id "
    "AND b.kind = 'earn' AND b.purchase_id <> e.purchase_id AND b.id < e.id "
    "AND e.at - b.at BETWEEN 0 AND 300000000)"
)
_QUESTIONS = {
    # whose card each person used on newcomers, of all that he brought in by a card
    "one_card": (
        "SELECT staff, customer, NULL, n, SUM(n) OVER (PARTITION BY staff), first, last FROM ("
        "SELECT p.staff_id AS staff, r.referrer_id AS customer, COUNT(*) AS n, "
        "MIN(p.business_date) AS first, MAX(p.business_date) AS last "
        "[newcomers] GROUP BY 1, 2)"
    ),
    # who was at the till for nearly all newcomers of one referrer, and for few of the others'
    "one_share": (
        "SELECT staff, customer, NULL, n, whole, first, last FROM ("
        "SELECT staff, customer, n, first, last, SUM(n) OVER (PARTITION BY customer) AS whole, "
        "SUM(n) OVER (PARTITION BY staff) AS mine, SUM(n) OVER () AS everybody FROM ("
        "SELECT p.staff_id AS staff, r.referrer_id AS customer, COUNT(*) AS n, "
        "MIN(p.business_date) AS first, MAX(p.business_date) AS last [newcomers] GROUP BY 1, 2)) "
        "WHERE everybody > whole AND (mine - n) * 2 <= everybody - whole"
    ),
    # what was added to balances with no purchase behind it
    "by_hand": (
        "SELECT staff_id, NULL, NULL, COUNT(*), 0, MIN(business_date), MAX(business_date) "
        "FROM entry WHERE kind = 'adjust' AND change > 0 AND purchase_id IS NULL "
        "AND undoes_id IS NULL AND business_date BETWEEN ? AND ? GROUP BY 1"
    ),
    # how often each customer's code was redeemed, and the median of it
    "busy_code": (
        "WITH used AS (SELECT c.owner_id AS customer, COUNT(*) AS n, MIN(p.business_date) AS first,"
        " MAX(p.business_date) AS last FROM purchase p JOIN code_use u ON u.purchase_id = p.id "
        "AND u.is_live = 1 JOIN promo_code c ON c.id = u.code_id "
        "WHERE c.owner_id IS NOT NULL AND [period] GROUP BY 1) "
        "SELECT NULL, customer, NULL, n, (SELECT n FROM used ORDER BY n LIMIT 1 "
        "OFFSET (SELECT COUNT(*) FROM used) / 2), first, last FROM used"
    ),
    "hand_discount": (
        "SELECT p.staff_id, NULL, NULL, SUM(p.reason <> '' AND p.discount > 0), COUNT(*), "
        "MIN(CASE WHEN p.reason <> '' AND p.discount > 0 THEN p.business_date END), "
        "MAX(CASE WHEN p.reason <> '' AND p.discount > 0 THEN p.business_date END) "
        "FROM purchase p WHERE p.source = 'till' AND [period] GROUP BY 1"
    ),
    "undone": (
        "SELECT staff_id, NULL, NULL, COUNT(*), (SELECT COUNT(*) FROM purchase p WHERE "
        "p.staff_id IS undo.staff_id AND p.source = 'till' AND p.business_date BETWEEN ? AND ?), "
        "MIN(business_date), MAX(business_date) FROM undo WHERE business_date BETWEEN ? AND ? "
        "GROUP BY 1"
    ),
    "spent_soon": (
        "SELECT p.staff_id, NULL, NULL, COUNT(DISTINCT p.id), 0, MIN(p.business_date), "
        "MAX(p.business_date) [soon] GROUP BY 1"
    ),
    "wrong_codes": (
        "SELECT NULL, NULL, till_id, COUNT(*), 0, MIN(business_date), MAX(business_date) "
        "FROM refusal WHERE refusal = 'code_unknown' AND business_date BETWEEN ? AND ? GROUP BY 3"
    ),
}
_PURCHASES = {
    "one_card": "SELECT p.id [newcomers] AND p.staff_id IS ? AND r.referrer_id = ?",
    "one_share": "SELECT p.id [newcomers] AND p.staff_id IS ? AND r.referrer_id = ?",
    "busy_code": (
        "SELECT p.id FROM purchase p JOIN code_use u ON u.purchase_id = p.id AND u.is_live = 1 "
        "JOIN promo_code c ON c.id = u.code_id WHERE [period] AND ? IS NULL AND c.owner_id = ?"
    ),
    "hand_discount": (
        "SELECT p.id FROM purchase p WHERE [period] AND p.source = 'till' AND p.reason <> '' "
        "AND p.discount > 0 AND p.staff_id IS ? AND ? IS NULL"
    ),
    "undone": (
        "SELECT purchase_id FROM undo WHERE business_date BETWEEN ? AND ? AND staff_id IS ? "
        "AND ? IS NULL"
    ),
    "spent_soon": "SELECT DISTINCT p.id [soon] AND p.staff_id IS ? AND ? IS NULL",
}
KINDS = tuple(_QUESTIONS)


def _whole(statement: str) -> str:
    """A statement with the parts that several share in their places."""
    for name, part in (("[soon]", _SOON), ("[newcomers]", _NEWCOMERS), ("[period]", _PERIOD)):
        statement = statement.replace(name, part)
    return statement


def count_kind(store: Store, kind: str, first: date, last: date) -> list[Counted]:
    """The answers to one question for a period of business dates."""
    days = (first.isoformat(), last.isoformat())
    statement = _whole(_QUESTIONS[kind])
    rows = store.sql(statement, days * (statement.count("?") // 2))
    return [Counted(*row) for row in rows if row[3]]


def purchases_of(store: Store, kind: str, found: Counted) -> list[int]:
    """The purchases behind an answer, newest first, not more than `MOST_PURCHASES`."""
    statement = _PURCHASES.get(kind)
    if statement is None:
        return []
    values: tuple[object, ...] = (found.first, found.last, found.staff, found.customer)
    values += (MOST_PURCHASES,)
    return [
        purchase
        for (purchase,) in store.sql(_whole(statement) + " ORDER BY 1 DESC LIMIT ?", values)
    ]


def purchase_lines(store: Store, ids: Sequence[int]) -> list[tuple[int, str, int, int, str | None]]:
    """Id, business date, total, what was paid and the customer's name of these purchases."""
    found = []
    for one in ids:
        found += store.sql(
            "SELECT p.id, p.business_date, p.total, p.to_pay, c.name FROM purchase p "
            "LEFT JOIN customer c ON c.id = p.customer_id WHERE p.id = ?",
            (one,),
        )
    return found


class CardsAgain(NamedTuple):
    """Cards that a staff member printed again, or put in the place of others, at one go."""

    staff: int | None
    at: datetime
    cards: int


def cards_again(store: Store, since: datetime, until: datetime) -> list[CardsAgain]:
    """What was printed again, told by the audit: of a run by its count, of customers' cards by
    codes that were printed in this time already; and cards that were swapped."""
    rows = store.all(
        AuditRow.select(AuditRow.staff, AuditRow.at, AuditRow.action, AuditRow.details)
        .where(AuditRow.action.in_((PRINTED, SWAPPED)), AuditRow.at.between(since, until))
        .order_by(AuditRow.id)
    )
    found, seen = [], set[int]()
    for row in rows:
        codes = {one for one in row.details.get("codes", ()) if isinstance(one, int)}
        again = row.details.get("again", 0) + len(codes & seen)
        seen |= codes
        count = 1 if row.action == SWAPPED else again
        if count:
            found.append(CardsAgain(row.staff_id, row.at, count))
    return found


def till_names(store: Store) -> dict[int, str]:
    """What each till is called."""
    return dict(store.sql("SELECT id, name FROM till"))
