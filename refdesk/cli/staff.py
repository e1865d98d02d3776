"""People who sign in, and their PINs."""

from refdesk.cli.call import NEW_PIN, Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id
from refdesk.domain.records import StaffMember


def declare(branch: Branch) -> None:
    """``staff add|pin|end|list``."""
    words = branch.words
    add = branch.verb("add", _add, words.text("add a person; the PIN comes from REFDESK_NEW_PIN"))
    add.add_argument("name", metavar="NAME")
    add.add_argument(
        "--role", choices=("cashier", "manager", "owner"), required=True,
        help=words.text("what the person may do"),
    )  # fmt: skip
    add.add_argument(
        "--customer", metavar="WHO", help=words.text("the person’s own account as a customer")
    )
    pin = branch.verb("pin", _pin, words.text("a new PIN from REFDESK_NEW_PIN"))
    pin.add_argument("name", metavar="NAME")
    pin.add_argument(
        "--recovery", metavar="CODE", default="", help=words.text("the owner’s recovery code")
    )
    end = branch.verb("end", _end, words.text("somebody signs in no more"))
    end.add_argument("name", metavar="NAME")
    branch.verb("list", _list, words.text("everybody who may sign in"))


def _add(call: Call) -> None:
    from refdesk.services import customers, staff

    given, desk = call.options, call.desk()
    customer = customers.get_who(desk, given.customer).customer.id if given.customer else None
    pin = call.new_pin(NEW_PIN, given.name)
    made = staff.add_staff(desk, given.name, given.role, pin, customer=customer)
    call.out.result(_fields(made), [made.name])


def _pin(call: Call) -> None:
    from refdesk.services import staff

    given = call.options
    desk = call.open() if given.recovery else call.desk()
    pin = call.new_pin(NEW_PIN, given.name)
    made = staff.set_pin(desk, given.name, pin, recovery=given.recovery)
    fields, words = _fields(made.member), call.words
    lines = [words.text("New PIN: {name}", name=made.member.name)]
    if made.recovery_code:
        fields["recovery_code"] = made.recovery_code
        lines.append(words.text("Recovery code, keep it on paper: {code}", code=made.recovery_code))
    call.out.result(fields, lines)


def _end(call: Call) -> None:
    from refdesk.services import staff

    ended = staff.end_staff(call.desk(), call.options.name)
    line = call.words.text("Signs in no more: {name}", name=ended.name)
    call.out.result(_fields(ended), [line])


def _list(call: Call) -> None:
    from refdesk.services import staff
    from refdesk.words.names import role_name

    words = call.words
    rows = [
        (_fields(one), (one.name, role_name(words, one.role)))
        for one in staff.list_staff(call.desk())
    ]
    call.out.rows(rows, (words.text("name"), words.text("role")))


def _fields(one: StaffMember) -> dict[str, object]:
    return {
        "staff": one.name,
        "role": one.role,
        "has_pin": one.has_pin,
        "active": one.is_active,
        "customer": printed_id("C", one.customer),
    }
