"""Promo codes: issued, shown, blocked."""

from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch
from refdesk.cli.values import day, instant, percent, printed_id, printed_stack
from refdesk.domain.card_loss import is_stolen
from refdesk.domain.codes import group_code, mask_code
from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_percent
from refdesk.domain.records import Version

if TYPE_CHECKING:
    from refdesk.services.codes import CodeShown


def declare(branch: Branch) -> None:
    """``code issue|show|block|replace|activate``."""
    words = branch.words
    issue = branch.verb("issue", _issue, words.text("a code for a customer, a word or a coupon"))
    issue.add_argument("who", metavar="WHO", nargs="?", help=words.text("whose code it is"))
    issue.add_argument("--programme", metavar="P", help=words.text("number or name"))
    issue.add_argument(
        "--friend-share", metavar="PERCENT",
        help=words.text("the friend’s part where a card picks it"),
    )  # fmt: skip
    issue.add_argument("--word", metavar="WORD", help=words.text("a word that is easy to say"))
    show = branch.verb("show", _show, words.text("what a code is and how it stands"))
    show.add_argument("code", metavar="CODE")
    block = branch.verb("block", _block, words.text("a lost or stolen card stops working"))
    block.add_argument("code", metavar="CODE")
    block.add_argument(
        "--reason", metavar="R", required=True, help=words.text("“stolen” alerts at the counter")
    )
    replace = branch.verb("replace", _replace, words.text("a new card for a lost or worn one"))
    replace.add_argument("code", metavar="CODE")
    replace.add_argument(
        "--reason", metavar="R", default="",
        help=words.text("block the old card too; “stolen” alerts at the counter"),
    )  # fmt: skip
    activate = branch.verb(
        "activate", _activate, words.text("give a blank to a customer, sell a gift card")
    )
    activate.add_argument("code", metavar="CODE")
    activate.add_argument("--customer", metavar="WHO", help=words.text("whose card it is now"))
    activate.add_argument("--paid", metavar="A", help=words.text("what a gift card is sold for"))


def _issue(call: Call) -> None:
    from refdesk.services import codes, customers

    given, desk = call.options, call.desk()
    share = _share(given.friend_share) if given.friend_share is not None else None
    if given.who is None and share is not None:
        raise DomainError("bad_share")
    if given.who is not None:
        person = customers.get_who(desk, given.who).customer
        version = _programme(call, ("personal",))
        code = codes.issue_personal(
            desk, person, version, friend_share=share, word=given.word or ""
        )
    elif given.word is not None:
        code = codes.add_word(desk, _programme(call, ("campaign",)), given.word)
    else:
        version = _programme(call, ("personal", "coupon"))
        code = codes.issue_coupon(desk, version)
    _answer_whole(call, codes.show_code(desk, code), code)


def _share(text: str) -> int:
    """The friend's part in basis points. Raises DomainError ``bad_share``."""
    try:
        return parse_percent(text)
    except DomainError as refused:
        raise DomainError("bad_share") from refused


def _answer_whole(call: Call, shown: "CodeShown", code: str, **more: object) -> None:
    """A code that is made here is told whole."""
    whole = group_code(code, call.shop.prefix)
    fields = {**_fields(call, shown), "code": whole, "codes": [whole], **more}
    call.out.result(fields, [whole])


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

    shown = codes.look_at_code(call.desk(), call.options.code)
    call.out.result(_fields(call, shown), [_line(call, shown)])


def _block(call: Call) -> None:
    from refdesk.services import codes

    given = call.options
    shown = codes.block_code(call.desk(), given.code, given.reason)
    call.out.result(_fields(call, shown), [_line(call, shown)])


def _replace(call: Call) -> None:
    from refdesk.services.card_swap import replace_code

    swapped = replace_code(call.desk(), call.options.code, call.options.reason)
    _answer_whole(call, swapped.shown, swapped.code, replaces=mask_code(swapped.old.code))


def _activate(call: Call) -> None:
    from refdesk.services import activation, customers

    given, desk = call.options, call.desk()
    person = customers.get_who(desk, given.customer).customer if given.customer else None
    paid = call.amount(given.paid) if given.paid is not None else None
    made = activation.activate_code(desk, given.code, customer=person, paid=paid)
    receipt = made.receipt
    fields = {
        **_fields(call, made.shown),
        "purchase": printed_id("B", receipt.purchase) if receipt else None,
        "to_pay": call.money(receipt.to_pay) if receipt else None,
    }
    call.out.result(fields, [_line(call, made.shown)])


def _fields(call: Call, shown: "CodeShown") -> dict[str, object]:
    from refdesk.services.card_place import card_place
    from refdesk.services.codes import code_value

    code = shown.code
    value = code_value(call.desk(), code)
    place = card_place(call.desk(), code)
    in_stack = place.run is not None and place.stack is not None
    return {
        "code": mask_code(code.code),
        "kind": code.kind,
        "state": shown.state,
        "version": shown.version.number,
        "programme": printed_id("P", shown.version.programme),
        "customer": printed_id("C", code.owner),
        "holder": printed_id("C", code.holder),
        "uses": code.uses,
        "use_limit": code.use_limit,
        "friend_share": percent(code.friend_share),
        "valid_to": day(code.valid_to),
        "value": None if value is None else call.money(value),
        "replaced": code.replaced_by is not None,
        "reason": code.reason or None,
        "run": printed_id("R", place.run),
        "stack": printed_stack(place.run or 0, place.stack or 0) if in_stack else None,
        "card": place.card,
        "stolen": code.status == "blocked" and is_stolen(code.reason),
        "times_shown": len(place.shown_at),
        "last_shown_at": instant(max(place.shown_at, default=None)),
    }


def _line(call: Call, shown: "CodeShown") -> str:
    from refdesk.services.codes import code_value
    from refdesk.words.names import code_kind_name, code_state_name

    words, value = call.words, code_value(call.desk(), shown.code)
    line = words.text(
        "{code}: {kind}, {state}",
        code=mask_code(shown.code.code),
        kind=code_kind_name(words, shown.code.kind),
        state=code_state_name(words, shown.state),
    )
    if value is None:
        return line
    return words.text("{code_line}, left: {value}", code_line=line, value=words.money(value))
