"""Blocking a customer, letting him go, and saying who brought him."""

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id
from refdesk.domain.records import Customer


def declare(branch: Branch) -> None:
    """``customer block|unblock|referrer``."""
    words = branch.words
    texts = {
        "block": words.text("the code and its benefits stop"),
        "unblock": words.text("they go on, and what waited is there"),
        "referrer": words.text("say who brought a customer"),
    }
    for name, handler in (("block", _block), ("unblock", _unblock), ("referrer", _referrer)):
        verb = branch.verb(name, handler, texts[name])
        verb.add_argument("who", metavar="WHO")
        verb.add_argument("--reason", metavar="R", required=True)
        if name == "referrer":
            verb.add_argument("--to", metavar="WHO", required=True, help=words.text("the friend"))


def _who(call: Call, who: str) -> int:
    from refdesk.services import customers

    return customers.get_who(call.desk(), who).customer.id


def _block(call: Call) -> None:
    from refdesk.services.customer_state import block_customer

    given = call.options
    person = block_customer(call.desk(), _who(call, given.who), given.reason)
    _answer(call, person, call.words.text("{name} is blocked", name=f"C{person.id}"))


def _unblock(call: Call) -> None:
    from refdesk.services.customer_state import unblock_customer

    given = call.options
    person = unblock_customer(call.desk(), _who(call, given.who), given.reason)
    _answer(call, person, call.words.text("{name} is not blocked", name=f"C{person.id}"))


def _referrer(call: Call) -> None:
    from refdesk.services import customers
    from refdesk.services.customer_state import change_referrer

    given, desk = call.options, call.desk()
    who, friend = _who(call, given.who), _who(call, given.to)
    change_referrer(desk, who, friend, given.reason)
    person = customers.get_customer(desk, who)
    line = call.words.text("{name} is invited by {friend}", name=f"C{who}", friend=f"C{friend}")
    _answer(call, person, line)


def _answer(call: Call, person: Customer, line: str) -> None:
    from refdesk.cli.values import by_unit
    from refdesk.services import accounts, customers

    desk = call.desk()
    details = customers.show_customer(desk, person.id)
    referral = details.referral
    fields = {
        "customer": printed_id("C", person.id),
        "name": person.name,
        "state": person.state,
        "note": person.note or None,
        "balances": by_unit(accounts.get_balance(desk, person.id).spendable, call.decimals),
        "referrer": printed_id("C", referral.referrer if referral else None),
        "referrals": [printed_id("C", one.customer) for one in details.referrals],
    }
    call.out.result(fields, [line])
