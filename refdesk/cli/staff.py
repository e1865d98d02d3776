"""People who sign in, and their PINs."""

from pathlib import Path

from refdesk.cli.call import NEW_PIN, Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import printed_id
from refdesk.domain.records import StaffMember


def declare(branch: Branch) -> None:
    """``staff add|pin|end|rehire|badge|list``."""
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
    back = branch.verb(
        "rehire", _rehire, words.text("somebody who has left signs in again, with a new PIN")
    )
    back.add_argument("name", metavar="NAME")
    back.add_argument(
        "--role", choices=("cashier", "manager", "owner"), default="",
        help=words.text("what the person may do from now on"),
    )  # fmt: skip
    badge = branch.verb(
        "badge", _badge, words.text("print a new badge; the one before works no more")
    )
    badge.add_argument("name", metavar="NAME")
    what = badge.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", metavar="FILE.pdf", help=words.text("the card to print"))
    what.add_argument(
        "--lost", action="store_true", help=words.text("the badge is lost: it works no more")
    )
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


def _rehire(call: Call) -> None:
    from refdesk.services import staff

    given, desk = call.options, call.desk()
    pin = call.new_pin(NEW_PIN, given.name)
    back = staff.take_back(desk, given.name, pin, role=given.role)
    line = call.words.text("Signs in again: {name}", name=back.name)
    call.out.result(_fields(back), [line])


def _badge(call: Call) -> None:
    from refdesk.services import badges

    given, desk, words = call.options, call.desk(), call.words
    if given.lost:
        member = badges.lose_badge(desk, given.name)
        line = words.text("The badge works no more: {name}", name=member.name)
        call.out.result({**_fields(member), "badge": None}, [line])
        return
    made = badges.print_badge(desk, given.name, Path(given.out), words)
    line = words.text("Badge of {name}: {file}", name=made.member.name, file=given.out)
    call.out.result({**_fields(made.member), "badge": made.mask, "file": given.out}, [line])


def _list(call: Call) -> None:
    from refdesk.services import badges, staff
    from refdesk.words.names import role_name

    desk, words = call.desk(), call.words
    since = badges.badges_since(desk)
    rows = [
        ({**_fields(one), "has_badge": one.id in since}, (one.name, role_name(words, one.role)))
        for one in staff.list_staff(desk)
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
