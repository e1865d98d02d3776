"""What cli.md promises of `staff`, `shift`, `quote`, `redeem`, `buy`, `void` and `refund`: every
option, every key of an answer, every refusal with its exit code and its verdict.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from refdesk.cli.app import make_parser
from refdesk.domain.codes import check_symbol
from refdesk.storage.engine import FILE_NAME
from refdesk.words.catalogue import load_words
from refdesk.words.verdicts import VERDICTS
from tests.cli.terminal import Terminal
from tests.cli.test_endings import _helps

# -- options -------------------------------------------------------------------------------------

BILL = (
    "--amount A", "--line S=A", "--service S", "--customer WHO", "--phone P", "--plate X",
    "--name N", "--programme P", "--discount A", "--reason R", "--spend-points N|max",
    "--spend-credit A|max", "--gift-card CODE", "--use ENTITLEMENT", "--keep-stamps",
    "--expect A", "--key KEY",
)  # fmt: skip
OPTIONS = {
    "quote": ("[CODE]", *BILL),
    "redeem": ("CODE", *BILL),
    "buy": BILL,
    "void": ("PURCHASE", "--reason R"),
    "refund": ("PURCHASE", "--amount A", "--service S", "--reason R", "--key KEY"),
    "staff add": ("NAME", "--role {cashier,manager,owner}", "--customer WHO"),
    "staff pin": ("NAME", "--recovery CODE"),
    "staff end": ("NAME",),
    "staff rehire": ("NAME", "--role {cashier,manager,owner}"),
    "staff list": (),
    "shift open": (),
    "shift close": ("[SHIFT]", "--slips A", "--out FILE.pdf"),
}
EVERYWHERE = (
    "--data DIR",
    "--till NAME",
    "--json",
    "--as NAME",
    "--approve NAME",
    "--lang {en,ru}",
)


@pytest.mark.parametrize("command", OPTIONS)
def test_every_promised_option_is_there(command: str) -> None:
    usages = [
        " ".join(text.partition("\n\n")[0].split())
        for text in _helps(make_parser(load_words("en")))
    ]
    (usage,) = [one for one in usages if one.startswith(f"usage: refdesk {command} [-h]")]
    for option in (*OPTIONS[command], *EVERYWHERE):
        assert option in usage, (option, usage)


# -- answers -------------------------------------------------------------------------------------

PAID = {"purchase", "customer", "codes", "verdict", "discount", "to_pay", "effects", "repeated"}
EFFECT = {
    "customer", "side", "level", "rule", "version", "benefit", "value", "base", "rate", "state",
    "available_on", "expires_on", "why",
}  # fmt: skip
FRIEND = ("--phone", "+79162000001")


@pytest.fixture
def code(shop: Terminal) -> str:
    """Anna's code; Anna is C1."""
    return shop.add("Anna Lebedeva", "+79161234567")[1]


def test_answers_have_their_keys_in_their_types(
    shop: Terminal, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted = shop.json("quote", code, "--amount", "1500", *FRIEND).object
    assert {"verdict", "discount", "to_pay", "effects"} <= set(quoted)
    paid = shop.json("redeem", code, "--amount", "1500", *FRIEND).object
    assert set(paid) >= PAID
    assert [type(paid[key]) for key in ("purchase", "discount", "to_pay")] == [str, str, str]
    assert all(set(effect) >= EFFECT for effect in (*quoted["effects"], *paid["effects"]))
    assert {"verdict": quoted["verdict"], "to_pay": quoted["to_pay"]} == {
        key: paid[key] for key in ("verdict", "to_pay")
    }
    bought = shop.json("buy", "--amount", "200", "--customer", "C2").object
    assert set(bought) >= PAID
    refunded = shop.json("refund", "B2", "--amount", "50", "--reason", "late").object
    voided = shop.json("void", "B1", "--reason", "wrong").object
    assert {"purchase", "money_back", "effects"} <= set(refunded) & set(voided)
    assert (refunded["money_back"], voided["money_back"]) == ("50.00", "1350.00")
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    added = shop.json("staff", "add", "Olga", "--role", "cashier", "--customer", "C1").object
    assert (added["staff"], added["role"], added["customer"]) == ("Olga", "cashier", "C1")
    for verb in ("pin", "end", "rehire"):
        assert shop.json("staff", verb, "Olga")["staff"] == "Olga"
    assert shop.json("staff", "list").objects[0]["staff"] == "Olga"
    assert shop.json("shift", "open")["shift"] == shop.json("shift", "close")["shift"] == "S1"


def test_r74_the_referrers_full_phone_stands_for_his_code(shop: Terminal, code: str) -> None:
    paid = shop.json("redeem", "8 (916) 123-45-67", "--amount", "1000", *FRIEND)
    assert (paid["verdict"], paid["discount"]) == ("ok_new", "100.00")


def test_a_refund_falls_on_a_service_and_is_not_repeated(shop: Terminal) -> None:
    shop.json("buy", "--line", "Express=600", "--line", "Interior=400")
    call = [
        "refund",
        "B1",
        "--amount",
        "300",
        "--service",
        "express",
        "--reason",
        "r",
        "--key",
        "k",
    ]
    first, again = shop.json(*call).object, shop.json(*call).object
    assert (first["money_back"], again) == ("300.00", {**first, "repeated": True})
    other = shop.refused(*call[:3], "200", *call[4:])
    assert other["refused"] == "key_reused"
    over = shop.refused("refund", "B1", "--amount", "301", "--service", "Express", "--reason", "r")
    assert (over["refused"], over["max"]) == ("refund_exceeds_purchase", "300.00")


# -- refusals ------------------------------------------------------------------------------------

TERMS = """
name = "{name}"
{head}
[[rule]]
id = "r"
{rule}
referral = {{ kind = "percent_off", percent = "10" }}
{tail}
"""


def programme(
    shop: Terminal, name: str = "Own", head: str = "", rule: str = "", tail: str = ""
) -> tuple[str, str]:
    """A programme of its own, and a referrer's code of it: the customer and the code."""
    file = shop.folder.parent / f"{name}.toml"
    file.write_text(TERMS.format(name=name, head=head, rule=rule, tail=tail), encoding="utf-8")
    shop.json("programme", "add", "--file", str(file))
    known_ones = shop.json("customer", "list", "--query", "+79165550000").objects
    made = (
        known_ones
        or shop.json("customer", "add", "--name", "Ref", "--phone", "+79165550000").objects
    )
    who = made[0]["customer"]
    issued = shop.json("code", "issue", who, "--programme", name)
    return who, issued["codes"][0]


Call = list[str]
Case = Callable[[Terminal], Call]
"""Sets the refusal up; the purchase that is refused, without its command."""


def for_employees(shop: Terminal) -> Call:
    shop.json(
        "customer", "add", "--name", "Ref", "--phone", "+79165550000", "--kind", "employee"
    )  # fmt: skip
    _, code = programme(shop, head='customers = ["employee"]')
    return [code, "--amount", "100", *FRIEND]


def of(**terms: str) -> Case:
    return lambda shop: [programme(shop, **terms)[1], "--amount", "100", *FRIEND]


def unknown(shop: Terminal) -> Call:
    return ["222222222" + check_symbol("222222222"), "--amount", "100", *FRIEND]


def blocked(shop: Terminal) -> Call:
    _, code = programme(shop)
    shop.json("code", "block", code, "--reason", "lost")
    return [code, "--amount", "100", *FRIEND]


def retired(shop: Terminal) -> Call:
    run = shop.json("run", "create", "--programme", "P1", "--count", "2")
    shop.json("run", "confirm", run["run"], "--spoiled", run["codes"][0])
    return [run["codes"][0], "--amount", "100", *FRIEND]


def not_activated(shop: Terminal) -> Call:
    run = shop.json("run", "create", "--programme", "P1", "--count", "1")
    return [run["codes"][0], "--amount", "100", *FRIEND]


def used_up(shop: Terminal) -> Call:
    coupon = shop.json("code", "issue", "--programme", "P1")["codes"][0]
    shop.json("redeem", coupon, "--amount", "100", "--phone", "+79162000009")
    return [coupon, "--amount", "100", *FRIEND]


def expired(shop: Terminal) -> Call:
    _, code = programme(shop, head="code_life_days = 5")
    shop.now = lambda: datetime(2026, 12, 20, 9, tzinfo=UTC)
    return [code, "--amount", "100", *FRIEND]


def status(verb: str) -> Case:
    def case(shop: Terminal) -> Call:
        _, code = programme(shop)
        shop.json("programme", verb, "Own")
        return [code, "--amount", "100", *FRIEND]

    return case


def own(shop: Terminal) -> Call:
    who, code = programme(shop)
    return [code, "--amount", "100", "--customer", who]


def known(shop: Terminal) -> Call:
    _, code = programme(shop, rule="new_only = true")
    shop.json("buy", "--amount", "100", *FRIEND)
    return [code, "--amount", "100", *FRIEND]


def claimed(shop: Terminal) -> Call:
    _, code = programme(shop, rule='trigger = "every"')
    other = shop.add("Other", "+79162220000")
    another = shop.json("code", "issue", other[0], "--programme", "Own")["codes"][0]
    shop.json("customer", "add", "--name", "Guest", *FRIEND, "--code", another)
    return [code, "--amount", "100", *FRIEND]


def circle(shop: Terminal) -> Call:
    who, code = programme(shop, rule='trigger = "every"')
    made = shop.json("redeem", code, "--amount", "100", *FRIEND)
    other = shop.json("code", "issue", made["customer"], "--programme", "Own")["codes"][0]
    return [other, "--amount", "100", "--customer", who]


def limited(limits: str) -> Case:
    def case(shop: Terminal) -> Call:
        _, code = programme(shop, rule='trigger = "every"', tail=f"[rule.limits]\n{limits}")
        shop.json("redeem", code, "--amount", "100", "--phone", "+79162000009")
        phone = "+79162000009" if "per_customer" in limits else FRIEND[1]
        return [code, "--amount", "100", "--phone", phone]

    return case


def spent_budget(shop: Terminal) -> Call:
    _, code = programme(shop, head='budget = "10.00"')
    shop.json("redeem", code, "--amount", "100", "--phone", "+79162000009")
    return [code, "--amount", "100", *FRIEND]


def rich(shop: Terminal, *more: str) -> Call:
    """A customer with 100 points by his own code, without a promo code to redeem."""
    who, code = shop.add("Rich", "+79163330000")
    shop.json("adjust", who, "--unit", "points", "--by", "100", "--reason", "test")
    return ["", "--amount", "100", "--customer", code, *more]


def held(shop: Terminal) -> Call:
    _, code = programme(
        shop, rule="hold_days = 14", tail='referrer = [{ kind = "store_credit", amount = "50" }]'
    )
    shop.json("redeem", code, "--amount", "100", *FRIEND)
    return ["", "--amount", "100", "--customer", code, "--spend-credit", "50"]


def too_large_a_share(shop: Terminal) -> Call:
    shop.json("setting", "set", "points_share", "50")
    return rich(shop, "--spend-points", "100")


def exclusive(shop: Terminal) -> Call:
    call = rich(shop, "--spend-points", "10")
    _, code = programme(
        shop, head='stacking = "exclusive"', rule='trigger = "every"\nnew_only = false'
    )
    return [code, *call[1:]]


def without_proof(shop: Terminal) -> Call:
    rich(shop)
    return ["", "--amount", "100", "--customer", "C1", "--spend-points", "10"]


REFUSALS: dict[str, tuple[Case, str | None]] = {
    "code_unknown": (unknown, "stop_unknown"),
    "code_voided": (retired, "stop_blocked"),
    "code_blocked": (blocked, "stop_blocked"),
    "code_not_activated": (not_activated, "stop_inactive"),
    "code_not_yet_valid": (of(head="valid_from = 2027-01-01"), "stop_early"),
    "code_expired": (expired, "stop_expired"),
    "code_used_up": (used_up, "stop_used"),
    "programme_paused": (status("pause"), "stop_paused"),
    "programme_ended": (status("end"), "stop_ended"),
    "outside_hours": (of(head='days = ["sun"]'), "stop_hours"),
    "till_excluded": (of(head='tills = ["7"]'), "check_service"),
    "customer_unknown": (lambda shop: ["", "--amount", "1", "--customer", "C99"], None),
    "identity_needed": (lambda shop: [programme(shop)[1], "--amount", "100"], "check_identity"),
    "own_code": (own, "stop_self"),
    "not_new_customer": (known, "stop_customer"),
    "already_referred": (claimed, "stop_bound"),
    "referral_cycle": (circle, "stop_circle"),
    "customer_excluded": (for_employees, "stop_customer"),
    "service_unknown": (lambda shop: ["", "--line", "Haircut=1"], None),
    "service_excluded": (
        lambda shop: [
            programme(shop, rule='services = ["Interior"]')[1], "--line", "Express=100", *FRIEND,
        ],
        "check_service",
    ),
    "below_minimum": (of(rule='minimum = "500"'), "check_minimum"),
    "limit_per_customer": (limited("per_customer = { life = 1 }"), "stop_cap"),
    "limit_per_period": (limited("per_code = { month = 1 }"), "stop_cap"),
    "budget_spent": (spent_budget, "stop_budget"),
    "not_combinable": (exclusive, "stop_points"),
    "entitlement_unavailable": (lambda shop: rich(shop, "--use", "G9"), "stop_points"),
    "hold_not_over": (held, "stop_hold"),
    "proof_needed": (without_proof, None),
    "points_insufficient": (lambda shop: rich(shop, "--spend-points", "101"), "stop_points"),
    "points_share_exceeded": (too_large_a_share, "stop_points"),
    "sum_changed": (lambda shop: rich(shop, "--expect", "99"), "check_changed"),
}  # fmt: skip
WRONG: dict[str, Case] = {
    "bad_amount": lambda shop: ["", "--amount", "1.234"],
    "bad_phone": lambda shop: ["", "--amount", "1", "--phone", "12"],
    "bad_plate": lambda shop: ["", "--amount", "1", "--plate", "!"],
    "bad_reason": lambda shop: ["", "--amount", "10", "--discount", "1"],
    "bad_usage": lambda shop: ["", "--service", "Express"],
}


@pytest.mark.parametrize("refused", [*REFUSALS, *WRONG])
def test_every_refusal_is_told_by_all_three_and_writes_nothing_but_itself(
    shop: Terminal, refused: str
) -> None:
    case, verdict = REFUSALS.get(refused) or (WRONG[refused], None)
    exit_code = 2 if refused in WRONG else 1
    code, *bill = case(shop)
    before = rows(shop)
    with_code = [[command, code, *bill] for command in ("quote", "redeem")]
    for call in with_code if code else [["quote", *bill], ["buy", *bill]]:
        told = shop.refused(*call, code=exit_code)
        assert (told["refused"], told["verdict"]) == (refused, verdict), call
        assert told["message"]
        assert told["verdict"] is None or told["verdict"] in VERDICTS
    assert rows(shop) == before
    assert shop.json("check")["ok"] is True


def rows(shop: Terminal) -> list[int]:
    """How much was recorded."""
    with closing(sqlite3.connect(shop.folder / FILE_NAME)) as db:
        return [
            int(db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0])
            for table in ("customer", "identity", "purchase", "code_use", "entry", "operation")
        ]


def test_refusals_of_undoing(shop: Terminal) -> None:
    shop.json("buy", "--amount", "100")
    for command in (["void"], ["refund", "--amount", "1"]):
        name, *more = command
        unknown_one = shop.refused(name, "B9", *more, "--reason", "r")
        assert (unknown_one["refused"], unknown_one["verdict"]) == ("purchase_unknown", None)
        assert shop.refused(name, "B1", *more, "--reason", " ", code=2)["refused"] == "bad_reason"
    over = shop.refused("refund", "B1", "--amount", "100.01", "--reason", "r")
    assert (over["refused"], over["max"]) == ("refund_exceeds_purchase", "100.00")
    zero = shop.refused("refund", "B1", "--amount", "0", "--reason", "r", code=2)
    assert zero["refused"] == "bad_amount"
    none = shop.refused("refund", "B1", "--amount", "1", "--service", "No", "--reason", "r")
    assert none["refused"] == "service_unknown"
    shop.json("void", "B1", "--reason", "r")
    for name, *more in (["void"], ["refund", "--amount", "1"]):
        again = shop.refused(name, "B1", *more, "--reason", "r")
        assert again["refused"] == "already_voided"


def test_refusals_of_people(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "4927")
    monkeypatch.setenv("REFDESK_PIN", "4927")
    shop.json("staff", "add", "Olga", "--role", "cashier")
    for call, refused in (
        (["staff", "add", "olga", "--role", "cashier"], "name_taken"),
        (["staff", "add", "Ivan", "--role", "cashier", "--customer", "C9"], "customer_unknown"),
        (["staff", "pin", "Nobody"], "staff_unknown"),
        (["staff", "end", "Nobody"], "staff_unknown"),
        (["staff", "rehire", "Nobody"], "staff_unknown"),
        (["staff", "rehire", "Olga"], "staff_here"),
        (["--as", "Olga", "staff", "rehire", "Olga"], "not_allowed"),
        (["--as", "Olga", "staff", "add", "Ivan", "--role", "owner"], "not_allowed"),
        (["--as", "Olga", "shift", "waiting"], "not_allowed"),
        (["--as", "Nobody", "shift", "open"], "pin_wrong"),
    ):
        told = shop.refused(*call)
        assert told["refused"] == refused, call
    assert shop.refused("staff", "add", "Ivan", "--role", "boss", code=2)["refused"] == "bad_usage"
    assert shop.refused("staff", "add", " ", "--role", "cashier", code=2)["refused"] == "bad_name"
    monkeypatch.setenv("REFDESK_PIN", "5038")
    ends = [shop.refused("--as", "Olga", "shift", "open")["refused"] for _ in range(6)]
    assert ends == ["pin_wrong"] * 5 + ["pin_locked"]


def test_refusals_of_shifts(shop: Terminal, tmp_path: Path) -> None:
    assert shop.refused("shift", "close")["refused"] == "no_open_shift"
    shop.json("shift", "open")
    assert shop.refused("shift", "close", "S9")["refused"] == "shift_unknown"
    assert shop.refused("shift", "close", "--slips", "-1", code=2)["refused"] in (
        "bad_usage", "bad_amount",
    )  # fmt: skip
    assert shop.json("shift", "close")["closed_at"] is not None
    assert shop.refused("shift", "close", "S1")["refused"] == "shift_closed"


def test_without_a_shop_each_command_says_so(empty: Terminal) -> None:
    for call in (
        ["quote", "--amount", "1"], ["redeem", "X", "--amount", "1"], ["buy", "--amount", "1"],
        ["void", "B1", "--reason", "r"], ["refund", "B1", "--amount", "1", "--reason", "r"],
        ["staff", "list"], ["shift", "open"], ["shift", "close"],
    ):  # fmt: skip
        assert empty.refused(*call)["refused"] == "no_shop"
