"""The first run: from an empty folder to the counter, by keyboard, in both languages."""

import errno
import os
import secrets
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.cards.qr import decode_page
from refdesk.domain.audit_key import group_audit_key, make_audit_key
from refdesk.services import backups, programmes, staff
from refdesk.services.desk import Actor
from refdesk.storage.errors import FULL, StorageError
from refdesk.ui import files
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.first_run import recovery
from refdesk.ui.pages.first_run.example import option_of
from refdesk.ui.pages.first_run.page import FirstRunPage
from refdesk.ui.pages.first_run.sheet import Sheet, write_sheet
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.catalogue import NBSP, Words, load_words
from tests.support.story_till import is_in_sight
from tests.ui.running import PIN, Running, make_shop, running

RETURN, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab


def fill_shop(run: Running, pin: str = PIN) -> None:
    """Fill the first step by keyboard and go on."""
    run.wait_for(FirstRunPage)
    run.type("Lagoon")
    run.key(TAB)
    run.type("+7 900 000-12-34")
    run.find(QLineEdit, "owner_pin").setFocus()
    run.type(pin)
    run.key(TAB)
    run.type(pin)
    run.key(RETURN)


def problem(run: Running, name: str) -> str:
    """What is said under a field."""
    control = run.find(QLineEdit, name)
    field = control.parentWidget()
    assert isinstance(field, LabelledField)
    return field.message()


def write_it_down(run: Running) -> str:
    """Take note of the recovery code and go on to the counter."""
    run.wait(lambda: run.window.findChild(QWidget, "recovery_written") is not None)
    box = run.find(QWidget, "recovery_written")
    run.wait(box.hasFocus)
    code = run.find(QLabel, "recovery_code").text()
    run.key(RETURN)  # not before it is ticked
    assert isinstance(run.window.current_page(), FirstRunPage)
    run.key(Qt.Key.Key_Space)
    run.key(RETURN)
    return code


def right_edge(run: Running, name: str) -> int:
    """Where a control ends in the window, px."""
    control = run.find(QWidget, name)
    return control.mapTo(run.window, control.rect().topRight()).x()


@pytest.mark.parametrize("width", [1366, 1920, 1024])
def test_the_button_to_go_on_ends_where_the_fields_end(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, width: int
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(FirstRunPage)
        run.window.resize(width, 768)
        names = ("shop_contact", "owner_pin_again", "first_run_next")
        run.wait(lambda: len({right_edge(run, name) for name in names}) == 1)


@pytest.mark.parametrize("language, owner", [("en", "Owner"), ("ru", "Владелец")])
def test_a_shop_is_set_up_by_keyboard_alone(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str, owner: str
) -> None:
    with running(qtbot, qapp, tmp_path / "shop", language=language) as run:
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        run.key(RETURN)
        code = write_it_down(run)
        run.wait_for(CounterPage)
        desk = run.session.desk
        shop = desk.shop()
        assert (shop.name, shop.contact, shop.language) == ("Lagoon", "+7 900 000-12-34", language)
        assert (shop.currency, shop.region) == ("RUB", "RU")
        assert desk.actor.name == owner
        assert desk.actor.role == "owner"
        assert [one.preset for one in programmes.list_programmes(desk)] == ["car-wash"]
        assert staff.sign_in(desk, owner, PIN) == desk.actor
        staff.set_pin(desk.acting(Actor(role="cashier")), owner, "9157", recovery=code)
        desk.store.close()
    with running(qtbot, qapp, tmp_path / "shop", language=language) as run:
        run.wait_for(SignInPage)


@pytest.mark.parametrize(
    "pin, said", [("", "A PIN has 4 to 6 digits"), ("1234", "too easy"), ("7777", "too easy")]
)
def test_a_weak_pin_is_refused_with_the_reason(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, pin: str, said: str
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        fill_shop(run, pin)
        assert said in problem(run, "owner_pin")
        assert QApplication.focusWidget() is run.find(QLineEdit, "owner_pin")
        assert run.window.findChild(QWidget, "preset_car-wash") is None


def test_the_name_is_needed_and_the_pins_must_agree(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(FirstRunPage)
        run.key(RETURN)
        assert problem(run, "shop_name") == "The shop needs a name"
        run.type("Lagoon")
        assert problem(run, "shop_name") == ""
        run.find(QLineEdit, "owner_pin").setFocus()
        run.type(PIN)
        run.key(TAB)
        run.type("4827")
        run.key(RETURN)
        assert problem(run, "owner_pin_again") == "The two PINs differ"
        assert not run.opener.exists()


def test_escape_goes_back_and_keeps_what_was_typed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_later") is not None)
        run.key(ESCAPE)
        name = run.find(QLineEdit, "shop_name")
        assert name.isVisible()
        assert name.text() == "Lagoon"


def test_another_language_on_the_way_keeps_what_was_typed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(FirstRunPage)
        run.type("Lagoon")
        run.click("shop_language_ru")
        page = run.wait_for(FirstRunPage)
        assert page.title == load_words("ru").text("Set-up") != "Set-up"
        assert run.find(QLineEdit, "shop_name").text() == "Lagoon"


def test_the_trade_decides_which_programme_is_suggested(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(FirstRunPage)
        run.click("shop_trade_salon")
        fill_shop_again = run.find(QLineEdit, "shop_name")
        fill_shop_again.setFocus()
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_spa") is not None)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.objectName() == "preset_spa"
        run.key(Qt.Key.Key_Down)  # arrows choose among the presets
        chosen = QApplication.focusWidget()
        assert chosen is not None
        assert chosen.objectName().startswith("preset_")
        assert chosen is not focused


def test_a_currency_brings_its_country_and_its_example(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        run.wait_for(FirstRunPage)
        box = run.find(QComboBox, "shop_currency")
        box.setCurrentIndex(box.findData("GBP"))
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        shown = run.find(QWidget, "preset_car-wash").accessibleName()
        assert "A purchase of £1,000 costs the friend £900." in shown
        run.key(RETURN)
        write_it_down(run)
        run.wait_for(CounterPage)
        shop = run.session.desk.shop()
        assert (shop.currency, shop.region) == ("GBP", "GB")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_example_names_two_sums_only_where_they_differ(language: str) -> None:
    words = load_words(language)
    bill = words.money(100_000)
    for preset in programmes.list_presets(2, language):
        first = option_of(words, preset, 2).line.split(". ")[0]
        assert first.count(bill) <= 1, first


def test_what_a_preset_says_leaves_out_nothing_that_its_name_promises() -> None:
    words = load_words("en")
    said = {one.name: option_of(words, one, 2).line for one in programmes.list_presets(2, "en")}
    levels = said["cafe"]
    assert all(share in levels for share in ("level 1: 5", "level 2: 2", "level 3: 1"))
    assert "Free account service, 1 year" in said["bank"]
    assert all(line.count("For new customers") <= 1 for line in said.values())
    assert said["partner-stack"].count("150 ₽".replace(" ", NBSP)) == 1


def test_what_the_costs_assume_is_said_in_the_chosen_currency(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "shop") as run:
        page = run.wait_for(FirstRunPage)
        box = run.find(QComboBox, "shop_currency")
        box.setCurrentIndex(box.findData("GBP"))
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert any(text.endswith("Costs are those of a bill of £1,000.") for text in said)


def test_trouble_while_setting_up_is_said_and_a_second_try_succeeds(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    create = Opener.create

    def full_at_first(opener: Opener) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise StorageError(FULL)
        return create(opener)

    monkeypatch.setattr(Opener, "create", full_at_first)
    with running(qtbot, qapp, tmp_path / "shop") as run:
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        run.key(RETURN)
        strip = run.find(QWidget, "first_run_strip")
        run.wait(strip.isVisible)
        run.key(RETURN)
        write_it_down(run)
        run.wait_for(CounterPage)


def message_title(strip: Strip) -> str:
    message = strip.message()
    return message.title if message is not None else ""


def text_of(sheet: Path) -> str:
    from pypdfium2 import PdfDocument

    with PdfDocument(sheet) as read:
        return str(read[0].get_textpage().get_text_range())


def test_the_recovery_code_can_be_copied_and_saved(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "code.pdf"
    monkeypatch.setattr(files, "ask_pdf", lambda *_args: sheet)
    with running(qtbot, qapp, tmp_path / "shop") as run:
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        run.key(RETURN)
        run.wait(lambda: run.window.findChild(QWidget, "recovery_copy") is not None)
        run.click("recovery_copy")
        assert QGuiApplication.clipboard().text() == run.find(QLabel, "recovery_code").text()
        run.click("recovery_save")
        strip = run.find(Strip, "recovery_strip")
        run.wait(lambda: message_title(strip) == "Saved as code.pdf")
        key = run.find(QLabel, "audit_key").text()
        assert run.find(QLabel, "recovery_code").text() in text_of(sheet)
        assert decode_page(sheet, 1) == (key,)
        run.click("recovery_written")
        run.click("first_run_next")
        run.wait_for(CounterPage)
        told = backups.check_everything(run.session.desk, keys=[key])
        assert (told.problems, told.record.unchecked) == ((), 0)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_recovery_sheet_is_one_page_with_the_code(
    qapp: QApplication, tmp_path: Path, language: str
) -> None:
    from pypdfium2 import PdfDocument

    path = tmp_path / "sheet.pdf"
    key = group_audit_key(make_audit_key(secrets.randbelow))
    sheet_of_shop = Sheet("Автомойка «Лагуна»", "T5592-EQDFV", key)
    assert write_sheet(path, load_words(language), sheet_of_shop)
    with PdfDocument(path) as sheet:
        assert len(sheet) == 1
        text = sheet[0].get_textpage().get_text_range()
    assert "T5592-EQDFV" in text
    assert "Автомойка «Лагуна»" in text
    assert key in text
    assert decode_page(path, 1) == (key,)
    for dpi in (100, 150, 600):
        assert decode_page(path, 1, dpi=dpi) == (key,)


@pytest.mark.parametrize("sheet", [Sheet("Lagoon", "T5592-EQDFV"), Sheet("Lagoon", "", "KEY")])
def test_a_sheet_says_only_what_it_is_for(qapp: QApplication, tmp_path: Path, sheet: Sheet) -> None:
    from pypdfium2 import PdfDocument

    path = tmp_path / "sheet.pdf"
    assert write_sheet(path, load_words("en"), sheet)
    with PdfDocument(path) as read:
        text = read[0].get_textpage().get_text_range()
    assert ("recovery code" in text) is bool(sheet.recovery_code)
    assert ("audit key" in text) is bool(sheet.audit_key)
    assert decode_page(path, 1) == (("KEY",) if sheet.audit_key else ())


def test_a_sheet_that_cannot_be_written_is_said(qapp: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "missing" / "sheet.pdf"
    assert not write_sheet(path, load_words("en"), Sheet("Lagoon", "T5592-EQDFV"))


def test_a_sheet_that_is_not_completed_leaves_the_one_before_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_stream: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"the old sheet")
    monkeypatch.setattr(os, "fsync", full)
    assert not write_sheet(path, load_words("en"), Sheet("Lagoon", "T5592-EQDFV"))
    assert path.read_bytes() == b"the old sheet"
    assert list(tmp_path.iterdir()) == [path]


def test_who_ticks_the_box_at_once_goes_on_when_the_sheet_is_written(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()

    def slowly(path: Path, words: Words, sheet: Sheet) -> bool:
        return goes_on.wait(10) and write_sheet(path, words, sheet)

    monkeypatch.setattr(files, "ask_pdf", lambda *_args: tmp_path / "code.pdf")
    monkeypatch.setattr(recovery, "write_sheet", slowly)
    with running(qtbot, qapp, tmp_path / "shop") as run:
        try:
            fill_shop(run)
            run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
            run.key(RETURN)
            run.wait(lambda: run.window.findChild(QWidget, "recovery_save") is not None)
            run.click("recovery_save")
            run.click("recovery_written")
            assert not run.find(QWidget, "first_run_next").isEnabled()
        finally:
            goes_on.set()
        run.click("first_run_next")
        run.wait_for(CounterPage)
    assert (tmp_path / "code.pdf").is_file()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 680)])
@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_code_and_the_box_to_tick_are_in_sight_whatever_is_said_below(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    with running(qtbot, qapp, tmp_path / "shop", language=language) as run:
        run.window.resize(*size)
        fill_shop(run)
        run.wait(lambda: run.window.findChild(QWidget, "preset_car-wash") is not None)
        run.key(RETURN)
        run.wait(lambda: run.window.findChild(QWidget, "recovery_copy") is not None)
        run.click("recovery_copy")
        strip, box = run.find(Strip, "recovery_strip"), run.find(QWidget, "recovery_written")
        panel = run.find(QWidget, "recovery_panel")
        for message in (strip.message(), Message("stop", "Not saved", "Choose another folder")):
            assert message is not None
            strip.show_message(message)
            run.wait(lambda: strip.isVisible() and strip.y() > box.geometry().bottom())
            run.wait(lambda: all(map(is_in_sight, (panel, box, strip))))


def test_a_backup_can_be_restored_instead(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path / "old")
    desk = Opener(tmp_path / "old").open()
    made = backups.create_backup(desk, tmp_path / "stick.sqlite")
    desk.store.close()
    monkeypatch.setattr(files, "ask_backup", lambda *_args: made.file)
    with running(qtbot, qapp, tmp_path / "new") as run:
        run.wait_for(FirstRunPage)
        run.click("first_run_restore")
        run.wait_for(SignInPage)
        assert run.session.desk.shop().name == "Lagoon Car Wash"
        banner = run.find(Strip, "storage_banner").message()
        assert banner is not None
        assert banner.title == "Restored from stick.sqlite"


def test_a_file_that_is_no_backup_leaves_the_set_up_as_it_was(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.sqlite"
    other.write_text("no database")
    monkeypatch.setattr(files, "ask_backup", lambda *_args: other)
    with running(qtbot, qapp, tmp_path / "new") as run:
        run.wait_for(FirstRunPage)
        run.type("Lagoon")
        run.click("first_run_restore")
        run.wait(lambda: run.window.findChild(Strip, "storage_banner") is not None)
        run.wait_for(FirstRunPage)
        assert run.find(QLineEdit, "shop_name").text() == "Lagoon"
        assert run.hold.is_held
        assert not run.opener.exists()
