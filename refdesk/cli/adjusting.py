"""Corrections of a balance by hand."""

import re

from refdesk.cli.call import MAX_SHOWN, Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import COUNTED, effect_lines, effects
from refdesk.domain.errors import DomainError
from refdesk.services.adjusting import UNITS

MAX_DIGITS = 9
"""Counts stay below 10^9, as amounts do."""

_SIGNED = re.compile(r"^-\d[\d\s.,]*$")


def declare(branch: Branch) -> None:
    """``adjust``."""
    words = branch.words
    parser = branch.runs(_adjust)
    # the library takes "-5,50" for an option: it knows a decimal point only
    parser._negative_number_matcher = _SIGNED
    parser.add_argument("who", metavar="WHO")
    parser.add_argument("--unit", choices=UNITS, required=True)
    parser.add_argument(
        "--by", metavar="N", required=True, help=words.text("how much; below 0 takes away")
    )
    parser.add_argument("--reason", metavar="R", required=True)


def _adjust(call: Call) -> None:
    from refdesk.services import adjusting, customers

    given, desk = call.options, call.desk()
    by = _signed(call, given.unit, given.by)
    who = customers.get_who(desk, given.who).customer.id
    made = adjusting.adjust(desk, who, given.unit, by, reason=given.reason)
    call.out.result({"effects": effects(call, made.effects)}, effect_lines(call, made.effects))


def _signed(call: Call, unit: str, text: str) -> int:
    """An amount or a count with its sign. Raises DomainError ``bad_amount``."""
    bare = text.strip()
    is_negative = bare[:1] in ("-", "\N{MINUS SIGN}")
    size = bare[1:] if is_negative or bare.startswith("+") else bare
    if unit not in COUNTED:
        amount = call.amount(size)
    elif size.isascii() and size.isdigit() and len(size) <= MAX_DIGITS and int(size) > 0:
        amount = int(size)
    else:
        raise DomainError("bad_amount", text=text[:MAX_SHOWN])
    return -amount if is_negative else amount
