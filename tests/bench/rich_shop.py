"""Two states of the big shop: the plainest programme there is, and everything at once.

The personal codes of the big shop are of its first programme; its terms are written over, and in
the rich shop others run beside it. The people who come to the till have three above them there.
"""

from pathlib import Path

from refdesk.services import counter
from refdesk.services.desk import Desk
from refdesk.services.programmes import add_programme
from refdesk.storage.programmes import replace_terms
from tests.bench.big_shop import big_shop, code_of

SIMPLE = """
name = "Friends"
codes = "personal"
[[rule]]
id = "friend"
trigger = "every"
new_only = false
referral = { kind = "percent_off", percent = "10" }
referrer = [ { kind = "points", amount = 100 } ]
"""

RICH = """
name = "Friends"
codes = "personal"
stacking = "best_of"
[spending]
share = "50"
expires_days = 180
withdrawable = "70"
[[rule]]
id = "friend"
trigger = "every"
new_only = false
referral = { kind = "percent_off", percent = "10" }
referrer = [
  { kind = "money", percent = "5" }, { kind = "money", percent = "3" },
  { kind = "money", percent = "2" }, { kind = "money", percent = "1" },
]
[[status]]
name = "Silver"
referrals = 1
override = { friend = { referrer = [
  { kind = "money", percent = "6" }, { kind = "money", percent = "4" },
  { kind = "money", percent = "3" }, { kind = "money", percent = "2" },
] } }
"""

OWN = """
name = "Own points"
codes = "none"
[spending]
share = "30"
[[rule]]
id = "own"
trigger = "every"
new_only = false
carry_over = true
buyer = { kind = "points", per = "50.00", amount = 1 }
[[rule]]
id = "silver"
trigger = "every"
new_only = false
buyer = { kind = "points", percent = "0" }
[[status]]
name = "Silver"
spend = "500.00"
share = "50"
override = { silver = { buyer = { kind = "percent_off", percent = "5" } } }
"""

STAMPS = """
name = "Every 6th wash"
codes = "none"
[spending]
expires_inactive_days = 120
[[rule]]
id = "card"
trigger = "nth_visit"
n = 6
new_only = false
"""

ABOVE = 10_000
"""How far the number of who brought somebody is from his own, in the rich shop."""


def simple_shop(folder: Path, customers: int) -> Desk:
    """The big shop with one level and one discount."""
    desk = big_shop(folder, customers)
    with desk.store.write():
        replace_terms(desk.store, 1, SIMPLE)
    return desk


def rich_shop(folder: Path, customers: int, people: range) -> Desk:
    """The big shop with four levels, statuses, stacking and stamps; each of these people has
    three above him."""
    desk = big_shop(folder, customers)
    with desk.store.write():
        replace_terms(desk.store, 1, RICH)
        for number in people:
            for level in range(3):
                friend = number + level * ABOVE
                desk.store.sql(
                    "INSERT INTO referral (customer_id, referrer_id, version_id, code_id,"
                    " claimed_on, claimed_at, was_new, effective_id)"
                    " VALUES (?, ?, 1, ?, '2026-01-01', 0, 1, ?)",
                    (friend, friend + ABOVE, friend + ABOVE, friend),
                )
    for terms in (OWN, STAMPS):
        add_programme(desk, terms_text=terms)
    return desk


def newcomer(desk: Desk, number: int) -> counter.Request:
    """Somebody new comes with a friend's code."""
    lines = counter.make_lines(desk, [("Полная мойка", 150_000)])
    return counter.Request(lines, code=code_of(number), phone=f"+7812{3_000_000 + number:07}")


def regular(desk: Desk, number: int) -> counter.Request:
    """A customer of the base comes with a friend's code and pays a part with points."""
    lines = counter.make_lines(desk, [("Полная мойка", 150_000), ("Экспресс", 60_000)])
    return counter.Request(
        lines, code=code_of(number), customer=code_of(number + 5 * ABOVE), spend_points=30
    )
