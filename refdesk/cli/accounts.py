"""What a customer has, and every entry that made it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import by_unit, day, in_unit, instant, printed_id
from refdesk.domain.records import EntitlementLine, EntryLine

if TYPE_CHECKING:
    from refdesk.services.accounts import Balance


def declare_balance(branch: Branch) -> None:
    """``balance``."""
    branch.runs(_balance).add_argument("who", metavar="WHO")


def declare_ledger(branch: Branch) -> None:
    """``ledger``."""
    branch.runs(_ledger).add_argument("who", metavar="WHO")


def _who(call: Call) -> int:
    from refdesk.services import customers

    return customers.get_who(call.desk(), call.options.who).customer.id


def _balance(call: Call) -> None:
    from refdesk.services import accounts

    who = _who(call)
    found = accounts.get_balance(call.desk(), who)
    fields: dict[str, object] = {
        "customer": printed_id("C", who),
        **by_unit(found.spendable, call.decimals),
        "held": by_unit(found.held, call.decimals),
        "owed": by_unit(found.owed, call.decimals),
        "entitlements": [_entitlement(call, one) for one in found.entitlements],
        "lots": [
            {
                "unit": lot.unit,
                "left": in_unit(lot.unit, lot.left, call.decimals),
                "state": lot.state,
                "available_on": day(lot.available_on),
                "expires_on": day(lot.expires_on),
                "programme": lot.programme,
            }
            for lot in found.lots
        ],
    }
    call.out.result(fields, _balance_lines(call, found))


def _entitlement(call: Call, one: EntitlementLine) -> dict[str, object]:
    from refdesk.words.benefit_text import benefit_short

    return {
        "entitlement": printed_id("G", one.id),
        "kind": one.benefit.kind,
        "title": benefit_short(call.words, one.benefit),
        "state": one.state(call.desk().today()),
        "available_on": day(one.available_on),
        "expires_on": day(one.expires_on),
        "programme": one.programme_name,
    }


def _balance_lines(call: Call, found: "Balance") -> Iterator[str]:
    from refdesk.words.benefit_text import benefit_short
    from refdesk.words.names import lot_state_name, unit_amount, unit_name

    words = call.words
    for unit, amount in found.spendable.items():
        yield f"{unit_name(words, unit)}: {unit_amount(words, unit, amount)}"
    for unit, amount in found.held.items():
        yield words.text("On hold: {amount}", amount=unit_amount(words, unit, amount))
    for unit, amount in found.owed.items():
        yield words.text("Owed: {amount}", amount=unit_amount(words, unit, amount))
    for kept in found.entitlements:
        state = lot_state_name(words, kept.state(call.desk().today()))
        yield f"  G{kept.id}: {benefit_short(words, kept.benefit)}, {state}"
    for lot in found.lots:
        left, state = unit_amount(words, lot.unit, lot.left), lot_state_name(words, lot.state)
        if lot.expires_on is None:
            yield words.text("  {amount}, {state}", amount=left, state=state)
        else:
            until = words.date(lot.expires_on)
            yield words.text(
                "  {amount}, {state}, until {date}", amount=left, state=state, date=until
            )


def _ledger(call: Call) -> None:
    from refdesk.services import accounts

    desk, words = call.desk(), call.words
    rows = [
        (_entry_fields(call, one), _entry_cells(call, one))
        for one in accounts.list_entries(desk, _who(call))
    ]
    heads = (words.text("date"), words.text("what"), words.text("change"), words.text("balance"))
    call.out.rows(rows, (*heads, words.text("why")))


def _entry_fields(call: Call, entry: EntryLine) -> dict[str, object]:
    from refdesk.words.names import entry_reason
    from refdesk.words.why import why_lines

    return {
        "entry": printed_id("E", entry.id),
        "at": instant(entry.at),
        "on": day(entry.on),
        "kind": entry.kind,
        "unit": entry.unit,
        "change": in_unit(entry.unit, entry.change, call.decimals),
        "balance": in_unit(entry.unit, entry.balance, call.decimals),
        "state": entry.state,
        "purchase": printed_id("B", entry.purchase),
        "undoes": printed_id("E", entry.undoes),
        "payout": printed_id("O", entry.payout),
        "why": "\n".join(why_lines(call.words, entry.why)),
        "reason": entry_reason(call.words, entry.reason) or None,
    }


def _entry_cells(call: Call, entry: EntryLine) -> tuple[str, ...]:
    from refdesk.words.names import entry_name, unit_amount
    from refdesk.words.why import why_lines

    words = call.words
    return (
        words.date(entry.on),
        entry_name(words, entry.kind),
        unit_amount(words, entry.unit, entry.change),
        unit_amount(words, entry.unit, entry.balance),
        "; ".join(why_lines(words, entry.why)),
    )
