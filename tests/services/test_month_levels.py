"""A month of each preset that pays levels above, by hand to the unit (domain.md section 5)."""

from tests.support.months import at, bring, pay_out, purses
from tests.support.refusals import refused
from tests.support.shops import Shops

# -- cafe, three levels ---------------------------------------------------------------------------


def test_a_month_of_the_cafe(shops: Shops) -> None:
    cafe = shops.open("cafe")
    anna = cafe.add("Anna")
    at(cafe, "2026-12-02")
    assert bring(cafe, anna, "Boris", ("Lunch", "500")).to_pay == 500_00
    assert purses(cafe) == {"Anna": {"store_credit": 25_00}}
    bring(cafe, cafe.code("Boris"), "Clara", ("Coffee", "250"))
    assert purses(cafe) == {"Anna": {"store_credit": 30_00}, "Boris": {"store_credit": 12_50}}
    at(cafe, "2026-12-03")
    bring(cafe, cafe.code("Clara"), "Dmitry", "100")
    assert purses(cafe) == {
        "Anna": {"store_credit": 31_00}, "Boris": {"store_credit": 14_50},
        "Clara": {"store_credit": 5_00},
    }  # fmt: skip
    # every cheque counts, without a code; example 2 of section 6: 49.99 + 19.99 + 9.99
    at(cafe, "2026-12-10")
    great = cafe.buy("999.99", customer="Dmitry")
    assert purses(cafe) == {
        "Anna": {"store_credit": 40_99}, "Boris": {"store_credit": 34_49},
        "Clara": {"store_credit": 54_99},
    }  # fmt: skip
    # a fourth level gets nothing
    at(cafe, "2026-12-15")
    bring(cafe, cafe.code("Dmitry"), "Egor", "200")
    assert purses(cafe) == {
        "Anna": {"store_credit": 40_99}, "Boris": {"store_credit": 36_49},
        "Clara": {"store_credit": 58_99}, "Dmitry": {"store_credit": 10_00},
    }  # fmt: skip
    # credit pays a cheque whole, and what it pays earns nobody anything
    assert cafe.buy("58.99", customer=cafe.code("Clara"), spend_credit="max").to_pay == 0
    at(cafe, "2026-12-28")
    cafe.void(great.purchase)
    assert purses(cafe) == {
        "Anna": {"store_credit": 31_00}, "Boris": {"store_credit": 16_50},
        "Clara": {"store_credit": -49_99}, "Dmitry": {"store_credit": 10_00},
    }  # fmt: skip
    assert cafe.problems() == []


# -- four levels ----------------------------------------------------------------------------------


def test_a_month_of_four_levels(shops: Shops) -> None:
    game = shops.open("four-levels")
    code = game.add("Anna")
    at(game, "2026-12-02")
    for name in ("Boris", "Clara", "Dmitry"):
        bring(game, code, name, "1000")
        code = game.code(name)
    # Anna: 50 of Boris, 30 of Clara, 20 of Dmitry; of each 70 % in money, the rest in credit
    assert purses(game) == {
        "Anna": {"money": 35_00 + 21_00 + 14_00, "store_credit": 15_00 + 9_00 + 6_00},
        "Boris": {"money": 35_00 + 21_00, "store_credit": 15_00 + 9_00},
        "Clara": {"money": 35_00, "store_credit": 15_00},
    }
    # 1 % to the fourth level; 333.33: 16.66, 9.99, 6.66, 3.33
    at(game, "2026-12-10")
    bring(game, game.code("Dmitry"), "Egor", "333.33")
    assert purses(game) == {
        "Anna": {"money": 70_00 + 2_33, "store_credit": 30_00 + 1_00},
        "Boris": {"money": 56_00 + 4_66, "store_credit": 24_00 + 2_00},
        "Clara": {"money": 35_00 + 6_99, "store_credit": 15_00 + 3_00},
        "Dmitry": {"money": 11_66, "store_credit": 5_00},
    }
    # a fifth level up gets nothing
    bring(game, game.code("Egor"), "Fedor", "100")
    assert purses(game)["Anna"] == {"money": 72_33, "store_credit": 31_00}
    # Anna has one effective friend; three unlock the payout
    with refused("payout_locked"):
        pay_out(game, "Anna", "10")
    at(game, "2026-12-20")
    for name in ("Gleb", "Hanna"):
        bring(game, game.code("Anna"), name, "500")
    # each brings 25.00: 17.50 and 7.50
    assert purses(game)["Anna"] == {"money": 107_33, "store_credit": 46_00}
    pay_out(game, "Anna", "100")
    assert purses(game)["Anna"] == {"money": 7_33, "store_credit": 46_00}
    with refused("payout_exceeds_balance"):
        pay_out(game, "Anna", "7.34")
    assert game.problems() == []
