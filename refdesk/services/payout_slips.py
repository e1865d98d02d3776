"""The slip of a payout: what it says, and printing it.

That a slip was printed stands in the audit; every later one says that it is a copy. Why this sum
is told lot by lot: when, by whose purchase, by what arithmetic, and how much of it was paid out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from refdesk.cards.slip import Slip, write_slip
from refdesk.domain.business_day import local
from refdesk.domain.customer import short_name
from refdesk.domain.payouts import Payout
from refdesk.domain.records import EntryLine, Shop
from refdesk.domain.terms import MONEY
from refdesk.services import accounts
from refdesk.services.desk import Desk
from refdesk.services.payouts import get_payout
from refdesk.storage import customer_view, ledger
from refdesk.storage import payouts as storage
from refdesk.words.catalogue import Words
from refdesk.words.names import entry_name, entry_reason, method_name
from refdesk.words.why import why_lines

MOST_REASONS = 60


@dataclass(frozen=True)
class SlipPrinted:
    """Which slip was written, on how many pages, and whether it is a copy of an earlier one."""

    payout: Payout
    pages: int
    is_copy: bool


@dataclass(frozen=True)
class SlipRead:
    """A payout with what its slip says, and whether an earlier one was printed."""

    payout: Payout
    slip: Slip
    is_copy: bool


def read_slip(desk: Desk, payout: int, words: Words) -> SlipRead:
    """What a payout's slip says now, in the words of its language.

    Raises DomainError ``payout_unknown``.
    """
    found = get_payout(desk, payout)
    is_copy = storage.has_slip(desk.store, found)
    return SlipRead(found, slip_of(desk, found, words, is_copy=is_copy), is_copy)


def log_slip(desk: Desk, read: SlipRead) -> None:
    """Note that a slip was printed: every later one says that it is a copy."""
    with desk.store.write():
        stamp = desk.stamp(desk.shop(), opens_shift=False, minds_clock=False)
        desk.audit(stamp, storage.SLIP, payout=read.payout.id, is_copy=read.is_copy)


def print_slip(desk: Desk, payout: int, out: Path, words: Words) -> SlipPrinted:
    """Write a payout's slip as a PDF, in the words of its language.

    Raises DomainError ``payout_unknown``; OSError, which leaves nothing behind.
    """
    read = read_slip(desk, payout, words)
    pages = write_slip(out, read.slip)
    log_slip(desk, read)
    return SlipPrinted(read.payout, pages, read.is_copy)


def slip_of(desk: Desk, payout: Payout, words: Words, *, is_copy: bool = False) -> Slip:
    """What a payout's slip says."""
    shop = desk.shop()
    at = local(payout.at, shop.zone)
    name = payout.name or words.text("Customer C{id}", id=payout.customer)
    paid_by = payout.staff_name or shop.name
    return Slip(
        shop=shop.name,
        contact=shop.contact,
        title=words.text("Payout O{id}", id=payout.id),
        mark=_mark(desk, shop, payout, words, is_copy=is_copy),
        facts=(
            (words.text("Date"), f"{words.date(at.date())}, {words.time(at)}"),
            (words.text("Paid to"), f"{name}, C{payout.customer}"),
            (words.text("How"), method_name(words, payout.method)),
            (words.text("Paid out by"), paid_by),
        ),
        amount=words.money(payout.amount),
        heading=words.text("Why this sum"),
        reasons=_reasons(desk, payout, words),
        signatures=(
            (words.text("Received, signature"), name),
            (words.text("Paid out, signature"), paid_by),
        ),
    )


def _mark(desk: Desk, shop: Shop, payout: Payout, words: Words, *, is_copy: bool) -> str:
    if payout.cancelled_at is not None:
        on = local(payout.cancelled_at, shop.zone).date()
        return words.text("Cancelled on {date}", date=words.date(on))
    if not is_copy:
        return ""
    printed = words.date(desk.local_now().date())
    return words.text("Copy, printed again on {date}", date=printed)


def _reasons(desk: Desk, payout: Payout, words: Words) -> tuple[tuple[str, str], ...]:
    """A line for each lot that paid, with what it paid; very many end in one sum."""
    lines = {one.id: one for one in accounts.list_entries(desk, payout.customer, MONEY)}
    origins = customer_view.entry_origins(desk.store, payout.customer)
    names = {entry: origin.buyer_name for entry, origin in origins.items()}
    draws = [draw for draw, _ in ledger.drawn_from(desk.store, payout.entry)]
    told = [
        (_reason(words, lines[one.lot], names), words.money(one.amount))
        for one in draws[:MOST_REASONS]
    ]
    rest = draws[MOST_REASONS:]
    if rest:
        other = words.plural("{n} more earning", "{n} more earnings", len(rest))
        told.append((other, words.money(sum(one.amount for one in rest))))
    return tuple(told)


def _reason(words: Words, entry: EntryLine, names: Mapping[int, str]) -> str:
    """``18 Nov 2026 · Boris K. · 10 % of 1 000 ₽ = 100 ₽``."""
    who = short_name(names.get(entry.id, ""))
    why = "; ".join(why_lines(words, entry.why)) or entry_reason(words, entry.reason)
    parts = (words.date(entry.on), who, why or entry_name(words, entry.kind))
    return " · ".join(part for part in parts if part)
