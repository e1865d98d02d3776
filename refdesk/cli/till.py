"""The till: what a purchase would do, recording it with or without a code, undoing it."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from refdesk.cli.call import Call
from refdesk.cli.tree import Branch, Parser
from refdesk.cli.values import effect_lines, effects, printed_id, read_id
from refdesk.domain.bill import Asked
from refdesk.domain.codes import group_code
from refdesk.domain.errors import DomainError
from refdesk.domain.marks import MARKS, Mark
from refdesk.words.catalogue import Words
from refdesk.words.mark_text import prompt_text

if TYPE_CHECKING:
    from refdesk.services.counter import Receipt, Request
    from refdesk.services.marks import Marked
    from refdesk.services.receipts import Undone

# -- options -----------------------------------------------------------------------------------


def declare_quote(branch: Branch) -> None:
    """``quote``."""
    parser = branch.runs(_quote)
    parser.add_argument("code", metavar="CODE", nargs="?", help=branch.words.text("a promo code"))
    _purchase_options(parser, branch.words)


def declare_redeem(branch: Branch) -> None:
    """``redeem``."""
    parser = branch.runs(_record)
    parser.add_argument(
        "code", metavar="CODE", help=branch.words.text("a promo code, or the referrer’s full phone")
    )
    _purchase_options(parser, branch.words)
    _mark_option(parser, branch.words)


def declare_buy(branch: Branch) -> None:
    """``buy``."""
    parser = branch.runs(_record)
    parser.set_defaults(code=None)
    _purchase_options(parser, branch.words)
    _mark_option(parser, branch.words)


def _mark_option(parser: Parser, words: Words) -> None:
    parser.add_argument("--mark", choices=MARKS, help=words.text("what the customer says of it"))


def _purchase_options(parser: Parser, words: Words) -> None:
    bill = parser.add_mutually_exclusive_group(required=True)
    bill.add_argument("--amount", metavar="A", help=words.text("the bill"))
    bill.add_argument(
        "--line", metavar="S=A", action="append", help=words.text("a line; may be repeated")
    )
    parser.add_argument("--service", metavar="S", help=words.text("the service of --amount"))
    parser.add_argument("--customer", metavar="WHO", help=words.text("who pays"))
    parser.add_argument("--phone", metavar="P", default="", help=words.text("who pays, maybe new"))
    parser.add_argument("--plate", metavar="X", default="", help=words.text("who pays, maybe new"))
    parser.add_argument("--name", metavar="N", default="", help=words.text("the newcomer’s name"))
    parser.add_argument("--programme", metavar="P", default="", help=words.text("number or name"))
    parser.add_argument("--discount", metavar="A", help=words.text("a discount by hand"))
    parser.add_argument("--reason", metavar="R", default="", help=words.text("why by hand"))
    parser.add_argument("--spend-points", metavar="N|max", help=words.text("pay with points"))
    parser.add_argument("--spend-credit", metavar="A|max", help=words.text("pay with store credit"))
    parser.add_argument(
        "--gift-card", metavar="CODE", action="append", default=[],
        help=words.text("pay with a gift card; may be repeated"),
    )  # fmt: skip
    parser.add_argument(
        "--use", metavar="ENTITLEMENT", action="append", default=[],
        help=words.text("use a gift or a kept discount; may be repeated"),
    )  # fmt: skip
    parser.add_argument(
        "--keep-stamps", action="store_true", help=words.text("do not pay with stamps")
    )
    parser.add_argument("--expect", metavar="A", help=words.text("the sum the customer was told"))
    parser.add_argument(
        "--key", metavar="KEY", default="", help=words.text("the same call again is not repeated")
    )


def _request(call: Call) -> "Request":
    from refdesk.services import counter

    given, desk = call.options, call.desk()
    if given.customer is not None and (given.phone or given.plate or given.name):
        raise DomainError("bad_usage", text="--customer")
    if given.service is not None and given.amount is None:
        raise DomainError("bad_usage", text="--service")
    _refuse_blanks(given)
    lines = [(given.service, call.amount(given.amount))] if given.line is None else [
        _line(call, text) for text in given.line
    ]  # fmt: skip
    return counter.Request(
        lines=counter.make_lines(desk, lines),
        code=given.code or "",
        customer=given.customer or "",
        phone=given.phone,
        plate=given.plate,
        name=given.name,
        programme=given.programme,
        manual_discount=call.amount(given.discount) if given.discount is not None else 0,
        reason=given.reason,
        spend_points=_points(given.spend_points),
        spend_credit=_credit(call, given.spend_credit),
        gift_cards=tuple(given.gift_card),
        use=tuple(map(_entitlement, given.use)),
        keeps_stamps=given.keep_stamps,
        expect=call.amount(given.expect, allow_zero=True) if given.expect is not None else None,
    )


def _refuse_blanks(given: Namespace) -> None:
    """A code or a person that is named by nothing, as by a script's empty variable, is unknown."""
    if given.code is not None and not given.code.strip():
        raise DomainError("code_unknown")
    if given.customer is not None and not given.customer.strip():
        raise DomainError("customer_unknown")


def _line(call: Call, text: str) -> tuple[str | None, int]:
    """``S=A``; the last equals sign counts, and a line may have no service."""
    service, equals, amount = text.rpartition("=")
    if not equals:
        raise DomainError("bad_amount", text=text[:40])
    return service.strip() or None, call.amount(amount)


def _entitlement(text: str) -> int:
    """The number of what was kept; 0, which nothing has, for what is no id."""
    try:
        return read_id("G", text, otherwise="entitlement_unavailable")
    except DomainError:
        return 0


def _points(text: str | None) -> Asked:
    if text is None:
        return 0
    if text == "max":
        return "max"
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise DomainError("bad_amount", text=text[:40])
    return int(text)


def _credit(call: Call, text: str | None) -> Asked:
    if text is None:
        return 0
    return "max" if text == "max" else call.amount(text, allow_zero=True)


# -- quoting and recording ---------------------------------------------------------------------


def _quote(call: Call) -> None:
    from refdesk.services import counter

    request = _request(call)
    quoted = counter.quote_purchase(call.desk(), request, records_refusal=True)
    made, words = quoted.quote, call.words
    counter.check_expected(request, made)
    verdict = _of_old_card(call, made.verdict)
    fields: dict[str, object] = {
        "verdict": verdict,
        "customer": printed_id("C", quoted.customer.id) if quoted.customer else None,
        "total": call.money(made.total),
        "discount": call.money(made.discount),
        "to_pay": call.money(made.to_pay),
        "max_points": made.max_points,
        "max_credit": call.money(made.max_credit),
        "effects": effects(call, made.effects),
    }
    referrers = quoted.facts.code.source.referrers if quoted.facts.code else ()
    known = {
        "name": quoted.customer.name if quoted.customer else "",
        "referrer": referrers[0].name if referrers else "",
    }
    title = _verdict(call, verdict, known)
    lines = [title, words.text("To pay: {sum}", sum=words.money(made.to_pay))]
    call.out.result(fields, [*lines, *effect_lines(call, made.effects)])


def _of_old_card(call: Call, verdict: str) -> str:
    """A swapped card is accepted with a word about it (G16); what else is to be said goes first."""
    from refdesk.services.codes import is_old_card

    given: str | None = getattr(call.options, "code", None)
    if given is None or verdict not in ("ok_new", "ok_again", "ok_shop"):
        return verdict
    return "check_old_card" if is_old_card(call.desk(), given) else verdict


def _verdict(call: Call, verdict: str, known: dict[str, str]) -> str:
    from refdesk.words.verdicts import verdict_text

    return verdict_text(call.words, verdict, **known)[0]


def _record(call: Call) -> None:
    from refdesk.services import counter

    receipt = counter.record_purchase(call.desk(), _request(call), key=call.options.key)
    words, marked = call.words, _mark(call, receipt)
    lines = [
        words.text("Purchase B{id}", id=receipt.purchase),
        words.text("To pay: {sum}", sum=words.money(receipt.to_pay)),
        *effect_lines(call, receipt.effects),
    ]
    lines += [group_code(code, call.shop.prefix) for code in receipt.codes]
    for code in receipt.coupons:
        shown = group_code(code, call.shop.prefix)
        lines.append(words.text("Coupon for the next visit: {code}", code=shown))
    said = prompt_text(words, marked.prompt) if marked is not None and marked.prompt else None
    lines += [said] if said else []
    mark = marked.mark if marked is not None else None
    call.out.result({**_receipt_fields(call, receipt), "mark": mark, "say": said}, lines)


def _mark(call: Call, receipt: "Receipt") -> "Marked | None":
    """Keep the mark; the purchase stands whatever becomes of it, and its answer says so."""
    from refdesk.services.marks import mark_purchase
    from refdesk.storage.errors import StorageError

    mark: Mark | None = call.options.mark
    if mark is None:
        return None
    try:
        return mark_purchase(call.desk(), receipt.purchase, mark)
    except (DomainError, StorageError):
        call.out.message(call.words.text("The mark was not kept"))
        return None


def _receipt_fields(call: Call, receipt: "Receipt") -> dict[str, object]:
    return {
        "purchase": printed_id("B", receipt.purchase),
        "customer": printed_id("C", receipt.customer),
        "codes": _whole(call, receipt),
        "verdict": _of_old_card(call, receipt.verdict),
        "total": call.money(receipt.total),
        "discount": call.money(receipt.discount),
        "to_pay": call.money(receipt.to_pay),
        "effects": effects(call, receipt.effects),
        "repeated": receipt.repeated,
    }


def _whole(call: Call, receipt: "Receipt") -> list[str]:
    """The newcomer's own codes, or a nobody's coupons, whole: they are made here."""
    made = (*receipt.codes, *receipt.coupons)
    return [group_code(code, call.shop.prefix) for code in made]


# -- undoing -----------------------------------------------------------------------------------


def declare_void(branch: Branch) -> None:
    """``void``."""
    parser = branch.runs(_void)
    parser.add_argument("purchase", metavar="PURCHASE")
    parser.add_argument("--reason", metavar="R", required=True)


def declare_refund(branch: Branch) -> None:
    """``refund``."""
    parser, words = branch.runs(_refund), branch.words
    parser.add_argument("purchase", metavar="PURCHASE")
    parser.add_argument(
        "--amount", metavar="A", required=True, help=words.text("of the price after discounts")
    )
    parser.add_argument("--service", metavar="S", help=words.text("on whose lines it falls"))
    parser.add_argument("--reason", metavar="R", required=True)
    parser.add_argument(
        "--key", metavar="KEY", default="", help=words.text("the same call again is not repeated")
    )


def _void(call: Call) -> None:
    from refdesk.services import undoing

    given = call.options
    purchase = read_id("B", given.purchase, otherwise="purchase_unknown")
    _show_undone(call, undoing.void_purchase(call.desk(), purchase, given.reason))


def _refund(call: Call) -> None:
    from refdesk.services import undoing

    given = call.options
    purchase = read_id("B", given.purchase, otherwise="purchase_unknown")
    refund = undoing.Refund(given.reason, call.amount(given.amount), given.service)
    _show_undone(call, undoing.refund_purchase(call.desk(), purchase, refund, key=given.key))


def _show_undone(call: Call, undone: "Undone") -> None:
    words = call.words
    fields: dict[str, Any] = {
        "purchase": printed_id("B", undone.purchase),
        "money_back": call.money(undone.money_back),
        "effects": effects(call, undone.effects),
        "repeated": undone.repeated,
    }
    back = words.text("Money back: {sum}", sum=words.money(undone.money_back))
    call.out.result(fields, [back, *effect_lines(call, undone.effects)])
