"""What the one box of the counter makes of a code: a slip, a pause, a code that works."""

import pytest

from refdesk.domain.codes import check_symbol, group_code, is_well_formed, neighbours
from refdesk.services.look_up import look_up
from tests.support.refusals import refused
from tests.support.shops import TestShop

TYPED = "7K4M9XQT2B"
"""The printed example of R75 with a wrong last symbol."""

NEAR = neighbours(TYPED)


def named(shop: TestShop, code: str, **changed: str) -> None:
    """Add somebody whose code is this one, as another hand may have changed it."""
    made = shop.add(code)
    values = {"code": code, **changed}
    fields = ", ".join(f"{name} = ?" for name in values)
    shop.desk.store.sql(f"UPDATE promo_code SET {fields} WHERE code = ?", (*values.values(), made))


def wrong(number: int) -> str:
    """A well-formed code that no shop has made."""
    body = f"{number:09}".replace("0", "Z").replace("1", "Y")
    return body + check_symbol(body)


def paused(shop: TestShop) -> TestShop:
    """The same till after five wrong codes in a row."""
    for number in range(5):
        seen = look_up(shop.desk, wrong(number))
        assert seen.refusal is not None
        assert seen.refusal.code == "code_unknown"
    return shop


# -- R76: the near miss ----------------------------------------------------------------------


def test_r76_a_slip_of_one_live_code_is_suggested(wash: TestShop) -> None:
    named(wash, NEAR[0])
    seen = look_up(wash.desk, TYPED)
    assert (seen.kind, seen.verdict) == ("typo", "check_typo")
    assert seen.suggestion == group_code(NEAR[0])


def test_r76_nothing_is_suggested_where_two_codes_are_as_near(wash: TestShop) -> None:
    named(wash, NEAR[0])
    named(wash, NEAR[1])
    seen = look_up(wash.desk, TYPED)
    assert (seen.kind, seen.suggestion) == ("nothing", "")


@pytest.mark.parametrize(
    "text, kind",
    [
        ("Zinaida", "nobody"), ("Зинаида Петровна", "nobody"), ("Анна-Мария", "nobody"),
        ("A123BC", "nobody"), ("а 777 аа 199", "nobody"), ("4512", "nobody"),
        ("ABCDEFGHJ", "nothing"), ("WASH ABCDEFGHJ", "nothing"),
    ],
)  # fmt: skip
def test_a_name_or_plate_that_nobody_has_is_told_from_a_code(
    wash: TestShop, text: str, kind: str
) -> None:
    assert look_up(wash.desk, text).kind == kind
    assert look_up(wash.desk, text, scanned=True).kind == "nothing"


@pytest.mark.parametrize("changed", [
    {"status": "blocked"}, {"status": "retired"}, {"status": "printed"}, {"kind": "gift_card"},
])  # fmt: skip
def test_r76_a_code_that_is_not_live_or_holds_value_is_never_suggested(
    wash: TestShop, changed: dict[str, str]
) -> None:
    named(wash, NEAR[0], **changed)
    assert look_up(wash.desk, TYPED).suggestion == ""
    # nor does it stand in the way of the one that is meant
    named(wash, NEAR[1])
    assert look_up(wash.desk, TYPED).suggestion == group_code(NEAR[1])


def test_r76_a_slip_that_is_looked_up_does_not_count(wash: TestShop) -> None:
    named(wash, NEAR[0])
    for _ in range(6):
        assert look_up(wash.desk, TYPED).kind == "typo"
    assert look_up(wash.desk, NEAR[0]).kind == "code"


# -- R28: the pause ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", [NEAR[0], group_code(NEAR[0]), wrong(9), TYPED])
def test_r28_a_paused_box_tells_nothing_of_any_code(wash: TestShop, text: str) -> None:
    named(wash, NEAR[0])
    seen = look_up(paused(wash).desk, text)
    assert seen.refusal is not None
    assert (seen.kind, seen.refusal.code, seen.suggestion) == ("refused", "till_paused", "")
    assert seen.code is None
    wash.clock.forward(seconds=30)
    assert look_up(wash.desk, NEAR[0]).kind == "code"


def test_r28_people_are_found_during_the_pause(wash: TestShop) -> None:
    wash.add("Anna", "+79161234567")
    paused(wash)
    for text in ("+7 916 123-45-67", "Anna", f"C{wash.who('Anna')}"):
        seen = look_up(wash.desk, text)
        assert seen.customer is not None, text
        assert seen.customer.name == "Anna"


def test_r76_a_right_code_in_the_box_clears_the_count(wash: TestShop) -> None:
    named(wash, NEAR[0])
    for turn in range(3):
        for number in range(4):
            look_up(wash.desk, wrong(4 * turn + number))
        assert look_up(wash.desk, NEAR[0]).kind == "code"


def test_r28_a_guess_in_the_box_counts_at_the_till(wash: TestShop) -> None:
    named(wash, NEAR[0])
    paused(wash)
    with refused("till_paused"):
        wash.buy("10", code=NEAR[0], phone="+79170000001")


def test_r26_a_phone_that_looks_like_a_code_is_a_phone(wash: TestShop) -> None:
    phones = (f"926{number:07}" for number in range(2_222_222, 3_333_333))
    phone = next(one for one in phones if is_well_formed(one))
    for _ in range(6):  # and counts for no pause
        seen = look_up(wash.desk, phone)
        assert (seen.kind, seen.phone) == ("new_phone", f"+7{phone}")
    wash.add("Olga", phone=f"+7{phone}")
    seen = look_up(wash.desk, phone, scanned=True)
    assert (seen.kind, seen.customer and seen.customer.name) == ("customer", "Olga")
