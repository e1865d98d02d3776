"""Making one customer of two records."""

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import by_unit, day, printed_id


def declare(branch: Branch) -> None:
    """``customer merge``."""
    words = branch.words
    merge = branch.verb("merge", _merge, words.text("make one customer of two records"))
    merge.add_argument("keep", metavar="KEEP")
    merge.add_argument("other", metavar="OTHER")
    merge.add_argument(
        "--drop-claim", action="store_true",
        help=words.text("they are one person, although one record invited the other"),
    )  # fmt: skip


def _merge(call: Call) -> None:
    from refdesk.services import accounts, customers
    from refdesk.services.merging import merge_customers

    given, desk = call.options, call.desk()
    made = merge_customers(
        desk, _record(call, given.keep), _record(call, given.other), drops_claim=given.drop_claim
    )
    person = made.customer
    details = customers.show_customer(desk, person.id)
    referral = details.referral
    fields = {
        "customer": printed_id("C", person.id),
        "name": person.name,
        "balances": by_unit(accounts.get_balance(desk, person.id).spendable, call.decimals),
        "referrer": printed_id("C", referral.referrer if referral else None),
        "referrals": [printed_id("C", one.customer) for one in details.referrals],
        "registered_on": day(person.registered_on),
        "purchases": person.purchases,
        "merged": printed_id("C", made.merged),
        "repeated": made.repeated,
    }
    line = call.words.text("{other} is {name} now", other=f"C{made.merged}", name=f"C{person.id}")
    call.out.result(fields, [line])


def _record(call: Call, who: str) -> int:
    """The record that is named: a merged one by its id is itself and not where it leads (R39)."""
    from refdesk.services import customers

    found = customers.get_who(call.desk(), who)
    return found.merged or found.customer.id
