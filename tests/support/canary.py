"""Somebody with everything that can be known of him, in texts that stand nowhere else.

They are looked for as bytes, whatever their case, where nothing of him may be left (P18).
"""

from collections.abc import Iterator
from pathlib import Path

from refdesk.domain.terms import MONEY
from refdesk.services import adjusting, card_swap, customers, payouts
from refdesk.services.customers import NewCustomer
from refdesk.services.undoing import Refund, refund_purchase
from refdesk.storage.engine import FILE_NAME
from tests.support.shops import TestShop, give, minor

NAME = "Кэнэри Фенвик-Ёлкина"
PHONE, PLATE, EMAIL, CARD = "+79265558931", "К926ХН777", "canary@fenwick.example", "OLD55589310"
SPOKEN = "Fenwickova said so"
CANARIES = ("кэнэри", "фенвик", "9265558931", "k926xh777", "к926хн777", "canary", "fenwick",
            "old55589310", "1987-03-29", "maybird")  # fmt: skip
REASON = "asked in writing"


def left_in(*files: Path) -> list[tuple[str, str]]:
    """Which canaries stand in which files, as bytes of UTF-8 or UTF-16, in any case."""
    found = []
    for file in files:
        data = file.read_bytes()
        text = data.decode("utf-8", "ignore").casefold().replace("ё", "е")
        wide = data.decode("utf-16-le", "ignore").casefold()
        found += [(file.name, one) for one in CANARIES if one in text or one in wide]
    return found


def files_of(folder: Path) -> Iterator[Path]:
    """Everything in a shop's folder but its backups."""
    return (file for file in folder.rglob("*") if (file.is_file() and file.suffix != ".sqlite")
            or file.name == FILE_NAME)  # fmt: skip


def add_canary(shop: TestShop) -> int:
    """Somebody with everything that can be known of him, and with a history."""
    who = customers.add_customer(
        shop.desk,
        NewCustomer(
            NAME, phones=(PHONE,), plates=(PLATE,), emails=(EMAIL,), old_cards=(CARD,),
            birthday=shop.desk.today().replace(1987, 3, 29), tags=("maybird",), consent=SPOKEN,
        ),
    ).customer.id  # fmt: skip
    shop.names["canary"] = who
    shop.buy("1500", code=shop.code("canary"), phone="+79170000001", name="Boris", key="k1")
    bought = shop.buy("900", customer="canary", manual_discount=5_00, reason=SPOKEN, key="k2")
    refund_purchase(shop.desk, bought.purchase, Refund(SPOKEN, minor("10")), key="k3")
    shop.void(shop.buy("300", customer="canary").purchase, reason=SPOKEN)
    adjusting.adjust(shop.desk, who, "points", 40, reason=SPOKEN, key="k4")
    give(shop.desk, who, MONEY, minor("100"))
    paid = payouts.make_payout(shop.desk, who, minor("20"))
    payouts.cancel_payout(shop.desk, paid.payout.id, SPOKEN)
    card_swap.replace_code(shop.desk, shop.code("canary"), f"stolen: {SPOKEN}")
    customers.edit_customer(shop.desk, who, NewCustomer("Кэнэри Фенвик-Второва"))
    return who


def sums(shop: TestShop) -> list[object]:
    """What must not move: every account, entry, purchase, referral and use."""
    return [
        shop.desk.store.sql(f"SELECT {what} ORDER BY 1")
        for what in (
            "id, customer_id, balance FROM account", "id, account_id, change FROM entry",
            "id, customer_id, total, discount, to_pay, gone_back, is_void FROM purchase",
            "id, customer_id, referrer_id, effective_id FROM referral",
            "id, customer_id, value, spent, cost FROM effect",
            "id, code_id, is_live FROM code_use", "entry_id, remaining FROM lot",
        )
    ]  # fmt: skip
