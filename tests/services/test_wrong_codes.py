"""Five wrong codes in a row pause a till's code box; a typing mistake is none (R28, R76)."""

import pytest

from refdesk.domain.codes import check_symbol, is_well_formed, readings
from refdesk.domain.keyboards import from_us_keys
from refdesk.services.refusals import open_codes
from tests.support.refusals import refusal_of, refused
from tests.support.shops import TestShop

GOOD = "+79170000001"


def wrong(number: int) -> str:
    """A well-formed code that no shop has made."""
    body = f"{number:09}".replace("0", "Z").replace("1", "Y")
    return body + check_symbol(body)


def guess(shop: TestShop, *codes: str) -> list[str]:
    return [refusal_of(lambda code=code: shop.buy("10", code=code, phone=GOOD)) for code in codes]  # type: ignore[misc]


def test_r28_five_wrong_in_a_row_pause_the_till_for_30_seconds(wash: TestShop) -> None:
    code = wash.add("Anna")
    assert guess(wash, *map(wrong, range(5))) == ["code_unknown"] * 5
    with refused("till_paused", seconds=30):
        wash.buy("10", code=code, phone=GOOD)
    wash.clock.forward(seconds=29)
    with refused("till_paused", seconds=1):
        wash.buy("10", code=code, phone=GOOD)
    wash.clock.forward(seconds=1)
    assert wash.buy("10", code=code, phone=GOOD).verdict == "ok_new"


def test_r28_a_purchase_without_a_code_goes_on_during_the_pause(wash: TestShop) -> None:
    guess(wash, *map(wrong, range(5)))
    assert wash.buy("10", phone=GOOD).to_pay == 1_000


def test_r28_another_till_is_not_paused(wash: TestShop) -> None:
    code = wash.add("Anna")
    guess(wash, *map(wrong, range(5)))
    other = wash.at_till("2")
    assert other.buy("10", code=code, phone=GOOD).verdict == "ok_new"
    other.desk.store.close()


def test_r28_the_pause_doubles_up_to_an_hour_and_never_overflows(wash: TestShop) -> None:
    spans = []
    for turn in range(12):
        guess(wash, *map(wrong, range(turn * 5, turn * 5 + 5)))
        with pytest.raises(Exception, match="till_paused") as paused:
            wash.buy("10", code=wrong(0), phone=GOOD)
        seconds = paused.value.params["seconds"]  # type: ignore[attr-defined]
        spans.append(seconds)
        wash.clock.forward(seconds=seconds)
        wash.desk.store.sql("DELETE FROM setting WHERE name LIKE 'wrong_codes%'")
    assert spans[:8] == [30, 60, 120, 240, 480, 960, 1920, 3600]
    assert set(spans[7:]) == {3600}
    wash.desk.store.sql("UPDATE till SET pauses = 5000")
    guess(wash, *map(wrong, range(5)))
    with refused("till_paused", seconds=3600):
        wash.buy("10", code=wrong(0), phone=GOOD)


def test_r28_the_pause_and_the_count_survive_a_restart(wash: TestShop) -> None:
    guess(wash, *map(wrong, range(4)))
    wash.reopened()
    guess(wash, wrong(4))
    wash.reopened()
    with refused("till_paused"):
        wash.buy("10", code=wrong(5), phone=GOOD)


def test_r76_a_right_code_clears_the_count(wash: TestShop) -> None:
    code = wash.add("Anna")
    guess(wash, *map(wrong, range(4)))
    wash.buy("10", code=code, phone=GOOD)
    assert guess(wash, *map(wrong, range(4))) == ["code_unknown"] * 4
    assert wash.quote("10", code=code, phone="+79170000002").quote.verdict == "ok_new"


def test_r76_a_code_of_the_shop_that_is_refused_is_right_all_the_same(wash: TestShop) -> None:
    code = wash.add("Anna")
    guess(wash, *map(wrong, range(4)))
    with refused("own_code"):
        wash.buy("10", code=code, customer="Anna")
    assert "till_paused" not in guess(wash, *map(wrong, range(4)))


def test_r76_a_refusal_before_the_code_is_read_clears_nothing(wash: TestShop) -> None:
    cashier = wash.hire("Ivan", "cashier")
    guess(wash, *map(wrong, range(4)))
    with wash.acting(cashier), refused("not_allowed"):
        wash.buy("10", code=wrong(9), phone=GOOD, manual_discount=1, reason="x")
    guess(wash, wrong(4))
    with refused("till_paused"):
        wash.buy("10", code=wrong(5), phone=GOOD)


def test_r76_typing_mistakes_do_not_count(wash: TestShop) -> None:
    code = wash.add("Anna")
    swapped = code[1] + code[0] + code[2:]
    typos = [swapped] if code[0] != code[1] else []
    typos += [code[:4] + ("2" if code[4] != "2" else "3") + code[5:], code[:-1], code + "9"]
    typos += ["SUMMER", "hello there", "7", "ПРИВЕТ1"]
    for _ in range(3):
        assert set(guess(wash, *typos)) == {"code_unknown"}
    assert wash.buy("10", code=code, phone=GOOD).verdict == "ok_new"


def test_r76_what_is_a_code_only_under_another_layout_is_a_typing_mistake(wash: TestShop) -> None:
    tried = (f"YK{number:08}".translate(str.maketrans("01", "ZX")) for number in range(5_000))
    typos = [
        text for text in tried
        if any(is_well_formed(one.code) for one in readings(text))
        and not any(is_well_formed(one.code) for one in readings(text) if one.layout is None)
    ]  # fmt: skip
    assert len(typos) >= 5
    assert set(guess(wash, *typos[:5])) == {"code_unknown"}
    assert wash.buy("10", code=wash.add("Anna"), phone=GOOD).verdict == "ok_new"


def test_r28_a_wrong_code_counts_under_another_keyboard_layout_too(wash: TestShop) -> None:
    typed = [dict(from_us_keys(wrong(number)))["ru"] for number in range(5)]
    assert not any(text.isascii() for text in typed)
    guess(wash, *typed)
    with refused("till_paused"):
        wash.buy("10", code=wrong(9), phone=GOOD)


def test_r28_codes_guessed_at_enrolment_count_and_are_paused(wash: TestShop) -> None:
    code = wash.add("Anna")
    for number in range(5):
        with refused("code_unknown"):
            wash.add("Guesser", code=wrong(number))
    with refused("till_paused"):
        wash.add("Guesser", code=code)
    with refused("till_paused"):
        wash.buy("10", code=code, phone=GOOD)
    assert wash.count("customer") == 1
    wash.clock.forward(seconds=30)
    wash.add("Boris", code=code)


def test_r28_the_message_does_not_tell_unknown_from_another_shops(wash: TestShop) -> None:
    assert guess(wash, wrong(3), "7K4M9-XQT2A", "NOSUCHWORD") == ["code_unknown"] * 3


# -- a day's wrong codes (P13) --------------------------------------------------------------------


def tire(shop: TestShop, *, count: int = 20) -> None:
    """Type so many wrong codes, waiting out each pause; none gets longer."""
    for number in range(count):
        assert guess(shop, wrong(number)) == ["code_unknown"]
        shop.clock.forward(minutes=10)
        shop.desk.store.sql("UPDATE till SET pauses = 0")


def test_p13_after_20_wrong_codes_of_a_day_codes_rest_until_the_next(wash: TestShop) -> None:
    code = wash.add("Anna")
    tire(wash, count=19)
    assert wash.quote("10", code=code, phone=GOOD).quote.verdict == "ok_new"
    tire(wash, count=1)
    with refused("till_paused", count=20):
        wash.buy("10", code=code, phone=GOOD)
    wash.reopened()
    with refused("till_paused", count=20):
        wash.add("Guesser", code=code)
    assert wash.buy("10", phone="+79170000002").to_pay == 1_000
    assert wash.at_till("2").quote("10", code=code, phone=GOOD).quote.verdict == "ok_new"
    wash.clock.forward(days=1)
    assert wash.buy("10", code=code, phone=GOOD).verdict == "ok_new"
    assert wash.problems() == []


def test_p13_right_codes_in_between_do_not_clear_the_days_count(wash: TestShop) -> None:
    code = wash.add("Anna")
    for turn in range(5):
        guess(wash, *map(wrong, range(4)))
        if turn < 4:
            wash.buy("10", code=code, phone=f"+7917000000{turn}")
    with refused("till_paused", count=20):
        wash.buy("10", code=code, phone="+79170000009")


def test_p13_typing_mistakes_are_not_counted_in_the_day(wash: TestShop) -> None:
    code = wash.add("Anna")
    for _ in range(25):
        guess(wash, "NOSUCHWORD", code[:-1])
    assert wash.quote("10", code=code, phone=GOOD).quote.verdict == "ok_new"


def test_p13_a_managers_pin_lifts_it_and_clears_the_days_count(wash: TestShop) -> None:
    code = wash.add("Anna")
    ivan, vera = wash.hire("Ivan", "cashier"), wash.hire("Vera", "manager")
    tire(wash)
    with wash.acting(ivan, approver=ivan), refused("till_paused", count=20):
        wash.buy("10", code=code, phone=GOOD)
    with wash.acting(ivan, approver=vera):
        assert wash.quote("10", code=code, phone=GOOD).quote.verdict == "ok_new"
        assert wash.buy("10", code=code, phone=GOOD).verdict == "ok_new"
    links = wash.desk.store.sql("SELECT details FROM audit WHERE action = 'codes_allowed'")
    assert len(links) == 1
    with wash.acting(ivan):
        tire(wash, count=19)
        wash.buy("10", code=code, phone="+79170000002")
        tire(wash, count=1)
        with refused("till_paused", count=20):
            wash.buy("10", code=code, phone="+79170000003")


def test_p13_a_wrong_code_under_a_managers_leave_counts_from_one(wash: TestShop) -> None:
    ivan, vera = wash.hire("Ivan", "cashier"), wash.hire("Vera", "manager")
    tire(wash)
    with wash.acting(ivan, approver=vera):
        assert guess(wash, wrong(50)) == ["code_unknown"]
    with wash.acting(ivan):
        tire(wash, count=19)
        assert guess(wash, wrong(51)) == ["till_paused"]


def test_p13_codes_are_opened_by_a_manager_alone(wash: TestShop) -> None:
    tire(wash)
    with refused("not_allowed", role="manager"):
        open_codes(wash.desk)
    vera = wash.hire("Vera", "manager")
    with wash.acting(wash.hire("Ivan", "cashier"), approver=vera):
        open_codes(wash.desk)
    assert guess(wash, wrong(30)) == ["code_unknown"]
