"""The commands: what each is for, and where it is declared; only what is called for is imported."""

from collections.abc import Callable, Mapping
from typing import Final

from refdesk.cli.tree import Branch
from refdesk.words.catalogue import N_


def _init(branch: Branch) -> None:
    from refdesk.cli import shop

    shop.declare_init(branch)


def _demo(branch: Branch) -> None:
    from refdesk.cli import demo

    demo.declare(branch)


def _preset(branch: Branch) -> None:
    from refdesk.cli import programmes

    programmes.declare_presets(branch)


def _service(branch: Branch) -> None:
    from refdesk.cli import shop

    shop.declare_services(branch)


def _setting(branch: Branch) -> None:
    from refdesk.cli import shop

    shop.declare_settings(branch)


def _staff(branch: Branch) -> None:
    from refdesk.cli import staff

    staff.declare(branch)


def _shift(branch: Branch) -> None:
    from refdesk.cli import shifts

    shifts.declare(branch)


def _programme(branch: Branch) -> None:
    from refdesk.cli import programmes

    programmes.declare(branch)


def _customer(branch: Branch) -> None:
    from refdesk.cli import customers

    customers.declare(branch)


def _code(branch: Branch) -> None:
    from refdesk.cli import codes

    codes.declare(branch)


def _run(branch: Branch) -> None:
    from refdesk.cli import runs

    runs.declare(branch)


def _cards(branch: Branch) -> None:
    from refdesk.cli import cards, pieces, receipts

    cards.declare_cards(branch)
    pieces.declare_pieces(branch)
    receipts.declare_receipt(branch)


def _stock(branch: Branch) -> None:
    from refdesk.cli import studio

    studio.declare_stocks(branch)


def _design(branch: Branch) -> None:
    from refdesk.cli import studio

    studio.declare_designs(branch)


def _quote(branch: Branch) -> None:
    from refdesk.cli import till

    till.declare_quote(branch)


def _redeem(branch: Branch) -> None:
    from refdesk.cli import till

    till.declare_redeem(branch)


def _buy(branch: Branch) -> None:
    from refdesk.cli import till

    till.declare_buy(branch)


def _void(branch: Branch) -> None:
    from refdesk.cli import till

    till.declare_void(branch)


def _refund(branch: Branch) -> None:
    from refdesk.cli import till

    till.declare_refund(branch)


def _adjust(branch: Branch) -> None:
    from refdesk.cli import adjusting

    adjusting.declare(branch)


def _payout(branch: Branch) -> None:
    from refdesk.cli import payouts

    payouts.declare(branch)


def _balance(branch: Branch) -> None:
    from refdesk.cli import accounts

    accounts.declare_balance(branch)


def _ledger(branch: Branch) -> None:
    from refdesk.cli import accounts

    accounts.declare_ledger(branch)


def _report(branch: Branch) -> None:
    from refdesk.cli import reports

    reports.declare(branch)


def _backup(branch: Branch) -> None:
    from refdesk.cli import backups

    backups.declare_backups(branch)


def _restore(branch: Branch) -> None:
    from refdesk.cli import backups

    backups.declare_restore(branch)


def _upkeep(branch: Branch) -> None:
    from refdesk.cli import upkeep

    upkeep.declare_upkeep(branch)


def _clock(branch: Branch) -> None:
    from refdesk.cli import upkeep

    upkeep.declare_clock(branch)


def _check(branch: Branch) -> None:
    from refdesk.cli import checking

    checking.declare_check(branch)


COMMANDS: Final[Mapping[str, tuple[str, Callable[[Branch], None]]]] = {
    "init": (N_("create the shop"), _init),
    "demo": (N_("a whole day in a throw-away shop"), _demo),
    "preset": (N_("ready programmes"), _preset),
    "service": (N_("what the shop sells"), _service),
    "setting": (N_("settings of the shop"), _setting),
    "clock": (N_("what the clock shows, and confirming it"), _clock),
    "programme": (N_("programmes and their terms"), _programme),
    "customer": (N_("the customer base"), _customer),
    "code": (N_("promo codes"), _code),
    "run": (N_("print runs and their stacks"), _run),
    "cards": (N_("cards as PDF"), _cards),
    "stock": (N_("sheets and labels to print on"), _stock),
    "design": (N_("what cards look like, and the shop’s pictures"), _design),
    "quote": (N_("what would happen; nothing is recorded"), _quote),
    "redeem": (N_("a purchase with a code"), _redeem),
    "buy": (N_("a purchase without a code"), _buy),
    "void": (N_("undo a purchase"), _void),
    "refund": (N_("undo a part of a purchase"), _refund),
    "adjust": (N_("correct a balance by hand"), _adjust),
    "balance": (N_("what a customer has"), _balance),
    "ledger": (N_("every entry of a customer"), _ledger),
    "payout": (N_("money handed to people"), _payout),
    "staff": (N_("people who sign in"), _staff),
    "shift": (N_("one’s time at a till, opened and closed"), _shift),
    "upkeep": (N_("books what time has brought: holds, expiries, birthdays, prizes"), _upkeep),
    "report": (N_("figures of the shop"), _report),
    "backup": (N_("backups of the shop"), _backup),
    "restore": (N_("put a backup in place"), _restore),
    "check": (N_("recompute everything and list what is wrong"), _check),
}
