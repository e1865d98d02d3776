"""Erasing a person: nothing of him is left in the files, and nothing of the sums moves (R51, P18).

Canaries are texts that stand nowhere else; they are looked for as bytes, whatever their case.
"""

import re

import pytest

from refdesk.domain.codes import is_well_formed
from refdesk.domain.terms import Benefit
from refdesk.services import (
    accounts,
    adjusting,
    backups,
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
from refdesk.services.erasing_slips import certificate_slip
from refdesk.services.look_up import find_matches
from refdesk.services.merging import merge_customers
from refdesk.storage import backup as copies
from refdesk.storage import customers as people
from refdesk.storage import engine, search
from refdesk.storage import erasing as storage
from refdesk.storage.engine import FILE_NAME
from refdesk.storage.entitlements import insert_entitlement
from refdesk.storage.errors import StorageError
from refdesk.storage.tables import CodeRow
from refdesk.words.catalogue import load_words
from refdesk.words.erasing_text import balance_lines
from tests.support.canary import (
    CANARIES,
    CARD,
    EMAIL,
    NAME,
    PHONE,
    PLATE,
    REASON,
    SPOKEN,
    add_canary,
    files_of,
    left_in,
    sums,
)
from tests.support.refusals import refused
from tests.support.shops import TestShop, minor


@pytest.fixture
def canary(wash: TestShop) -> int:
    wash.add("Anna")
    return add_canary(wash)


# -- nothing is left -------------------------------------------------------------------------------


def test_p18_no_byte_of_an_erased_person_is_left_in_the_shops_files(
    wash: TestShop, canary: int
) -> None:
    (wash.folder / erasing.BUG_LOG).write_text(f"refdesk 1\nKeyError: '{NAME}'\n", "utf-8")
    (wash.folder / "refdesk-before-v9.sqlite").write_bytes(NAME.encode())
    wash.desk.store.close()
    assert {found for _, found in left_in(wash.folder / FILE_NAME)} >= set(CANARIES[:4])
    done = erasing.erase_customer(wash.desk, canary, REASON)
    assert done.is_swept
    assert left_in(*files_of(wash.folder)) == []
    assert sorted(wash.folder.glob("*.sqlite")) == [wash.folder / FILE_NAME]
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


def test_p18_nor_in_the_log_where_sqlite_keeps_one(
    wash: TestShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "journal_mode", lambda _version: "wal")
    wash.reopened()
    assert wash.desk.store.sql("PRAGMA journal_mode") == [("wal",)]
    canary = add_canary(wash)
    log = wash.folder / f"{FILE_NAME}-wal"
    assert left_in(log) != []
    reader = wash.at_till("2").desk.store
    reader.sql("BEGIN")
    reader.sql("SELECT COUNT(*) FROM customer")
    wash.desk.store.wait_at_most(0)
    wash.desk.store.sql("PRAGMA busy_timeout = 0")
    assert not erasing.erase_customer(wash.desk, canary, REASON).is_swept
    reader.sql("COMMIT")
    reader.close()
    assert wash.reopened().desk.erased_again == 0
    assert left_in(*files_of(wash.folder)) == []
    assert wash.problems() == []


def test_p18_a_large_base_is_swept_by_way_of_a_file(
    wash: TestShop, canary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage, "MOST_IN_MEMORY", 0)
    assert erasing.erase_customer(wash.desk, canary, REASON).is_swept
    assert left_in(*files_of(wash.folder)) == []
    assert wash.desk.store.sql("PRAGMA temp_store") == [(2,)]


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


def test_r62_the_owner_is_told_of_what_was_kept_for_later(wash: TestShop, canary: int) -> None:
    with wash.desk.store.write():
        insert_entitlement(
            wash.desk.store, customer=canary, effect=None, benefit=Benefit("gift", gift="Wax"),
            version=None, rule=None, available_on=wash.desk.today(), expires_on=None, waits=False,
        )  # fmt: skip
    losses = erasing.look_at_losses(wash.desk, canary)
    words = load_words("en", currency="RUB")
    assert losses.gifts == 1
    assert "1 gift or discount kept for later" in balance_lines(words, losses)


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


def test_the_certificate_says_what_when_and_why_and_nobodys_name(
    wash: TestShop, canary: int
) -> None:
    done = erasing.erase_customer(wash.desk, canary, REASON)
    slip = certificate_slip(wash.desk.shop(), done, load_words("en", currency="RUB"))
    rows = dict(slip.reasons)
    assert dict(slip.facts) == {"When": "18 Nov 2026, 12:00", "Who": "Sparkle", "Reason": REASON}
    assert (slip.amount, rows["Phones, plates, e-mails, old cards"]) == (f"C{canary}", "4")
    assert rows["Stays unpaid: Money: 100\N{NO-BREAK SPACE}₽"] == ""
    assert not [one for one in CANARIES if one in repr(slip).casefold()]


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
