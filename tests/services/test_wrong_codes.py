"""Five wrong codes in a row pause a till's code box; a typing mistake is none (R28, R76)."""

import pytest

from refdesk.domain.codes import check_symbol
from refdesk.domain.keyboards import from_us_keys
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
