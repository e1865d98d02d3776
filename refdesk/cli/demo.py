"""A whole day in a throw-away shop, told in a few lines."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from refdesk.cli.call import Call
from refdesk.cli.progress import TerminalProgress
from refdesk.cli.tree import Branch, positive
from refdesk.words.catalogue import N_, load_words

if TYPE_CHECKING:
    from refdesk.domain.progress import Progress
    from refdesk.services.demo import Day

_STEPS: Final = {
    "import": N_("Customers come in"),
    "print": N_("Cards are printed"),
    "read": N_("Codes are read back from the picture"),
    "redeem": N_("Friends come with codes"),
    "backup": N_("The shop is backed up and restored"),
    "check": N_("Both shops are checked"),
}
_FAULTS: Final = {
    "cards_missing": N_("Not every customer has a card"),
    "codes_misread": N_("The codes on the sheets are not the codes of the shop"),
    "benefit_differs": N_("A friend or a referrer got something else than the terms say"),
    "self_referral_passed": N_("An own code was taken"),
    "points_differ": N_("Spending points went another way"),
    "undo_differs": N_("The undo did not bring everything back"),
    "check_found_problems": N_("The check found problems"),
    "restored_differs": N_("The restored shop says something else"),
    "customers_missing": N_("The number of customers is another"),
}


def declare(branch: Branch) -> None:
    """``demo``."""
    words = branch.words
    parser = branch.runs(_demo)
    parser.add_argument("--out", metavar="DIR", help=words.text("where everything goes"))
    parser.add_argument(
        "--customers", metavar="N", type=positive, default=60,
        help=words.text("so many made-up customers"),
    )  # fmt: skip
    parser.add_argument(
        "--purchases", metavar="FILE",
        help=words.text("a CSV of real purchases: customer, date, items, amount"),
    )  # fmt: skip


def _demo(call: Call) -> int:
    from refdesk.services import demo

    given, opener = call.options, call.opener
    out = Path(given.out) if given.out else Path(tempfile.mkdtemp(prefix="refdesk-demo-"))
    doors = demo.Doors(
        create=lambda folder: opener.elsewhere(folder).create(),
        open=lambda folder: opener.elsewhere(folder).open(),
    )
    purchases = Path(given.purchases) if given.purchases is not None else None
    plan = demo.Plan(out.resolve(), given.customers, purchases)
    words = load_words(call.words.language, currency="USD", region="US")
    call.words = words
    watcher = _Watcher(call)
    day = demo.run_demo(doors, plan, words, watcher.begin)
    watcher.end()
    call.out.result(_fields(call, day), _lines(call, day))
    return 1 if day.faults else 0


class _Watcher:
    """Says on standard error which step begins and how far it is."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._progress: TerminalProgress | None = None

    def begin(self, step: str) -> "Progress":
        """A step begins, the one before is over."""
        self.end()
        title = self._call.words.text_of(_STEPS[step])
        self._call.out.message(title)
        self._progress = TerminalProgress(self._call, title)
        return self._progress

    def end(self) -> None:
        """The last step is over."""
        if self._progress is not None:
            self._progress.finish()
            self._progress = None


def _fields(call: Call, day: "Day") -> dict[str, object]:
    problems = [{"problem": code, "subject": subject} for code, subject in day.problems]
    return {
        "pdf": str(day.pdf),
        "shop": str(day.shop),
        "backup": str(day.backup),
        "restored": str(day.restored),
        "audit_key": day.audit_key,
        "customers": day.customers,
        "purchases": day.purchases,
        "cards": day.cards,
        "sheets": day.sheets,
        "read_back": day.read_back,
        "redemptions": day.redemptions,
        "refused": day.refused,
        "discounts": call.money(day.discounts),
        "points_earned": day.points_earned,
        "points_spent": day.points_spent,
        "voided": f"B{day.voided}",
        "money_back": call.money(day.money_back),
        "check": {"ok": not day.problems, "problems": problems},
        "faults": day.faults,
        "ok": not day.faults,
    }


def _lines(call: Call, day: "Day") -> list[str]:
    words = call.words
    number = words.number
    lines = [
        words.text(
            "Customers brought in: {customers}, with purchases: {purchases}",
            customers=number(day.customers - day.redemptions), purchases=number(day.purchases),
        ),
        words.text(
            "Cards: {cards}, sheets: {sheets}, in {file}",
            cards=number(day.cards), sheets=number(day.sheets), file=str(day.pdf),
        ),
        words.text("Codes read back from the picture: {count}", count=number(day.read_back)),
        words.text("Friends who came with them: {count}", count=number(day.redemptions)),
        words.text(
            "Discounts: {discounts}, points for the referrers: {points}",
            discounts=words.money(day.discounts), points=number(day.points_earned),
        ),
        words.text("Points spent: {points}", points=number(day.points_spent)),
        words.text("An own code was refused"),
        words.text(
            "Purchase B{id} undone, {sum} back", id=day.voided, sum=words.money(day.money_back)
        ),
        words.text("Backup: {file}", file=str(day.backup)),
        words.text("Restored in: {folder}", folder=str(day.restored)),
        words.text("Audit key of this shop: {key}", key=day.audit_key),
    ]  # fmt: skip
    lines += [f"{code}: {subject}" for code, subject in day.problems]
    lines += [words.text_of(_FAULTS[fault]) for fault in day.faults]
    return lines if day.faults else [*lines, words.text("Checked: everything agrees")]
