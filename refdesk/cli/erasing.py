"""Erasing a person from the customer base."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import by_unit, instant, printed_id

if TYPE_CHECKING:
    from refdesk.services.erasing import Erased


def declare(branch: Branch) -> None:
    """``customer erase``."""
    words = branch.words
    verb = branch.verb(
        "erase", _erase, words.text("remove all that is known of a person; a backup comes first")
    )
    verb.add_argument("who", metavar="WHO")
    verb.add_argument("--reason", metavar="R", required=True)


def _erase(call: Call) -> None:
    from refdesk.services import customers
    from refdesk.services.erasing import erase_customer

    given, desk = call.options, call.desk()
    # who may not do it is not told whether there is such a person
    desk.require("owner", "erase_customer")
    done = erase_customer(desk, customers.get_who(desk, given.who).customer.id, given.reason)
    losses = done.losses
    fields = {
        "customer": printed_id("C", losses.customer.id),
        "name": "",
        "state": "erased",
        "balances": by_unit(losses.balances, call.decimals),
        "referrer": printed_id("C", losses.referrer),
        "referrals": [printed_id("C", one) for one in losses.friends],
        "at": instant(done.at),
        "by": done.by,
        "reason": done.reason,
        "removed": {
            "identities": losses.identities, "codes": losses.codes, "consents": losses.consents,
        },
        "backup": str(done.backup),
        "swept": done.is_swept,
    }  # fmt: skip
    call.out.result(fields, _certificate(call, done))


def _certificate(call: Call, done: "Erased") -> Iterator[str]:
    from refdesk.services.erasing_slips import certificate_facts
    from refdesk.words.erasing_text import kept_rows, removed_rows, unswept_line

    words, losses = call.words, done.losses
    yield words.text("{name} is erased", name=f"C{losses.customer.id}")
    for label, value in certificate_facts(call.shop, done, words):
        yield words.text("  {label}: {value}", label=label, value=value)
    for label, value in (*removed_rows(words, losses), *kept_rows(words, losses)):
        yield words.text("  {label}: {value}", label=label, value=value) if value else f"  {label}"
    yield words.text("  Backup made before: {file}", file=str(done.backup))
    if not done.is_swept:
        yield f"  {unswept_line(words)}"
