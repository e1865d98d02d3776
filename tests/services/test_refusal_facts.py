"""A refusal tells when, by whom and until when (ui.md, section 7)."""

from datetime import date

import pytest

from refdesk.services import codes, programmes, staff
from refdesk.services.desk import Actor
from refdesk.services.look_up import look_up
from refdesk.words.catalogue import load_words
from refdesk.words.reasons import refusal_text
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

PIN = "4862"
TODAY = date(2026, 11, 18)

LIMITED = """
name = "Friends"
codes = "personal"

[[rule]]
id = "friend"
trigger = "first"
referral = {{ kind = "percent_off", percent = "10" }}

[rule.limits]
per_code = {{ {period} = 1 }}
"""


def hired(shop: TestShop, name: str, role: str) -> Actor:
    """Somebody new who serves."""
    staff.add_staff(shop.desk, name, role, PIN)
    return staff.sign_in(shop.desk, name, PIN)


def told(shop: TestShop, code: str, language: str = "en") -> tuple[str, str]:
    """What the box of the counter says of a refused code."""
    seen = look_up(shop.desk, code)
    assert seen.refusal is not None
    title, step = refusal_text(load_words(language), seen.refusal)
    return title.replace("\xa0", " "), step.replace("\xa0", " ")


def test_r20_a_used_coupon_tells_the_day_the_customer_and_who_served(wash: TestShop) -> None:
    coupon = codes.issue_coupon(wash.desk, programmes.list_programmes(wash.desk)[0])
    wash.add("Lena Smirnova", "+79170000001")
    with wash.acting(hired(wash, "Olga Petrova", "cashier")):
        wash.buy("1000", code=coupon, phone="+79170000001")
    used = {
        "used_on": TODAY,
        "customer": wash.who("Lena Smirnova"),
        "till": "1",
        "staff": "Olga P.",
    }
    with refused("code_used_up", **used):
        wash.buy("1000", code=coupon, phone="+79170000002")
    with refused("code_used_up", **used):
        wash.quote("1000", code=coupon, phone="+79170000002")
    assert told(wash, coupon) == (
        "Code already used on 18 Nov", "One-time code. Lena S., till 1: Olga P.",
    )  # fmt: skip
    assert told(wash, coupon, "ru") == (
        "Код уже использован 18 ноября", "Одноразовый код. Lena S., касса 1: Olga P.",
    )  # fmt: skip


def test_r20_a_coupon_that_nobody_in_particular_used_tells_the_till(wash: TestShop) -> None:
    coupon = codes.issue_coupon(wash.desk, programmes.list_programmes(wash.desk)[0])
    paid = wash.buy("1000", code=coupon, phone="+79170000001")
    wash.desk.store.sql("UPDATE code_use SET customer_id = NULL")
    assert told(wash, coupon)[1] == "One-time code. Till: 1"
    wash.void(paid.purchase)
    assert look_up(wash.desk, coupon).kind == "code"


@pytest.mark.parametrize("period, works_on, text", [
    ("day", date(2026, 11, 19), "19 Nov"), ("month", date(2026, 12, 1), "1 Dec"),
    ("year", date(2027, 1, 1), "1 Jan 2027"),
])  # fmt: skip
def test_r64_a_limit_tells_when_the_code_works_again(
    shops: Shops, period: str, works_on: date, text: str
) -> None:
    shop = shops.open()
    shop.programme(LIMITED.format(period=period))
    code = shop.add("Anna")
    shop.buy("1000", code=code, phone="+79170000001")
    with refused("limit_per_period", works_on=works_on):
        shop.buy("1000", code=code, phone="+79170000002")
    with pytest.raises(Exception, match="limit_per_period") as refusal:
        shop.buy("1000", code=code, phone="+79170000002")
    said = refusal_text(load_words("en"), refusal.value)  # type: ignore[arg-type]
    assert said[1].replace("\xa0", " ") == f"Works again on {text}. Record without the code"


def test_a_blocked_code_tells_who_when_and_why(wash: TestShop) -> None:
    code = wash.add("Anna")
    with wash.acting(hired(wash, "Denis", "manager")):
        codes.block_code(wash.desk, code, "lost card")
    wash.clock.forward(days=2)
    assert told(wash, code) == ("Code is blocked", "Denis, 18 Nov: lost card")
    with refused("code_blocked", who="Denis", blocked_on=TODAY, why="lost card"):
        wash.buy("1000", code=code, phone="+79170000001")


def test_where_nobody_signs_in_a_blocked_code_tells_when_and_why(wash: TestShop) -> None:
    code = wash.add("Anna")
    codes.block_code(wash.desk, code, "lost card")
    assert told(wash, code)[1] == "18 Nov: lost card"
    assert told(wash, code, "ru")[1] == "18 ноября: lost card"


def test_a_paused_programme_tells_since_when_and_by_whom(wash: TestShop) -> None:
    code = wash.add("Anna")
    with wash.acting(hired(wash, "Zoe", "owner")):
        programmes.set_status(wash.desk, "P1", "pause")
    wash.clock.forward(days=1)
    assert told(wash, code) == (
        "Programme was paused on 18 Nov",
        "Paused by Zoe. Record the purchase without the code",
    )


def test_r32_who_is_already_referred_tells_since_when(wash: TestShop) -> None:
    anna = wash.add("Anna")
    boris = wash.add("Boris")
    wash.add("Vera", "+79170000001", code=anna)
    wash.clock.forward(days=1)
    with refused("already_referred", referrer="Anna", claimed_on=TODAY, customer=wash.who("Vera")):
        wash.buy("1000", code=boris, phone="+79170000001")
