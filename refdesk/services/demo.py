"""A whole day in a throw-away shop, every step proved by the next one.

Customers come in with their purchases, get personal codes, and their cards are printed. The
symbols are read back from the picture of the PDF, and what was read brings friends in. One of them
is sent away, one purchase is undone, points are spent, the shop is backed up and restored
elsewhere, and both are checked.

Decisions:
- The shop is a car wash in English or Russian; its sums are dollars, so that real purchases of a
  dollar shop fit, and a point is worth one cent.
- Phones of the friends are from the range that is kept for fiction.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from refdesk.cards.qr import decode_page
from refdesk.cards.raster import count_pages
from refdesk.domain.bill import Line
from refdesk.domain.errors import DomainError
from refdesk.domain.progress import Progress
from refdesk.domain.terms import POINTS
from refdesk.services import accounts, backups, counter, customers, imports, print_runs, undoing
from refdesk.services import shop as shops
from refdesk.services.desk import Desk
from refdesk.services.imports import PastCustomer
from refdesk.services.print_runs import Selection
from refdesk.storage import codes as code_storage
from refdesk.words.catalogue import Words

CUSTOMERS = 60
FRIENDS = 40
"""At most so many friends come in: fiction has a hundred phones."""

DPI = 150
BILL, OTHER_BILL = 4000, 2500
NAMES = {
    "en": ("Anna", "Boris", "Clara", "Denis", "Elena", "Felix", "Grace", "Henry", "Irina", "Jack"),
    "ru": ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Ирина", "Лев"),
}
SHOPS = {"en": "Lagoon Car Wash", "ru": "Мойка «Лагуна»"}


@dataclass(frozen=True)
class Doors:
    """How a folder's shop is made and opened; what stands above gives them."""

    create: Callable[[Path], Desk]
    open: Callable[[Path], Desk]


@dataclass(frozen=True)
class Plan:
    """Where the day happens and who comes: real purchases from a file, or made-up ones."""

    out: Path
    customers: int = CUSTOMERS
    purchases: Path | None = None


Watch = Callable[[str], Progress]
"""Is told which step begins; its progress is told how far it is."""


@dataclass
class Day:
    """What happened. ``faults`` names everything that did not agree; none is a good day."""

    shop: Path
    restored: Path
    pdf: Path
    backup: Path = field(default_factory=Path)
    audit_key: str = ""
    customers: int = 0
    purchases: int = 0
    cards: int = 0
    sheets: int = 0
    read_back: int = 0
    redemptions: int = 0
    refused: str = ""
    discounts: int = 0
    points_earned: int = 0
    points_spent: int = 0
    voided: int = 0
    money_back: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def expect(self, agreed: bool, fault: str) -> None:
        """Note what does not agree."""
        if not agreed:
            self.faults.append(fault)


def run_demo(doors: Doors, plan: Plan, words: Words, watch: Watch) -> Day:
    """Live through the day; raises DomainError ``bad_file``, ``shop_exists``, StorageError."""
    plan.out.mkdir(parents=True, exist_ok=True)
    day = Day(plan.out / "shop", plan.out / "restored", plan.out / "cards.pdf")
    desk = doors.create(day.shop)
    try:
        day.audit_key = _open_shop(desk, words.language)
        _bring_in(desk, plan, day, words, watch("import"))
        _print(desk, day, words, watch("print"))
        codes = _read_back(desk, day, watch("read"))
        receipts = _welcome_friends(desk, day, codes, watch("redeem"))
        _refuse_own_code(desk, day, receipts)
        _spend_points(desk, day, codes)
        _undo_last(desk, day, receipts)
        watch("backup")
        day.backup = backups.create_backup(desk).file
        backups.restore_backup(day.backup, day.restored)
        watch("check")
        _compare(desk, doors, day)
    finally:
        desk.store.close()
    return day


# -- morning -----------------------------------------------------------------------------------


def _open_shop(desk: Desk, language: str) -> str:
    draft = shops.ShopDraft(
        name=SHOPS[language], currency="USD", time_zone="America/New_York", language=language,
        region="US", contact="Harbour Street 5", presets=("car-wash",),
    )  # fmt: skip
    made = shops.create_shop(desk, draft)
    shops.set_setting(desk, "point_value", "0.01")
    return made.audit_key


def _bring_in(desk: Desk, plan: Plan, day: Day, words: Words, progress: Progress) -> None:
    if plan.purchases is None:
        people = make_people(desk, plan.customers, words.language)
    else:
        read = imports.read_purchases(plan.purchases, desk.shop().decimals)
        people = [
            PastCustomer(words.text("Customer {number}", number=one.name), one.bills)
            for one in read
        ]
    made = imports.import_history(desk, people, progress)
    day.customers, day.purchases = len(made.customers), made.purchases


def make_people(desk: Desk, count: int, language: str) -> list[PastCustomer]:
    """So many made-up customers with one to five purchases each in the last year."""
    names, today, draw = NAMES[language], desk.today(), desk.randbelow
    people = []
    for number in range(count):
        days = sorted(today - timedelta(days=1 + draw(365)) for _ in range(1 + draw(5)))
        bills = tuple((on, 100 + draw(9900)) for on in days)
        surname = names[(number // len(names)) % len(names)][0]
        people.append(PastCustomer(f"{names[number % len(names)]} {surname}.", bills))
    return people


# -- cards -------------------------------------------------------------------------------------


def _print(desk: Desk, day: Day, words: Words, progress: Progress) -> None:
    printed = print_runs.print_cards(
        desk, Selection(everybody=True), day.pdf, words=words, progress=progress
    )
    day.cards, day.sheets = printed.cards, printed.sheets
    day.expect(day.cards == day.customers, "cards_missing")


def _read_back(desk: Desk, day: Day, progress: Progress) -> list[str]:
    """Every code that the picture of the sheets shows, in the order of printing."""
    seen: set[str] = set()
    pages = count_pages(day.pdf)
    for page in range(1, pages + 1):
        progress.check()
        seen.update(decode_page(day.pdf, page, dpi=DPI))
        progress.report(page, pages)
    ids = print_runs.card_ids(desk, Selection(everybody=True))
    printed = [code.code for code in code_storage.codes_by_id(desk.store, ids)]
    day.read_back = len(seen)
    day.expect(seen == set(printed), "codes_misread")
    return [code for code in printed if code in seen]


# -- at the counter ----------------------------------------------------------------------------


def _welcome_friends(
    desk: Desk, day: Day, codes: Sequence[str], progress: Progress
) -> list[counter.Receipt]:
    """Friends come with codes read from cards; everybody gets what the terms say."""
    count = min(FRIENDS, len(codes))
    step = max(1, len(codes) // count) if count else 1
    receipts = []
    for number in range(count):
        request = counter.Request(
            lines=(Line(BILL),), code=codes[number * step], phone=f"+1 212 555 01{number:02}"
        )
        receipt = counter.record_purchase(desk, request)
        earned = [one.value for one in receipt.effects if one.benefit == POINTS]
        day.expect(receipt.discount == BILL // 10 and earned == [100], "benefit_differs")
        day.discounts += receipt.discount
        day.points_earned += sum(earned)
        receipts.append(receipt)
        progress.report(number + 1, count)
    day.redemptions = len(receipts)
    day.customers += len(receipts)
    return receipts


def _refuse_own_code(desk: Desk, day: Day, receipts: Sequence[counter.Receipt]) -> None:
    """Nobody invites himself: a friend shows the code that he has just got (R31)."""
    friend = receipts[0]
    own = counter.Request(
        lines=(Line(BILL),), code=friend.codes[0], customer=f"C{friend.customer}"
    )  # fmt: skip
    try:
        counter.quote_purchase(desk, own, records_refusal=True)
    except DomainError as refused:
        day.refused = refused.code
    day.expect(day.refused == "own_code", "self_referral_passed")


def _spend_points(desk: Desk, day: Day, codes: Sequence[str]) -> None:
    """Who invited the first friend pays with points, his card shown."""
    bill = counter.Request(lines=(Line(OTHER_BILL),), customer=codes[0], spend_points="max")
    receipt = counter.record_purchase(desk, bill)
    day.points_spent = sum(one.spent for one in receipt.effects)
    left = accounts.get_balance(desk, receipt.customer or 0).spendable[POINTS]
    day.expect(day.points_spent == 100 and left == 0, "points_differ")


def _undo_last(desk: Desk, day: Day, receipts: Sequence[counter.Receipt]) -> None:
    """The last friend's purchase is undone: nobody keeps anything of it (R13)."""
    last = receipts[-1]
    referrer = next(one.customer for one in last.effects if one.side == "referrer")
    before = accounts.get_balance(desk, referrer or 0).spendable[POINTS]
    undone = undoing.void_purchase(desk, last.purchase, "demo")
    after = accounts.get_balance(desk, referrer or 0).spendable[POINTS]
    day.voided, day.money_back = undone.purchase, undone.money_back
    day.expect(undone.money_back == last.to_pay and before - after == 100, "undo_differs")


# -- evening -----------------------------------------------------------------------------------


def _compare(desk: Desk, doors: Doors, day: Day) -> None:
    """The shop and its restored copy are sound, and say the same."""
    restored = doors.open(day.restored)
    try:
        for one in (desk, restored):
            day.problems += backups.check_everything(one, keys=[day.audit_key]).problems
        day.expect(not day.problems, "check_found_problems")
        day.expect(_figures(desk) == _figures(restored), "restored_differs")
        day.expect(len(_figures(desk)) == day.customers, "customers_missing")
    finally:
        restored.store.close()


def _figures(desk: Desk) -> list[tuple[int, int, int, int]]:
    """Everybody's purchases, referrals and points."""
    ids = customers.search_customers(desk, "", sort="name")
    return [
        (line.id, line.purchases, line.referrals, line.points)
        for start in range(0, len(ids), 400)
        for line in customers.customer_lines(desk, ids[start : start + 400])
    ]
