"""Erasing a person: nothing of him is left in the files, and nothing of the sums moves (R51, P18).

Canaries are texts that stand nowhere else; they are looked for as bytes, whatever their case.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from refdesk.domain.codes import is_well_formed
from refdesk.domain.terms import MONEY
from refdesk.services import (
    accounts,
    adjusting,
    backups,
    card_swap,
    contest,
    customers,
    day,
    erasing,
    payouts,
    print_runs,
    shifts,
    stacks,
    staff,
)
from refdesk.services.customers import NewCustomer
from refdesk.services.erased_list import ERASED_LIST, PENDING
from refdesk.services.look_up import find_matches
from refdesk.services.merging import merge_customers
from refdesk.services.undoing import Refund, refund_purchase
from refdesk.storage import backup as copies
from refdesk.storage import customers as people
from refdesk.storage import erasing as storage
from refdesk.storage import search, tombstones
from refdesk.storage import shop as shops
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.errors import StorageError
from refdesk.storage.tables import CodeRow
from tests.support.refusals import refused, storage_refused
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


@pytest.fixture
def canary(wash: TestShop) -> int:
    wash.add("Anna")
    return add_canary(wash)


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


# -- nothing is left -------------------------------------------------------------------------------


def test_p18_no_byte_of_an_erased_person_is_left_in_the_shops_files(
    wash: TestShop, canary: int
) -> None:
    (wash.folder / erasing.BUG_LOG).write_text(f"refdesk 1\nKeyError: '{NAME}'\n", "utf-8")
    wash.desk.store.close()
    assert {found for _, found in left_in(wash.folder / FILE_NAME)} >= set(CANARIES[:4])
    done = erasing.erase_customer(wash.desk, canary, REASON)
    assert done.is_swept
    assert left_in(*files_of(wash.folder)) == []
    assert left_in(done.backup) != []
    assert wash.problems() == []
    wash.desk.store.close()
    assert left_in(*files_of(wash.folder)) == []


@pytest.mark.parametrize("seed", range(3))
def test_p18_nor_where_rows_moved_between_pages(wash: TestShop, seed: int) -> None:
    """What SQLite frees is zeroed; what it leaves behind where it moves rows is not: `sweep`."""
    store = wash.desk.store
    made = []
    with store.write():
        for number in range(400):
            name = (
                f"{'canary fenwick ' if number % 9 == seed else ''}{number}{'ab' * (number % 23)}"
            )
            stamp = wash.desk.stamp(wash.desk.shop(), opens_shift=False)
            one = people.insert_customer(store, stamp, name=name, kind="client")
            search.index_customer(store, one)
            made += [one] if number % 9 == seed else []
            other = made[len(made) // 2] if made else one
            people.update_customer(store, other, note="x" * (number % 190))
    for one in made[:-1]:
        with store.write():
            stamp = wash.desk.stamp(wash.desk.shop(), opens_shift=False)
            erasing._erase(wash.desk, stamp, one)
    erasing.erase_customer(wash.desk, made[-1], REASON)
    assert left_in(*files_of(wash.folder)) == []


def test_r23_a_word_of_his_choice_goes_too(wash: TestShop) -> None:
    wash.add("Kanareika")
    who = wash.who("Kanareika")
    [code] = customers.show_customer(wash.desk, who).codes
    with wash.desk.store.write():
        wash.desk.store.change(CodeRow, code.id, code="MAYBIRD", is_guessable=True)
        search.index_customer(wash.desk.store, who)
    erasing.erase_customer(wash.desk, who, REASON)
    assert left_in(*files_of(wash.folder)) == []
    [(kept, status)] = wash.desk.store.sql("SELECT code, status FROM promo_code")
    assert is_well_formed(kept)
    assert status == "retired"
    assert wash.problems() == []


# -- what stays ------------------------------------------------------------------------------------


def test_r35_r51_sums_purchases_and_referrals_stay_with_an_anonymous_node(
    wash: TestShop, canary: int
) -> None:
    before = sums(wash)
    losses = erasing.look_at_losses(wash.desk, canary)
    done = erasing.erase_customer(wash.desk, canary, REASON)
    assert sums(wash) == before
    assert done.losses == losses
    assert (losses.identities, losses.consents, len(losses.friends)) == (4, 1, 1)
    assert losses.balances["money"] == minor("100")
    [row] = wash.desk.store.sql("SELECT state, name, note, tags FROM customer WHERE id = ?",
                                (canary,))  # fmt: skip
    assert row == ("erased", "", "", "[]")
    [consent] = wash.desk.store.sql("SELECT how, withdrawn_at IS NOT NULL FROM consent"
                                    " WHERE customer_id = ?", (canary,))  # fmt: skip
    assert consent == ("—", 1)
    assert wash.problems() == []


def test_item_59_whoever_shows_his_card_is_told_that_it_is_of_no_use(
    wash: TestShop, canary: int
) -> None:
    code = customers.show_customer(wash.desk, canary).codes[-1].code
    erasing.erase_customer(wash.desk, canary, REASON)
    with refused("code_voided"):
        wash.quote("1000", code=code, phone="+79170000009")
    assert wash.count("refusal") == 0
    status = wash.desk.store.sql("SELECT DISTINCT status, reason FROM promo_code"
                                 " WHERE owner_id = ?", (canary,))  # fmt: skip
    assert set(status) == {("retired", ""), ("retired", "stolen")}


def test_r35_his_level_is_not_passed_up_and_gets_nothing(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    before = sums(wash)[0]
    receipt = wash.buy("2000", customer="+79170000001")
    assert not [one for one in receipt.effects if one.customer == canary and one.value]
    kept = [row for row in sums(wash)[0] if row[1] == canary]  # type: ignore[attr-defined]
    assert kept == [row for row in before if row[1] == canary]  # type: ignore[attr-defined]


def test_r51_he_is_found_and_listed_nowhere(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    desk = wash.desk
    for text in (PHONE, PLATE, EMAIL, CARD, NAME, "Кэнэри Фенвик-Второва", f"C{canary}"):
        assert customers.find_who(desk, desk.shop(), text) is None
    assert customers.search_customers(desk, "", sort="name") == [
        one for one in range(1, wash.count("customer") + 1) if one != canary
    ]
    assert find_matches(desk, "фенв") == []
    assert canary not in [one.customer for one in payouts.list_payable(desk)]
    names = [line.action.name for line in day.day_view(desk).lines]
    assert names.count("") >= 2
    assert "Фенвик" not in str(names)
    view = shifts.read_shift(desk, 1)
    assert not re.search("енвик|enwick", repr(view))
    assert "енвик" not in repr(contest.list_standings(desk))
    with refused("customer_unknown"):
        customers.show_customer(desk, canary)
    with refused("customer_unknown"):
        wash.buy("100", customer=f"C{canary}")
    with refused("customer_unknown"):
        adjusting.adjust(desk, canary, "points", 1, reason="x")


def test_r51_his_phone_may_come_again_as_somebody_new(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    again = customers.add_customer(wash.desk, NewCustomer(NAME, phones=(PHONE,)))
    assert again.customer.id != canary
    assert accounts.get_balance(wash.desk, again.customer.id).spendable["points"] == 0
    wash.reopened()
    assert wash.desk.erased_again == 0
    assert customers.get_customer(wash.desk, again.customer.id).name == NAME


def test_r51_an_undo_of_his_purchase_still_moves_his_anonymous_account(
    wash: TestShop, canary: int
) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    wash.void(1)
    assert wash.problems() == []


def test_r51_the_same_call_again_is_refused_and_not_done_twice(wash: TestShop, canary: int) -> None:
    entries = wash.count("entry")
    erasing.erase_customer(wash.desk, canary, REASON)
    with refused("key_reused"):
        adjusting.adjust(wash.desk, canary, "points", 40, reason=SPOKEN, key="k4")
    assert wash.count("entry") == entries


def test_r10_no_other_row_and_no_other_column_can_be_changed(wash: TestShop, canary: int) -> None:
    store = wash.desk.store
    for statement in (
        "UPDATE entry SET reason = '—' WHERE reason <> ''", "UPDATE undo SET reason = '—'",
    ):  # fmt: skip
        with pytest.raises(Exception, match="append_only"):
            store.sql(statement)
    erasing.erase_customer(wash.desk, canary, REASON)
    of_him = "account_id IN (SELECT id FROM account WHERE customer_id = ?)"
    for change in ("reason = 'x'", "change = change + 1, reason = '—'", "kind = 'earn'"):
        with pytest.raises(Exception, match="append_only"):
            store.sql(f"UPDATE entry SET {change} WHERE {of_him}", (canary,))


# -- who, and how it is told -----------------------------------------------------------------------


def test_4c_the_audit_has_numbers_only_and_a_backup_comes_first(
    wash: TestShop, canary: int
) -> None:
    made = len(backups.list_backups(wash.desk))
    done = erasing.erase_customer(wash.desk, canary, f"{SPOKEN}, {NAME}")
    rows = wash.desk.store.sql("SELECT action, details FROM audit ORDER BY id DESC LIMIT 2")
    assert rows == [
        ("customer_erased", f'{{"customer":{canary},"records":[{canary}]}}'), ("backup_made", "{}"),
    ]  # fmt: skip
    assert len(backups.list_backups(wash.desk)) == made + 1
    assert backups.verify_backup(done.backup)
    assert done.reason == f"{SPOKEN}, {NAME}"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_a_reason_is_needed(wash: TestShop, canary: int, reason: str) -> None:
    with refused("bad_reason"):
        erasing.erase_customer(wash.desk, canary, reason)
    assert customers.get_customer(wash.desk, canary).name
    assert backups.list_backups(wash.desk) == []


def test_the_owner_who_stands_by_may_and_is_named(wash: TestShop, canary: int) -> None:
    owner = wash.hire("Olga", "owner", pin="4927")
    manager = wash.hire("Max", "manager", pin="5938")
    with wash.acting(manager, approver=owner):
        done = erasing.erase_customer(wash.desk, canary, REASON)
    assert done.by == "Olga"


def test_a_second_time_there_is_nobody(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    with refused("customer_unknown"):
        erasing.erase_customer(wash.desk, canary, REASON)
    assert len(backups.list_backups(wash.desk)) == 1


def test_no_backup_no_erasing(wash: TestShop, canary: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StorageError("full")

    monkeypatch.setattr(copies, "copy_database", full)
    with pytest.raises(StorageError):
        erasing.erase_customer(wash.desk, canary, REASON)
    assert customers.get_customer(wash.desk, canary).name


def test_r38_a_staff_member_who_was_linked_to_him_is_linked_to_nobody(
    wash: TestShop, canary: int
) -> None:
    staff.add_staff(wash.desk, "Kira", "cashier", "4927", customer=canary)
    erasing.erase_customer(wash.desk, canary, REASON)
    assert [one.customer for one in staff.list_staff(wash.desk)] == [None]


def test_r39_what_was_merged_into_him_goes_with_him(wash: TestShop, canary: int) -> None:
    merge_customers(wash.desk, canary, wash.who("Anna"))
    old = wash.desk.store.sql("SELECT note FROM customer WHERE id = ?", (canary,))
    assert "Anna" in old[0][0]
    erasing.erase_customer(wash.desk, canary, REASON)
    assert customers.find_who(wash.desk, wash.desk.shop(), f"C{wash.who('Anna')}") is None
    assert b"Anna" not in (wash.folder / FILE_NAME).read_bytes()
    assert wash.problems() == []


def test_g06_his_stacks_name_nobody_and_their_cards_stop(wash: TestShop, canary: int) -> None:
    desk = wash.desk
    run = print_runs.create_run(desk, print_runs.NewRun(4, stacks=2)).run.id
    stacks.assign_stack(desk, run, 1, holder=canary, place=SPOKEN)
    erasing.erase_customer(desk, canary, REASON)
    assert left_in(*files_of(wash.folder)) == []
    assert wash.problems() == []
    assert stacks.list_stacks(desk, run)[0].holder_name == ""


def test_an_edit_of_another_till_that_comes_too_late_brings_nothing_back(
    wash: TestShop, canary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = wash.at_till("2")
    read = customers.get_customer

    def then_erased(desk: object, customer: int) -> object:
        found = read(other.desk, customer)
        monkeypatch.setattr(customers, "get_customer", read)
        erasing.erase_customer(wash.desk, canary, REASON)
        return found

    monkeypatch.setattr(customers, "get_customer", then_erased)
    with refused("customer_unknown"):
        customers.edit_customer(other.desk, canary, NewCustomer(NAME, phones=(PHONE,)))
    assert wash.count("identity") == 2


# -- older backups ---------------------------------------------------------------------------------


def put_back(shop: TestShop, file: Path) -> TestShop:
    shop.desk.store.close()
    backups.restore_backup(file, shop.folder, replace=True)
    return shop.reopened()


def test_item_86_an_older_backup_brings_nobody_back(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    at_backup = sums(wash)
    erasing.erase_customer(wash.desk, canary, REASON)
    put_back(wash, old.file)
    assert wash.desk.erased_again == 1
    assert left_in(*files_of(wash.folder)) == []
    assert sums(wash) == at_backup
    with refused("customer_unknown"):
        customers.get_customer(wash.desk, canary)
    assert wash.problems() == []
    assert wash.reopened().desk.erased_again == 0
    action = wash.desk.store.sql("SELECT details FROM audit WHERE action = 'erased_again'")
    assert action == [(f'{{"customers":[{canary}]}}',)]


def test_item_86_nor_where_its_file_is_laid_there_by_hand(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    erasing.erase_customer(wash.desk, canary, REASON)
    wash.desk.store.close()
    (wash.folder / FILE_NAME).write_bytes(old.file.read_bytes())
    assert wash.reopened().desk.erased_again == 1


def test_item_86_nor_from_a_backup_of_before_a_merge(wash: TestShop, canary: int) -> None:
    old = backups.create_backup(wash.desk)
    merge_customers(wash.desk, canary, wash.who("Anna"))
    erasing.erase_customer(wash.desk, canary, REASON)
    put_back(wash, old.file)
    assert wash.desk.erased_again == 2
    assert wash.problems() == []


def test_item_86_the_list_goes_along_to_another_computer(
    wash: TestShop, canary: int, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    old = backups.create_backup(wash.desk, usb / "old.sqlite")
    erasing.erase_customer(wash.desk, canary, REASON)
    backups.create_backup(wash.desk, usb / "new.sqlite")
    elsewhere = tmp_path / "elsewhere"
    backups.restore_backup(old.file, elsewhere)
    desk = wash.opener.elsewhere(elsewhere).open()
    assert desk.erased_again == 1
    desk.store.close()
    assert left_in(*files_of(elsewhere)) == []


def test_r51_somebody_new_under_the_same_number_is_let_be(wash: TestShop) -> None:
    empty = backups.create_backup(wash.desk)
    wash.add("Kanareika")
    erasing.erase_customer(wash.desk, wash.who("Kanareika"), REASON)
    put_back(wash, empty.file)
    wash.clock.forward(minutes=1)
    wash.add("Boris", phone="+79170000002")
    assert wash.who("Boris") == wash.who("Kanareika")
    shops.set_setting(wash.desk.store, ERASED_LIST, PENDING)
    assert wash.reopened().desk.erased_again == 0
    assert customers.get_customer(wash.desk, wash.who("Boris")).name == "Boris"


def test_the_list_says_nothing_about_anybody(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    files = [wash.folder / tombstones.FILE_NAME, wash.folder / "backups" / tombstones.FILE_NAME]
    assert left_in(*files) == []
    lines = files[0].read_text("ascii").splitlines()
    assert len([one for one in lines if not one.startswith("#")]) == 1
    assert files[0].read_bytes() == files[1].read_bytes()
    other = tombstones.make_tombstone("another shop", canary, wash.clock.at)
    assert other not in files[0].read_text("ascii")


def test_a_list_that_was_lost_is_written_anew(wash: TestShop, canary: int) -> None:
    erasing.erase_customer(wash.desk, canary, REASON)
    before = (wash.folder / tombstones.FILE_NAME).read_bytes()
    for folder in (wash.folder, wash.folder / "backups"):
        (folder / tombstones.FILE_NAME).unlink()
    assert wash.reopened().desk.erased_again == 0
    assert (wash.folder / tombstones.FILE_NAME).read_bytes() == before


def test_what_another_till_kept_from_being_swept_is_swept_with_the_next_start(
    wash: TestShop, canary: int
) -> None:
    other = wash.at_till("2")
    other.desk.store.wait_at_most(0)
    wash.desk.store.sql("PRAGMA busy_timeout = 0")
    other.desk.store.sql("BEGIN")
    other.desk.store.sql("SELECT COUNT(*) FROM customer")
    with storage_refused("busy"):
        storage.sweep(wash.desk.store)
    other.desk.store.sql("COMMIT")
    other.desk.store.close()
    done = erasing.erase_customer(wash.desk, canary, REASON)
    assert done.is_swept


def test_what_was_cut_off_is_finished_with_the_next_start(
    wash: TestShop, canary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> None:
        raise StorageError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(storage, "sweep", busy)
        done = erasing.erase_customer(wash.desk, canary, REASON)
    assert not done.is_swept
    assert not (wash.folder / tombstones.FILE_NAME).exists()
    assert wash.reopened().desk.erased_again == 0
    assert (wash.folder / tombstones.FILE_NAME).exists()
    assert left_in(*files_of(wash.folder)) == []
