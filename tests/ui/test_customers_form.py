"""Adding and changing customers, and the tabs that write: codes, consent, ledger."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from refdesk.domain.errors import DomainError
from refdesk.domain.records import EntryLine, EntryOrigin
from refdesk.services import customers
from refdesk.services.codes import block_code, show_code
from refdesk.services.customer_view import LedgerLine, view_customer, view_ledger
from refdesk.services.customers import get_customer, search_customers
from refdesk.services.desk import Actor, Desk
from refdesk.services.look_up import look_up
from refdesk.services.undoing import void_purchase
from refdesk.storage.errors import FULL, StorageError
from refdesk.ui.page import Context
from refdesk.ui.pages.customers.form import CustomerForm, parse_day
from refdesk.ui.pages.customers.ledger_tab import LedgerModel, row_of
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.choices import CheckBox, Segments
from refdesk.ui.widgets.fields import LabelledField, TextField
from refdesk.ui.widgets.table import Table
from refdesk.words.catalogue import load_words
from tests.ui.customers_shop import (
    People,
    part,
    press,
    show_in_window,
    texts,
    type_text,
)

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, context: Context, desk: Desk, people: People) -> CustomersPage:
    return show_in_window(qtbot, context, CustomersPage(context, desk))


def form_of(page: CustomersPage) -> CustomerForm:
    """The open form."""
    form = part(page, CustomerForm, "customer_form")
    assert form.isVisible()
    return form


def filled(page: CustomersPage) -> list[str]:
    """The filled buttons that can be seen."""
    buttons = page.findChildren(Button)
    return [one.objectName() for one in buttons if one.isVisible() and one.look().kind == "primary"]


def problem_at(page: CustomersPage, name: str) -> str:
    """What stands below a field that is outlined as wrong."""
    field = part(page, TextField, name)
    assert field.is_bad()
    around = field.parentWidget()
    assert isinstance(around, LabelledField)
    return around.message()


# -- new customers -----------------------------------------------------------------------------


def test_f4_adds_a_customer_by_the_keyboard_alone(page: CustomersPage, desk: Desk) -> None:
    press(Qt.Key.Key_F4)
    type_text("Лена Соколова")
    press(Qt.Key.Key_Tab)
    type_text("8 916 000-77-55")
    press(Qt.Key.Key_Tab)
    type_text("а123вс777")
    press(Qt.Key.Key_Return)
    assert "Лена С." in texts(page.details)
    added = get_customer(desk, search_customers(desk, "Соколова")[0])
    assert [(one.kind, one.value) for one in added.identities] == [
        ("phone", "+79160007755"),
        ("plate", "A123BC777"),
    ]
    assert not view_customer(desk, added.id).details.has_consent
    assert page.list.current_id() == added.id
    assert "Saved" in texts(page.strip)


def test_only_one_button_is_filled_while_somebody_new_is_written_down(page: CustomersPage) -> None:
    assert "customers_add" in filled(page)
    press(Qt.Key.Key_F4)
    assert filled(page) == ["form_save"]
    press(Qt.Key.Key_Escape)
    assert "customers_add" in filled(page)


def test_r51_consent_is_kept_with_how_it_was_given(page: CustomersPage, desk: Desk) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    how = part(page, TextField, "form_how")
    assert not how.isEnabled()
    QTest.mouseClick(part(page, CheckBox, "form_consent"), LEFT)
    assert how.isEnabled()
    how.setText("on paper")
    press(Qt.Key.Key_S, CTRL)
    lena = search_customers(desk, "Lena")[0]
    assert [one.how for one in view_customer(desk, lena).consents] == ["on paper"]


def test_enter_saves_from_the_check_box_too(page: CustomersPage, desk: Desk) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    part(page, CheckBox, "form_consent").setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    lena = search_customers(desk, "Lena")[0]
    assert [one.how for one in view_customer(desk, lena).consents] == ["Said at the till"]


def test_enter_on_cancel_does_not_save(page: CustomersPage, desk: Desk) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    part(page, Button, "form_cancel").setFocus()
    press(Qt.Key.Key_Return)
    assert not search_customers(desk, "Lena")
    assert not part(page, CustomerForm, "customer_form").isVisible()


@pytest.mark.parametrize(
    "field, typed",
    [
        ("form_phone", "12"),
        ("form_plate", "!!"),
        ("form_email", "lena at home"),
        ("form_birthday", "31.02.1990"),
        ("form_birthday", "1.1.2150"),
    ],
)
def test_what_does_not_do_is_said_beside_its_field(
    page: CustomersPage, field: str, typed: str
) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    part(page, TextField, field).setText(typed)
    press(Qt.Key.Key_Return)
    assert problem_at(page, field)
    assert part(page, TextField, field).hasFocus()
    part(page, TextField, field).setText("")
    press(Qt.Key.Key_Return)
    assert "Lena" in texts(page.details)


def test_somebody_without_anything_is_not_saved(page: CustomersPage) -> None:
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_Return)
    assert problem_at(page, "form_name") == "Write a name, a phone or a plate"


def test_r31_somebody_who_is_known_already_can_be_opened(
    page: CustomersPage, people: People
) -> None:
    press(Qt.Key.Key_F4)
    type_text("Anna again")
    part(page, TextField, "form_phone").setText("+7 916 000 31 07")
    press(Qt.Key.Key_Return)
    assert problem_at(page, "form_phone") == "Already in the list: Anna L."
    QTest.mouseClick(part(page, Button, "form_open_known"), LEFT)
    assert not part(page, QWidget, "customer_form").isVisible()
    assert "Anna L." in texts(page.details)
    assert page.list.current_id() == people.anna


def test_what_was_searched_for_is_where_it_belongs(page: CustomersPage) -> None:
    type_text("+7 916 555")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_F4)
    assert part(page, TextField, "form_phone").text() == "+7 916 555"
    press(Qt.Key.Key_Escape)
    page.search.setText("Lena")
    press(Qt.Key.Key_F4)
    assert part(page, TextField, "form_name").text() == "Lena"


def test_trouble_with_the_storage_keeps_the_form(
    page: CustomersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise StorageError(FULL)

    press(Qt.Key.Key_F4)
    type_text("Lena")
    with monkeypatch.context() as broken:
        broken.setattr("refdesk.storage.customers.insert_customer", full)
        press(Qt.Key.Key_Return)
        form = form_of(page)
        assert "Not saved: the disk is full" in texts(form.strip)
        assert form.name.text() == "Lena"
    QTest.mouseClick(part(page, Button, "form_again"), LEFT)
    assert len(search_customers(desk, "Lena")) == 1


def test_esc_closes_the_form_and_nothing_is_saved(page: CustomersPage, desk: Desk) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    press(Qt.Key.Key_Escape)
    assert not part(page, QWidget, "customer_form").isVisible()
    assert search_customers(desk, "Lena") == []


def test_an_unsaved_form_keeps_the_page_and_can_be_discarded(page: CustomersPage) -> None:
    press(Qt.Key.Key_F4)
    assert page.may_leave()
    type_text("Lena")
    assert not page.may_leave()
    assert "This form is not saved yet" in texts(form_of(page).strip)
    QTest.mouseClick(part(page, Button, "form_leave"), LEFT)
    assert page.may_leave()


def test_a_scan_waits_for_an_unsaved_form(page: CustomersPage, people: People) -> None:
    press(Qt.Key.Key_F4)
    type_text("Lena")
    page.on_scan(people.anna_code)
    strip = form_of(page).strip
    assert f"New scan: …{people.anna_code[-3:]}" in texts(strip)
    QTest.mouseClick(part(page, Button, "form_keep"), LEFT)
    assert form_of(page).name.text() == "Lena"
    page.on_scan(people.anna_code)
    QTest.mouseClick(part(page, Button, "form_leave"), LEFT)
    assert "Anna L." in texts(page.details)


# -- changing ----------------------------------------------------------------------------------


def test_editing_keeps_what_is_not_touched(page: CustomersPage, desk: Desk, people: People) -> None:
    page.select_customer(people.anna)
    QTest.mouseClick(part(page, Button, "customer_edit"), LEFT)
    form = form_of(page)
    assert form.phone.text() == "+7 916 000-31-07"
    assert not form.consent.isEnabled()
    assert not form.is_touched()
    form.birthday.setText("18/11/1990")
    form.save()
    anna = get_customer(desk, people.anna)
    assert anna.birthday == date(1990, 11, 18)
    assert [one.value for one in anna.identities] == ["+79160003107"]
    assert anna.name == "Anna Lebedeva"


def test_a_cashier_neither_sees_nor_changes_a_phone(
    qtbot: QtBot, context: Context, desk: Desk, people: People
) -> None:
    cashier = desk.acting(Actor(None, "Olga", "cashier"))
    page = show_in_window(qtbot, context, CustomersPage(context, cashier))
    page.select_customer(people.anna)
    QTest.mouseClick(part(page, Button, "customer_edit"), LEFT)
    form = form_of(page)
    assert form.phone.text() == ""
    assert "…31-07 stays" in texts(form)
    form.phone.setText("+7 916 000-99-99")
    form.save()
    assert problem_at(page, "form_phone")


@pytest.mark.parametrize("text", ["18.11.1990", "18/11/1990", "18 11 1990", " 1990-11-18 "])
def test_a_birthday_is_read_as_people_write_it(text: str) -> None:
    assert parse_day(text) == date(1990, 11, 18)


@pytest.mark.parametrize("text", ["", "yesterday", "30.02.1990", "18.11", "1990", "18.11.90"])
def test_what_is_no_birthday_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse_day(text)
    assert refused.value.code == "bad_date"


# -- codes and consent -------------------------------------------------------------------------


def test_a_lost_card_is_blocked_with_a_reason_and_replaced(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    page.select_customer(people.anna)
    page.details.tabs.choose("cards")
    old = view_customer(desk, people.anna).details.codes[0]
    QTest.mouseClick(part(page, Button, f"block_{old.id}"), LEFT)
    reason = part(page, TextField, "block_reason")
    assert reason.hasFocus()
    reason.setText(" ")
    QTest.mouseClick(part(page, Button, "block_now"), LEFT)
    assert problem_at(page, "block_reason") == "Say why in a few words"
    reason.setText("left on the bus")
    press(Qt.Key.Key_Return)
    blocked = view_customer(desk, people.anna).details.codes[0]
    assert (blocked.status, blocked.reason) == ("blocked", "left on the bus")
    assert "left on the bus" in texts(page.details)
    QTest.mouseClick(part(page, Button, "new_code"), LEFT)
    codes = view_customer(desk, people.anna).details.codes
    assert [code.status for code in codes] == ["blocked", "live"]


def test_g16_a_stolen_card_is_blocked_and_replaced_in_one_go(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    page.select_customer(people.anna)
    page.details.tabs.choose("cards")
    old = view_customer(desk, people.anna).details.codes[0]
    QTest.mouseClick(part(page, Button, f"block_{old.id}"), LEFT)
    kinds = part(page, Segments, "block_kind")
    QTest.mouseClick(kinds.buttons()[1], LEFT)
    assert part(page, TextField, "block_reason").text() == ""
    QTest.mouseClick(part(page, Button, "block_replace"), LEFT)
    shown = show_code(desk, people.anna_code).code
    assert (shown.status, shown.reason) == ("blocked", "stolen")
    live = view_customer(desk, people.anna).details.codes
    assert [code.status for code in live] == ["live", "blocked"]
    said = texts(page.details)
    assert "stolen card" in said
    assert "Not shown at a till since" in said
    look_up(desk, people.anna_code)
    page.refresh()
    assert "Shown at a till 1 time, last: today" in texts(page.details)


def test_g16_a_blocked_card_is_replaced_later_by_a_manager(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    block_code(desk, people.anna_code, "left on the bus")
    page.select_customer(people.anna)
    page.details.tabs.choose("cards")
    old = view_customer(desk, people.anna).details.codes[0]
    QTest.mouseClick(part(page, Button, f"replace_{old.id}"), LEFT)
    assert [code.status for code in view_customer(desk, people.anna).details.codes] == [
        "live", "blocked",
    ]  # fmt: skip


def test_a_card_is_printed_from_its_code(
    page: CustomersPage, desk: Desk, people: People, qtbot: QtBot
) -> None:
    page.select_customer(people.anna)
    page.details.tabs.choose("cards")
    code = view_customer(desk, people.anna).details.codes[0]
    with qtbot.waitSignal(page.card_wanted) as wanted:
        QTest.mouseClick(part(page, Button, f"print_{code.id}"), LEFT)
    assert wanted.args == [people.anna]


def test_r51_consent_can_be_recorded_later(page: CustomersPage, desk: Desk, people: People) -> None:
    page.select_customer(people.vera)
    page.details.tabs.choose("consent")
    assert "No consent yet" in texts(page.details)
    QTest.mouseClick(part(page, Button, "consent_record"), LEFT)
    assert view_customer(desk, people.vera).details.has_consent
    assert "Text version 1" in texts(page.details)


# -- referrals and ledger ----------------------------------------------------------------------


def test_referrals_tell_state_and_value_and_lead_to_the_person(
    page: CustomersPage, desk: Desk, people: People
) -> None:
    page.select_customer(people.anna)
    page.details.tabs.choose("referrals")
    said = texts(part(page, QWidget, f"referral_{people.boris}"))
    assert "Effective" in said
    assert "100 points" in said
    void_purchase(desk, 2, "the wrong person")
    page.refresh()
    said = texts(part(page, QWidget, f"referral_{people.boris}"))
    assert "Pending" in said
    QTest.mouseClick(part(page, Button, f"open_{people.boris}"), LEFT)
    page.details.tabs.choose("referrals")
    assert "Invited by Anna L.: today" in texts(page.details)


def test_the_ledger_is_shown_newest_first(page: CustomersPage, desk: Desk, people: People) -> None:
    void_purchase(desk, 2, "the wrong person")
    page.select_customer(people.anna)
    page.details.tabs.choose("ledger")
    model = part(page, Table, "ledger_table").model()
    assert isinstance(model, LedgerModel)
    first, second = model.row_at(0), model.row_at(1)
    assert (first.title, first.change, first.is_undone) == ("Undone: taken back", "−100", False)
    assert (second.title, second.change, second.is_undone) == ("Referral Boris K.", "+100", True)
    assert second.line == "Voided on 21 Nov"
    part(page, Table, "ledger_table").grab()


def test_somebody_without_entries_has_a_sentence(page: CustomersPage, people: People) -> None:
    page.select_customer(people.vera)
    page.details.tabs.choose("ledger")
    assert "Points earned and spent will stand here" in texts(page.details)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_r17_a_held_amount_stands_in_brackets(desk: Desk, people: People, language: str) -> None:
    view = view_customer(desk, people.anna)
    entry = EntryLine(
        7, desk.now(), desk.today(), "points", "earn", 100, 100, "held", 2, None,
        ({"code": "fixed", "kind": "points", "value": 100},),
    )  # fmt: skip
    origin = EntryOrigin(people.boris, "Boris Kim", "Olga", date(2026, 12, 5))
    row = row_of(load_words(language), LedgerLine(entry, origin, 280), view)
    assert row.change == "(100)"
    assert row.balance == "280"
    assert row.is_held
    assert "B2" in row.line
    assert "Olga" in row.line


def test_g09_an_entry_says_why(desk: Desk, people: People) -> None:
    view = view_customer(desk, people.anna)
    row = row_of(load_words("en"), view_ledger(desk, people.anna)[0], view)
    assert row.line == "Purchase B2"
    assert row.why.replace("\N{NO-BREAK SPACE}", " ") == "Why: 100 points by the terms"


def test_trouble_while_adding_is_not_a_second_person(
    page: CustomersPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real = customers.add_customer

    def counted(desk: Desk, new: customers.NewCustomer) -> customers.CustomerAdded:
        calls.append(new.name)
        form_of(page).save()  # Enter is held down
        return real(desk, new)

    monkeypatch.setattr("refdesk.ui.pages.customers.form.add_customer", counted)
    press(Qt.Key.Key_F4)
    type_text("Lena")
    press(Qt.Key.Key_Return)
    assert calls == ["Lena"]
    assert len(search_customers(desk, "Lena")) == 1
