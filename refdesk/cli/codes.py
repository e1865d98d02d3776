"""Promo codes: issued, shown, blocked."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import day, printed_id
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Version

if TYPE_CHECKING:
    from refdesk.services.codes import CodeShown


def declare(branch: Branch) -> None:
    """``code issue|show|block``."""
    words = branch.words
    issue = branch.verb("issue", _issue, words.text("a code for a customer, a word or a coupon"))
    issue.add_argument("who", metavar="WHO", nargs="?", help=words.text("whose code it is"))
    issue.add_argument("--programme", metavar="P", help=words.text("number or name"))
    issue.add_argument("--word", metavar="WORD", help=words.text("a campaign word"))
    show = branch.verb("show", _show, words.text("what a code is and how it stands"))
    show.add_argument("code", metavar="CODE")
    block = branch.verb("block", _block, words.text("a lost or stolen card stops working"))
    block.add_argument("code", metavar="CODE")
    block.add_argument("--reason", metavar="R", required=True)


def _issue(call: Call) -> None:
    from refdesk.services import codes, customers

    given, desk = call.options, call.desk()
    if given.who is not None and given.word is not None:
        raise DomainError("bad_word", text=given.word)
    if given.who is not None:
        person = customers.get_who(desk, given.who).customer
        version = _programme(call, ("personal",))
        code = codes.issue_personal(desk, person, version)
    elif given.word is not None:
        code = codes.add_word(desk, _programme(call, ("campaign",)), given.word)
    else:
        version = _programme(call, ("personal", "coupon"))
        code = codes.issue_coupon(desk, version)
    shown = codes.show_code(desk, code)
    whole = group_code(code, call.shop.prefix)
    call.out.result({**_fields(shown), "code": whole, "codes": [whole]}, [whole])


def _programme(call: Call, kinds: tuple[str, ...]) -> Version:
    """The programme named, or the only one that runs and has such codes."""
    from refdesk.services import programmes

    desk, wanted = call.desk(), call.options.programme
    if wanted is not None:
        version = programmes.get_programme(desk, wanted)
        if version.terms.codes not in kinds:
            raise DomainError("bad_programme", text=version.name)
        return version
    running = [
        one for one in programmes.list_programmes(desk)
        if one.status == "active" and one.terms.codes in kinds
    ]  # fmt: skip
    if len(running) != 1:
        raise DomainError("bad_programme", text="")
    return running[0]


def _show(call: Call) -> None:
    from refdesk.services import codes

    shown = codes.show_code(call.desk(), call.options.code)
    call.out.result(_fields(shown), [_line(call, shown)])


def _block(call: Call) -> None:
    from refdesk.services import codes

    given = call.options
    shown = codes.block_code(call.desk(), given.code, given.reason)
    call.out.result(_fields(shown), [_line(call, shown)])


def _fields(shown: "CodeShown") -> dict[str, object]:
    code = shown.code
    return {
        "code": mask_code(code.code),
        "kind": code.kind,
        "state": shown.state,
        "version": shown.version.number,
        "programme": printed_id("P", shown.version.programme),
        "customer": printed_id("C", code.owner),
        "holder": printed_id("C", code.holder),
        "uses": code.uses,
        "valid_to": day(code.valid_to),
        "value": None,
    }


def _line(call: Call, shown: "CodeShown") -> str:
    from refdesk.words.names import code_kind_name, code_state_name

    words = call.words
    return words.text(
        "{code}: {kind}, {state}",
        code=mask_code(shown.code.code),
        kind=code_kind_name(words, shown.code.kind),
        state=code_state_name(words, shown.state),
    )
