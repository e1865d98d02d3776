"""The customer base: adding, changing, listing and showing people."""

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch, positive
from refdesk.cli.values import by_unit, day, printed_id
from refdesk.words.catalogue import Words

if TYPE_CHECKING:
    from refdesk.domain.records import CustomerLine
    from refdesk.services.customers import CustomerDetails, NewCustomer
    from refdesk.services.overview import Overview


def declare(branch: Branch) -> None:
    """``customer add|edit|list|show|block|unblock|referrer|merge|erase``."""
    from refdesk.cli import customer_state, erasing, merging

    words = branch.words
    add = branch.verb("add", _add, words.text("add a customer, with personal codes"))
    _person_options(add, words)
    add.add_argument(
        "--code", metavar="CODE", default="", help=words.text("a friend’s code: who invited")
    )
    edit = branch.verb("edit", _edit, words.text("change a customer"))
    edit.add_argument("who", metavar="WHO")
    _person_options(edit, words)
    edit.add_argument(
        "--code", metavar="CODE", default="", help=words.text("a friend’s code: who invited")
    )
    find = branch.verb("list", _list, words.text("customers that match"))
    find.add_argument(
        "--query", metavar="Q", default="", help=words.text("part of a name, phone, plate or code")
    )
    find.add_argument("--limit", metavar="N", type=positive, help=words.text("at most so many"))
    show = branch.verb("show", _show, words.text("one customer"))
    show.add_argument("who", metavar="WHO")
    customer_state.declare(branch)
    merging.declare(branch)
    erasing.declare(branch)


def _person_options(parser: ArgumentParser, words: Words) -> None:
    many = {"action": "append", "default": []}
    parser.add_argument("--name", metavar="N", default="", help=words.text("the name"))
    parser.add_argument("--phone", metavar="P", help=words.text("may be repeated"), **many)  # type: ignore[arg-type]
    parser.add_argument("--plate", metavar="X", help=words.text("may be repeated"), **many)  # type: ignore[arg-type]
    parser.add_argument("--email", metavar="E", help=words.text("may be repeated"), **many)  # type: ignore[arg-type]
    parser.add_argument("--kind", choices=("client", "ambassador", "employee"), default="client")
    parser.add_argument("--birthday", metavar="D", help=words.text("as 1990-12-31"))
    parser.add_argument("--tag", metavar="T", help=words.text("may be repeated"), **many)  # type: ignore[arg-type]
    parser.add_argument(
        "--consent", metavar="HOW", default="", help=words.text("how consent was given")
    )


def _person(call: Call, code: str = "") -> "NewCustomer":
    from refdesk.services.customers import NewCustomer

    given = call.options
    return NewCustomer(
        name=given.name,
        phones=tuple(given.phone),
        plates=tuple(given.plate),
        emails=tuple(given.email),
        kind=given.kind,
        birthday=call.day(given.birthday) if given.birthday is not None else None,
        tags=tuple(given.tag),
        code=code,
        consent=given.consent,
    )


def _add(call: Call) -> None:
    from refdesk.domain.codes import group_code
    from refdesk.services import customers

    desk = call.desk()
    made = customers.add_customer(desk, _person(call, call.options.code))
    codes = [group_code(code, call.shop.prefix) for code in made.codes]
    person = made.customer
    fields = {"customer": printed_id("C", person.id), "name": person.name, "codes": codes}
    call.out.result(fields, [f"C{person.id}  {person.name}".rstrip(), *codes])


def _edit(call: Call) -> None:
    from refdesk.services import customers

    desk = call.desk()
    who = customers.get_who(desk, call.options.who).customer.id
    person = customers.edit_customer(desk, who, _person(call, call.options.code))
    fields: dict[str, object] = {"customer": f"C{person.id}", "name": person.name, "codes": []}
    call.out.result(fields, [f"C{person.id}  {person.name}".rstrip()])


# -- list --------------------------------------------------------------------------------------

_BATCH = 200


def _list(call: Call) -> None:
    from refdesk.services import customers
    from refdesk.services.customer_view import log_browsing, may_browse
    from refdesk.services.look_ups import count_look_up

    desk, words = call.desk(), call.words
    limit = call.options.limit
    if may_browse(desk):
        log_browsing(desk, reason="list")
    else:
        limit = min(limit or customers.MOST_MATCHES, customers.MOST_MATCHES)
        count_look_up(desk)
    ids = customers.search_customers(desk, call.options.query, limit=limit, sort="name")
    heads = (
        words.text("id"), words.text("name"), words.text("phone"), words.text("code"),
        words.text("purchases"), words.text("referrals"), words.text("points"),
    )  # fmt: skip
    call.out.rows(_rows(call, ids), heads)


def _rows(call: Call, ids: Sequence[int]) -> Iterator[tuple[dict[str, object], tuple[str, ...]]]:
    from refdesk.services.overview import overview

    for start in range(0, len(ids), _BATCH):
        for one in overview(call.desk(), ids[start : start + _BATCH]):
            yield _list_fields(call, one), _cells(call, one.line)


def _list_fields(call: Call, one: "Overview") -> dict[str, object]:
    from refdesk.domain.codes import mask_code
    from refdesk.domain.customer import mask_phone, short_name

    line = one.line
    is_cashier = call.desk().actor.role == "cashier"
    return {
        "customer": printed_id("C", line.id),
        "name": short_name(line.name) if is_cashier else line.name,
        "phone": mask_phone(line.phone) if line.phone else None,
        "code": mask_code(line.code) if line.code else None,
        "state": line.state,
        "purchases": line.purchases,
        "last_on": day(line.last_on),
        "balances": by_unit(one.spendable, call.decimals),
        "referrer": printed_id("C", one.referrer),
        "referrals": [printed_id("C", friend) for friend in one.referrals],
        "effective_referrals": one.effective_referrals,
    }


def _cells(call: Call, line: "CustomerLine") -> tuple[str, ...]:
    from refdesk.domain.codes import mask_code
    from refdesk.domain.customer import mask_phone, short_name

    number = call.words.number
    return (
        f"C{line.id}",
        short_name(line.name),
        mask_phone(line.phone) if line.phone else "",
        mask_code(line.code) if line.code else "",
        number(line.purchases),
        number(line.referrals),
        number(line.points),
    )


# -- show --------------------------------------------------------------------------------------


def _show(call: Call) -> None:
    from refdesk.services import accounts, customers, payouts
    from refdesk.services.look_ups import count_look_up

    desk = call.desk()
    found = customers.get_who(desk, call.options.who)
    who = found.customer.id
    details = customers.show_customer(desk, who)
    if found.proof != "code":
        count_look_up(desk)
    person = details.customer
    total = payouts.yearly_total(desk, who, desk.today().year)
    fields = {
        "customer": printed_id("C", person.id),
        "name": person.name,
        "kind": person.kind,
        "state": person.state,
        "registered_on": day(person.registered_on),
        "birthday": day(person.birthday),
        "tags": list(person.tags),
        "phones": [_phone(call, one.shown) for one in person.of_kind("phone")],
        "plates": [one.shown for one in person.of_kind("plate")],
        "emails": [one.shown for one in person.of_kind("email")],
        "consent": details.has_consent,
        "purchases": person.purchases,
        "last_on": day(person.last_on),
        "codes": _masked(call, details),
        "balances": by_unit(accounts.get_balance(desk, who).spendable, call.decimals),
        "referrer": printed_id("C", details.referral.referrer if details.referral else None),
        "referrals": [printed_id("C", one.customer) for one in details.referrals],
        "effective_referrals": details.effective_referrals,
        "note": person.note or None,
        "year_total": call.money(total),
        "over_threshold": payouts.is_over(desk.shop(), total),
    }
    call.out.result(fields, _lines(call, details, total))


def _phone(call: Call, e164: str) -> str:
    """Whole for a manager and the owner, masked for a cashier (R49)."""
    from refdesk.domain.customer import mask_phone

    return mask_phone(e164) if call.desk().actor.role == "cashier" else e164


def _masked(call: Call, details: "CustomerDetails") -> list[str]:
    from refdesk.domain.codes import mask_code

    return [mask_code(one.code) for one in details.codes]


def _lines(call: Call, details: "CustomerDetails", year_total: int) -> Iterator[str]:
    from refdesk.services import accounts, payouts
    from refdesk.words.names import unit_amount, unit_name

    words, person = call.words, details.customer
    yield f"C{person.id}  {person.name}".rstrip()
    if person.state == "blocked":
        yield words.text("  Blocked")
    for identity in person.identities:
        shown = identity.shown
        yield f"  {_phone(call, shown) if identity.kind == 'phone' else shown}"
    for unit, amount in accounts.get_balance(call.desk(), person.id).spendable.items():
        if amount:
            shown = unit_amount(words, unit, amount)
            yield words.text("  {unit}: {amount}", unit=unit_name(words, unit), amount=shown)
    for code in _masked(call, details):
        yield words.text("  Code: {code}", code=code)
    yield words.text("  Purchases: {count}", count=words.number(person.purchases))
    if details.referrer is not None:
        yield words.text("  Invited by: {name}", name=f"C{details.referrer.id}")
    if details.referrals:
        friends = ", ".join(f"C{one.customer}" for one in details.referrals)
        yield words.text("  Invited: {friends}", friends=friends)
    if payouts.is_over(call.desk().shop(), year_total):
        given = words.money(year_total)
        yield words.text("  Given this year: {amount}, above the limit", amount=given)
    for line in filter(None, person.note.splitlines()):
        yield f"  {line}"
