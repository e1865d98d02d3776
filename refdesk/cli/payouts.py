"""Money handed to people: who can be paid, paying, the slip, taking a payout back."""

from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.cards import card_words
from refdesk.cli.slips import try_folder
from refdesk.cli.tree import Branch
from refdesk.cli.values import day, instant, printed_id, read_id
from refdesk.domain.payouts import CASH, METHODS, Payable, Payout

if TYPE_CHECKING:
    from refdesk.services.payouts import PersonToPay


def declare(branch: Branch) -> None:
    """``payout list|make|slip|cancel``."""
    words = branch.words
    branch.verb("list", _list, words.text("who can be paid, and every payout"))
    make = branch.verb("make", _make, words.text("pay out money"))
    make.add_argument("who", metavar="WHO")
    make.add_argument("--amount", metavar="A", required=True)
    make.add_argument("--method", choices=METHODS, default=CASH)
    make.add_argument("--slip", metavar="FILE.pdf", help=words.text("write the slip to sign"))
    make.add_argument("--key", metavar="KEY", default="", help=words.text("the same call again"))
    slip = branch.verb("slip", _slip, words.text("print a slip again"))
    slip.add_argument("payout", metavar="ID")
    slip.add_argument("--out", metavar="FILE.pdf", required=True)
    cancel = branch.verb("cancel", _cancel, words.text("the money is back in the till"))
    cancel.add_argument("payout", metavar="ID")
    cancel.add_argument("--reason", metavar="R", required=True)


# -- list --------------------------------------------------------------------------------------


def _list(call: Call) -> None:
    """First who can be paid, then the register of payouts, newest first."""
    from refdesk.services import payouts

    desk, words = call.desk(), call.words
    people = payouts.list_payable(desk)
    rows = [(_person_fields(call, one), _person_cells(call, one)) for one in people]
    rows += [(_fields(call, one), _cells(call, one)) for one in payouts.list_payouts(desk)]
    heads = (words.text("id"), words.text("customer"), words.text("sum"), words.text("state"))
    call.out.rows(rows, heads)


def _person_fields(call: Call, one: "PersonToPay") -> dict[str, object]:
    found = one.payable
    return {
        "payout": None,
        "amount": call.money(found.withdrawable),
        "customer": printed_id("C", one.customer),
        "name": one.name,
        "state": _state(found),
        "balance": call.money(found.available),
        "locked": call.money(found.locked),
        "held": call.money(found.held),
        "owed": call.money(found.owed),
        "referrals": found.referrals,
        "opens_after": found.opens_after,
        "why": _why(call, one) or None,
        "blocked": one.is_blocked,
        "year_total": call.money(one.year_total),
        "over_threshold": one.is_over_threshold,
    }


def _state(found: Payable) -> str:
    """``payable``, else what stands before it: ``locked``, ``held`` or ``owed``; or ``waiting``."""
    states = (
        ("payable", found.withdrawable), ("locked", found.locked), ("held", found.held),
        ("owed", found.owed),
    )  # fmt: skip
    return next((name for name, amount in states if amount > 0), "waiting")


def _why(call: Call, one: "PersonToPay") -> str:
    """Why the rest, or all of it, is not paid out now."""
    words, found = call.words, one.payable
    parts = []
    if found.locked:
        parts.append(words.text(
            "{amount} opens after friends: {limit}. So far: {count}",
            amount=words.money(found.locked), limit=words.number(found.opens_after or 0),
            count=words.number(found.referrals),
        ))  # fmt: skip
    if found.held:
        parts.append(words.text("On hold: {amount}", amount=words.money(found.held)))
    if found.owed:
        parts.append(words.text("Owed: {amount}", amount=words.money(found.owed)))
    if one.is_blocked:
        parts.append(words.text("Blocked: a manager pays"))
    if one.is_over_threshold:
        total = words.money(one.year_total)
        parts.append(words.text("Given this year: {amount}, above the limit", amount=total))
    return "; ".join(parts)


def _person_cells(call: Call, one: "PersonToPay") -> tuple[str, ...]:
    shown = f"C{one.customer} {one.name}".rstrip()
    return "", shown, call.words.money(one.payable.withdrawable), _why(call, one)


def _fields(call: Call, payout: Payout) -> dict[str, object]:
    return {
        "payout": printed_id("O", payout.id),
        "amount": call.money(payout.amount),
        "customer": printed_id("C", payout.customer),
        "name": payout.name,
        "method": payout.method,
        "state": "cancelled" if payout.cancelled_at else "paid",
        "on": day(payout.on),
        "at": instant(payout.at),
        "staff": payout.staff_name or None,
        "cancelled_at": instant(payout.cancelled_at),
        "reason": payout.reason or None,
    }


def _cells(call: Call, payout: Payout) -> tuple[str, ...]:
    from refdesk.words.names import method_name

    words = call.words
    how = words.text("cancelled") if payout.cancelled_at else method_name(words, payout.method)
    shown = f"C{payout.customer} {payout.name}".rstrip()
    return f"O{payout.id}", shown, words.money(payout.amount), f"{words.date(payout.on)}, {how}"


# -- paying and taking back ----------------------------------------------------------------------


def _make(call: Call) -> None:
    from refdesk.services import customers, payouts

    given, desk = call.options, call.desk()
    out = Path(given.slip) if given.slip is not None else None
    amount = call.amount(given.amount)
    if out is not None:
        try_folder(out)
    who = customers.get_who(desk, given.who).customer.id
    made = payouts.make_payout(desk, who, amount, method=given.method, key=given.key)
    file = _print_after(call, made.payout, out) if out is not None else None
    words = call.words
    line = words.text(
        "O{id}: {amount} to {who}", id=made.payout.id, amount=words.money(made.payout.amount),
        who=f"C{who}",
    )  # fmt: skip
    fields = {**_fields(call, made.payout), "slip": file, "repeated": made.repeated}
    call.out.result(fields, [line, *([file] if file else [])])


def _print_after(call: Call, payout: Payout, out: Path) -> str | None:
    """Write the slip of a payout that is recorded already, whatever becomes of the file."""
    try:
        return _print(call, payout.id, out)
    except OSError as trouble:
        call.out.message(call.words.text(
            "O{id} is paid out, but its slip was not written: {why}. "
            "Print it with: refdesk payout slip O{id} --out FILE.pdf",
            id=payout.id, why=trouble.strerror or str(trouble),
        ))  # fmt: skip
        return None


def _print(call: Call, payout: int, out: Path) -> str:
    from refdesk.services.payout_slips import print_slip

    print_slip(call.desk(), payout, out, card_words(call))
    return str(out)


def _slip(call: Call) -> None:
    from refdesk.services import payouts

    number = read_id("O", call.options.payout, otherwise="payout_unknown")
    found = payouts.get_payout(call.desk(), number)
    file = _print(call, number, Path(call.options.out))
    call.out.result({**_fields(call, found), "slip": file}, [file])


def _cancel(call: Call) -> None:
    from refdesk.services import payouts

    given, desk, words = call.options, call.desk(), call.words
    number = read_id("O", given.payout, otherwise="payout_unknown")
    cancelled = payouts.cancel_payout(desk, number, given.reason)
    amount = words.money(cancelled.amount)
    line = words.text("O{id} is cancelled: {amount} is back", id=number, amount=amount)
    call.out.result(_fields(call, cancelled), [line])
