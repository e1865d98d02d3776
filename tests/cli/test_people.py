"""Customers, codes and staff on the command line."""

import pytest

from refdesk.domain.codes import is_well_formed
from tests.cli.terminal import Terminal


def bare(code: str) -> str:
    return code.replace("-", "")


def test_a_customer_gets_a_whole_code_and_lists_mask_it(shop: Terminal) -> None:
    made = shop.json("customer", "add", "--name", "Anna Lebedeva", "--phone", "8 916 123-45-67")
    (code,) = made["codes"]
    assert is_well_formed(bare(code))
    (row,) = shop.json("customer", "list").objects
    assert row["code"] == "…" + bare(code)[-3:]
    assert row["phone"] == "…45-67"
    for command in (["customer", "list"], ["customer", "show", "C1"], ["code", "show", code]):
        for answer in (shop.json(*command), shop.run(*command)):
            assert code not in answer.out
            assert bare(code) not in answer.out


def test_a_customer_is_shown_with_balances_and_who_brought_him(shop: Terminal) -> None:
    anna, code = shop.add("Anna", "+79161234567")
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Boris")
    shown = shop.json("customer", "show", anna)
    assert shown["balances"] == {
        "points": 100, "money": "0.00", "store_credit": "0.00", "stamps": 0,
    }  # fmt: skip
    assert (shown["referrer"], shown["referrals"]) == (None, ["C2"])
    assert shop.json("customer", "show", "+7 916 123-45-68")["referrer"] == anna
    assert shop.json("customer", "show", code)["customer"] == anna


@pytest.mark.parametrize(
    "options, code",
    [
        (["--phone", "12"], "bad_phone"),
        (["--plate", "!"], "bad_plate"),
        (["--email", "nobody"], "bad_email"),
        (["--birthday", "31.12.1990"], "bad_date"),
        (["--name", "B", "--birthday", "2990-01-01"], "bad_date"),
        ([], "bad_name"),
    ],
)
def test_what_a_customer_cannot_be_is_wrong_input(
    shop: Terminal, options: list[str], code: str
) -> None:
    refused = shop.refused("customer", "add", *options, code=2)
    assert (refused["refused"], refused["verdict"]) == (code, None)
    assert shop.json("customer", "list").objects == []


def test_r31_an_identity_has_one_owner(shop: Terminal) -> None:
    shop.add("Anna", "+79161234567")
    refused = shop.refused("customer", "add", "--name", "B", "--phone", "8(916)1234567")
    assert (refused["refused"], refused["customer"]) == ("identity_taken", "C1")


def test_a_customer_is_changed(shop: Terminal) -> None:
    shop.add("Anna")
    shop.json("customer", "edit", "C1", "--name", "Anna Smirnova", "--plate", "А123ВС777")
    shown = shop.json("customer", "show", "C1")
    assert (shown["name"], len(shown["plates"])) == ("Anna Smirnova", 1)
    assert shop.refused("customer", "edit", "C9")["refused"] == "customer_unknown"


def test_the_list_is_searched_and_limited(shop: Terminal) -> None:
    for name in ("Anna", "Anton", "Boris"):
        shop.add(name)
    found = shop.json("customer", "list", "--query", "an").objects
    assert sorted(row["name"] for row in found) == ["Anna", "Anton"]
    assert len(shop.json("customer", "list", "--limit", "2").objects) == 2
    assert shop.json("customer", "list", "--query", "nobody").out == ""
    assert shop.run("customer", "list", "--limit", "0").code == 2


def test_r54_enrolling_with_a_friends_code_is_a_claim(shop: Terminal) -> None:
    anna, code = shop.add("Anna", "+79161234567")
    made = shop.json(
        "customer", "add", "--name", "Boris", "--phone", "+79161234568", "--code", code
    )
    assert shop.json("customer", "show", made["customer"])["referrer"] == anna
    refused = shop.refused("customer", "add", "--name", "X", "--code", "22222-22222")
    assert refused["refused"] == "code_unknown"


def test_codes_are_issued_shown_and_blocked(shop: Terminal) -> None:
    anna, first = shop.add("Anna")
    issued = shop.json("code", "issue", anna)
    (code,) = issued["codes"]
    assert code != first
    assert (issued["kind"], issued["state"], issued["value"]) == ("personal", "live", None)
    assert shop.json("code", "show", code.lower())["version"] == 1
    blocked = shop.json("code", "block", code, "--reason", "lost")
    assert blocked["state"] == "blocked"
    assert blocked["code"] == "…" + code[-3:]
    coupon = shop.json("code", "issue", "--programme", "P1")
    assert coupon["kind"] == "coupon"
    word = shop.json("code", "issue", "--programme", "P2", "--word", "autumn")
    assert (word["codes"], word["kind"]) == (["AUTUMN"], "campaign")
    assert shop.refused("code", "show", "ZZZZZ-ZZZZZ")["refused"] == "code_unknown"
    assert shop.refused("code", "issue", "--word", "x", code=2)["refused"] == "bad_word"


def test_staff_sign_in_with_their_pins(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    made = shop.json("staff", "add", "Olga", "--role", "cashier")
    assert (made["staff"], made["role"]) == ("Olga", "cashier")
    assert [row["staff"] for row in shop.json("staff", "list").objects] == ["Olga"]
    monkeypatch.setenv("REFDESK_PIN", "1470")
    assert shop.json("--as", "Olga", "customer", "add", "--name", "Anna")["customer"] == "C1"
    refused = shop.refused("setting", "set", "grace_days", "9", "--as", "olga")
    assert (refused["refused"], refused["verdict"]) == ("not_allowed", "check_manager")
    monkeypatch.setenv("REFDESK_PIN", "0000")
    refused = shop.refused("--as", "Olga", "customer", "list")
    assert (refused["refused"], refused["left"]) == ("pin_wrong", 4)
    monkeypatch.delenv("REFDESK_PIN")
    assert shop.refused("--as", "Olga", "customer", "list")["refused"] == "pin_wrong"


def test_who_has_left_is_taken_back(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    shop.json("staff", "add", "Olga", "--role", "cashier")
    assert shop.json("staff", "end", "Olga")["active"] is False
    monkeypatch.setenv("REFDESK_NEW_PIN", "2580")
    back = shop.json("staff", "rehire", "olga").object
    assert {**back, "has_badge": False} == shop.json("staff", "list").objects[0]
    assert (back["active"], back["role"]) == (True, "cashier")
    monkeypatch.setenv("REFDESK_PIN", "2580")
    assert shop.json("--as", "Olga", "customer", "add", "--name", "Anna")["customer"] == "C1"
    shop.json("staff", "end", "Olga")
    said = shop.run("--lang", "en", "staff", "rehire", "Olga", "--role", "manager")
    assert "Signs in again: Olga" in said.out
    assert shop.json("staff", "list")["role"] == "manager"


def test_a_shortened_surname_keeps_its_one_full_stop(shop: Terminal) -> None:
    refused = shop.refused("staff", "end", "Nora P.")
    assert refused["message"] == "Nobody of this name: Nora P. Look at the list of staff."


def test_a_manager_stands_by(shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    shop.json("staff", "add", "Olga", "--role", "cashier")
    shop.json("staff", "add", "Denis", "--role", "manager")
    monkeypatch.setenv("REFDESK_PIN", "1470")
    bill = ["--as", "Olga", "buy", "--amount", "100", "--discount", "10", "--reason", "scratch"]
    assert shop.refused(*bill)["refused"] == "not_allowed"
    monkeypatch.setenv("REFDESK_APPROVE_PIN", "1470")
    assert shop.json(*bill, "--approve", "Denis")["to_pay"] == "90.00"


def test_where_the_computers_user_is_not_trusted_a_name_is_needed(
    shop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    monkeypatch.setenv("REFDESK_PIN", "1470")
    shop.json("setting", "set", "trust_os_user", "off")
    shop.json("staff", "add", "Vera", "--role", "owner")
    assert shop.refused("customer", "list")["refused"] == "pin_wrong"
    assert shop.json("--as", "Vera", "customer", "list").code == 0


def test_the_owners_recovery_code_sets_a_new_pin(
    empty: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFDESK_PIN", "2580")
    recovery = empty.json("init", "--shop", "Lagoon", "--owner", "Vera")["recovery_code"]
    empty.json("--as", "Vera", "setting", "set", "trust_os_user", "off")
    monkeypatch.setenv("REFDESK_NEW_PIN", "1470")
    wrong = empty.refused("staff", "pin", "Vera", "--recovery", "22222-22222")
    assert wrong["refused"] == "pin_wrong"
    fresh = empty.json("staff", "pin", "Vera", "--recovery", recovery)["recovery_code"]
    monkeypatch.setenv("REFDESK_PIN", "1470")
    assert empty.json("--as", "Vera", "staff", "list")["has_pin"] is True
    assert empty.refused("staff", "pin", "Vera", "--recovery", recovery)["refused"] == "pin_wrong"
    said = empty.run("--lang", "en", "staff", "pin", "Vera", "--recovery", fresh)
    assert "Recovery code, keep it on paper: " in said.out
    assert fresh not in said.out
    given = empty.json("--as", "Vera", "staff", "pin", "Vera")
    assert "recovery_code" not in given.object


@pytest.mark.parametrize("pin", ["", "12", "1234", "1111", "4321", "abcd"])
def test_a_pin_that_is_easy_to_guess_is_refused(
    shop: Terminal, monkeypatch: pytest.MonkeyPatch, pin: str
) -> None:
    monkeypatch.setenv("REFDESK_NEW_PIN", pin)
    refused = shop.refused("staff", "add", "Olga", "--role", "cashier", code=2)
    assert refused["refused"] == "bad_pin"


def test_a_line_of_the_list_says_what_the_persons_page_says(shop: Terminal) -> None:
    _, code = shop.add("Anna", "+79161234567")
    shop.json("redeem", code, "--amount", "1000", "--phone", "+79161234568", "--name", "Boris")
    shop.json("buy", "--amount", "100", "--customer", code, "--spend-points", "30")
    shop.json("void", "B1", "--reason", "test")
    rows = shop.json("customer", "list").objects
    assert [row["name"] for row in rows] == ["Anna", "Boris"]
    assert rows[0]["balances"]["points"] == -30
    for row in rows:
        shown = shop.json("customer", "show", row["customer"]).object
        shared = set(row) & set(shown)
        assert {"balances", "referrer", "referrals", "purchases"} <= shared
        assert {key: row[key] for key in shared} == {key: shown[key] for key in shared}
