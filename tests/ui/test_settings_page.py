"""Settings: what the owner changes stays changed, works at once, and is refused in place."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.progress import Progress
from refdesk.domain.settings import SPECS
from refdesk.services import backups, catalogue, customers, staff
from refdesk.services.desk import Desk
from refdesk.ui import files
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings import rules
from refdesk.ui.pages.settings.backups import MOST_TOLD
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.preferences import FILE_NAME, Preferences
from refdesk.ui.theme.theme import Mode
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.strips import Strip
from refdesk.words.catalogue import load_words
from refdesk.words.setting_names import SETTING_NAMES, setting_options
from tests.ui.running import PIN, Running, make_shop, running

CONTROL = Qt.KeyboardModifier.ControlModifier
RETURN = Qt.Key.Key_Return


def open_settings(run: Running, section: str, pin: str = PIN) -> SettingsPage:
    """Sign in as the owner and go to a section."""
    if pin:
        run.sign_in(pin)
    run.wait_for(CounterPage)
    run.key(Qt.Key.Key_6, CONTROL)
    page = run.wait_for(SettingsPage)
    run.click(f"section_{section}")
    return page


def said(run: Running, section: str) -> str:
    """The title of a section's strip."""
    message = run.find(Strip, f"settings_{section}_strip").message()
    return message.title if message is not None else ""


def problem(run: Running, name: str) -> str:
    """What is said under a field."""
    field = run.find(QWidget, name).parentWidget()
    assert isinstance(field, LabelledField)
    return field.message()


def write(run: Running, name: str, text: str) -> QLineEdit:
    """Put a text into a field, with the focus in it."""
    line = run.find(QLineEdit, name)
    line.setFocus()
    line.setText(text)
    return line


def look(folder: Path) -> Desk:
    """The shop as it lies in its folder."""
    return Opener(folder).open()


# -- shop, staff, services -------------------------------------------------------


def test_the_shops_name_and_prefix_are_saved_and_stand_in_the_title(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "shop")
        run.wait(lambda: run.find(QLineEdit, "settings_shop_name").text() == "Lagoon Car Wash")
        write(run, "settings_shop_name", "Lagoon Two")
        write(run, "settings_shop_prefix", "ЛАГ")
        run.key(Qt.Key.Key_F2)
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, CONTROL)  # what is not saved yet is still there
        run.wait_for(SettingsPage)
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: "Latin" in problem(run, "settings_shop_prefix"))
        write(run, "settings_shop_prefix", "wash")
        run.key(RETURN)
        run.wait(lambda: said(run, "shop") == "Saved")
        assert run.find(QLineEdit, "settings_shop_prefix").text() == "WASH"
        assert "Lagoon Two" in run.window.windowTitle()
    desk = look(tmp_path)
    assert (desk.shop().name, desk.shop().prefix) == ("Lagoon Two", "WASH")
    desk.store.close()


def test_the_shops_language_changes_the_window_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path, language="") as run:
        open_settings(run, "shop")
        run.wait(lambda: run.find(QLineEdit, "settings_shop_name").text() != "")
        run.click("settings_shop_language_ru")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: run.session.context.words.language == "ru")
        run.wait_for(SettingsPage)
        assert run.window.current_key() == "settings"


def test_a_person_is_added_with_a_role_and_a_pin(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "staff")
        write(run, "staff_name", "Olga")
        write(run, "staff_pin", "1234")
        write(run, "staff_pin_again", "1234")
        run.key(RETURN)
        run.wait(lambda: "too easy" in problem(run, "staff_pin"))
        for name in ("staff_pin", "staff_pin_again"):
            write(run, name, "8305")
        run.key(RETURN)
        run.wait(lambda: "taken" in problem(run, "staff_name"))
        write(run, "staff_name", "Ira")
        run.click("staff_role_manager")
        for _ in range(2):  # of an impatient person
            run.click("staff_save")
        run.wait(lambda: said(run, "staff") == "Added: Ira")
        run.wait(lambda: not run.session.context.tasks.has_work())
        QApplication.processEvents()
        assert problem(run, "staff_name") == ""
        actor = staff.sign_in(run.session.desk, "Ira", "8305")
        assert actor.role == "manager"
        run.session.desk.store.close()


def test_the_owner_gives_somebody_a_new_pin(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "staff")
        run.wait(lambda: run.window.findChild(QWidget, "staff_pin_2") is not None)
        run.click("staff_pin_2")
        assert not run.find(QLineEdit, "staff_name").isVisible()
        for name in ("staff_pin", "staff_pin_again"):
            write(run, name, "8305")
        run.key(RETURN)
        run.wait(lambda: said(run, "staff") == "Olga has a new PIN")
        assert staff.sign_in(run.session.desk, "Olga", "8305").name == "Olga"
        run.session.desk.store.close()


def test_a_first_pin_makes_the_next_start_ask_for_it(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "staff", pin="")
        run.wait(lambda: run.window.findChild(QWidget, "staff_pin_1") is not None)
        run.click("staff_pin_1")
        for name in ("staff_pin", "staff_pin_again"):
            write(run, name, PIN)
        run.key(RETURN)
        run.wait(lambda: said(run, "staff") == "Denis has a new PIN")
        run.key(Qt.Key.Key_F12)
        run.wait_for(SignInPage)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(SignInPage)


def test_a_service_is_added_and_its_price_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "services")
        write(run, "service_name", "Wax")
        write(run, "service_price", "no sum")
        run.key(RETURN)
        assert problem(run, "service_price") == "This is not a sum"
        write(run, "service_price", "1 250,50")
        run.key(RETURN)
        run.wait(lambda: said(run, "services") == "Saved: Wax")
        run.wait(lambda: run.window.findChild(QWidget, "service_change_4") is not None)
        change = run.find(QWidget, "service_change_4")
        run.wait(lambda: 0 < change.width() <= change.sizeHint().width())  # the name has the room
        run.click("service_change_4")
        assert run.find(QLineEdit, "service_name").text() == "Wax"
        assert not prices(run) & {"Services", "services", "service"}
        write(run, "service_price", "1300")
        run.click("service_save")
        run.wait(lambda: "1 300 ₽" in prices(run))
        desk = run.session.desk
        prices_now = {one.name: one.price for one in catalogue.list_services(desk)}
        desk.store.close()
        assert prices_now["Wax"] == 130_000


def prices(run: Running) -> set[str]:
    """The texts of the list of services, with plain spaces."""
    rows = run.find(QWidget, "service_rows").findChildren(QLabel)
    return {label.text().replace("\N{NO-BREAK SPACE}", " ") for label in rows}


# -- rules -----------------------------------------------------------------------------------


def test_every_setting_of_the_shop_has_a_row_in_plain_words() -> None:
    rows = {one.name for one in (*rules._COUNTER, *rules._MONEY, *rules._TIME)}
    assert rows == set(SPECS) == set(SETTING_NAMES)


@pytest.mark.parametrize(
    "language, said", [("ru", "До ближайших 0,50 ₽"), ("en", "To the nearest 0,50 ₽")]
)
def test_sums_to_choose_from_are_written_as_the_region_has_them(language: str, said: str) -> None:
    words = load_words(language)
    texts = dict(setting_options(words, "cash_rounding"))
    assert texts["nearest 0.50"].replace("\N{NO-BREAK SPACE}", " ") == said
    assert not [text for text in texts.values() if "1.00" in text or "1,00" in text]


def test_a_currency_without_small_coins_is_not_rounded_to_them() -> None:
    options = dict(setting_options(load_words("en", currency="JPY"), "cash_rounding"))
    assert set(options) == {"none", "down 1.00", "nearest 1.00"}


def test_rules_are_saved_as_they_are_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "rules")
        run.wait(lambda: run.find(QLineEdit, "setting_undo_minutes").text() == "15")
        run.click("setting_phone_as_code")
        for name, text in (
            ("setting_undo_minutes", "30"),
            ("setting_point_value", "0,50"),
            ("setting_points_share", "60"),
            ("setting_business_day_start", "05:30"),
        ):
            write(run, name, text)
            run.key(RETURN)
        box = run.find(QComboBox, "setting_cash_rounding")
        box.setCurrentIndex(box.findData("down 1.00"))
        box.activated.emit(box.currentIndex())
        desk = run.session.desk
        run.wait(lambda: desk.shop().settings.cash_rounding == "down 1.00")
        found = desk.shop().settings
        desk.store.close()
        assert not found.phone_as_code
        assert (found.undo_minutes, found.point_value, found.points_share) == (30, 50, 6000)
        assert found.business_day_start.isoformat("minutes") == "05:30"


def test_a_rule_that_cannot_be_is_refused_and_put_back(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "rules")
        line = run.find(QLineEdit, "setting_business_day_start")
        run.wait(lambda: line.text() == "04:00")
        write(run, "setting_business_day_start", "noon")
        run.key(RETURN)
        run.wait(lambda: line.text() == "04:00")
        row = run.find(QWidget, "rule_business_day_start")
        assert any("HH:MM" in label.text() for label in row.findChildren(QLabel))


def test_other_pages_know_a_changed_rule(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        counter = run.wait_for(CounterPage)
        open_settings(run, "rules", pin="")
        run.wait(lambda: run.find(QLineEdit, "setting_undo_minutes").text() == "15")
        write(run, "setting_undo_minutes", "5")
        run.key(RETURN)
        run.wait(lambda: run.window.page("counter") is None)
        run.key(Qt.Key.Key_F2)
        assert run.wait_for(CounterPage) is not counter


# -- window ----------------------------------------------------------------------------------


def test_theme_scale_and_language_are_this_tills_own_and_last(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "window")
        run.click("window_theme_dark")
        assert run.session.context.theme.is_dark
        run.click("window_scale_115")
        run.wait(lambda: run.session.context.theme.scale == 115)
        run.wait_for(SettingsPage)
        run.wait(lambda: run.window.findChild(QWidget, "window_language_ru") is not None)
        run.click("window_language_ru")
        run.wait(lambda: run.session.context.words.language == "ru")
        run.wait_for(SettingsPage)
        assert run.session.desk.shop().language == "en"
        run.session.desk.store.close()
    kept = Preferences(tmp_path, "1")
    assert (kept.mode, kept.scale, kept.language) == (Mode.DARK, 115, "ru")
    other = Preferences(tmp_path, "2")
    assert (other.mode, other.scale, other.language) == (Mode.AUTO, 100, "")


@pytest.mark.parametrize(
    "content",
    ["", "\x00\x01", "[till-1]\ntheme=purple\nscale=7\nlanguage=tlh\n", "[till-1\nscale", "ü"],
)
def test_preferences_that_cannot_be_read_are_the_usual_ones(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(content.encode("latin-1"))
    kept = Preferences(tmp_path, "1")
    assert (kept.mode, kept.scale, kept.language) == (Mode.AUTO, 100, "")
    assert not kept.counter_first
    assert kept.words().language in ("en", "ru")


def test_the_next_start_begins_in_the_language_and_currency_of_the_last(tmp_path: Path) -> None:
    kept = Preferences(tmp_path, "1")
    words = load_words("ru", currency="KZT", region="KZ")
    kept.remember(words, shop_name="Лагуна; Two", counter_first=True)
    kept.save()
    again = Preferences(tmp_path, "1")
    assert again.words() == words
    assert (again.shop_name, again.counter_first) == ("Лагуна; Two", True)


def test_ctrl_s_is_told_only_where_it_saves(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        page = open_settings(run, "shop")
        hints = page.keys()
        assert "Ctrl+S" in [hint.key for hint in hints]
        run.click("section_window")
        hints = page.keys()
        assert "Ctrl+S" not in [hint.key for hint in hints]


# -- backups and check -----------------------------------------------------------------------


def test_a_backup_is_made_read_back_and_listed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        button = run.find(QAbstractButton, "backup_now")
        run.wait(button.hasFocus)
        assert not run.find(QWidget, "backup_progress").isVisible()
        run.key(RETURN)
        run.wait(lambda: said(run, "backups").startswith("Backed up and read back"))
        assert not run.find(QWidget, "backup_progress").isVisible()
        assert button.hasFocus()
        (file,) = (tmp_path / backups.FOLDER).glob("*.sqlite")
        backups.verify_backup(file)
        run.wait(lambda: run.window.findChild(QWidget, f"restore_{file.stem}") is not None)
        assert any("Backup today" in one.text for one in run.session.care.devices())


def test_the_check_of_a_sound_shop_finds_everything_in_order(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click("check_now")
        run.wait(lambda: said(run, "backups") == "Everything is in order")


def test_what_a_check_found_is_copied_whole(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    desk, count = look(tmp_path), MOST_TOLD + 2
    for number in range(count):
        customers.add_customer(desk, customers.NewCustomer(f"Friend {number}"))
    desk.store.sql("UPDATE customer SET purchases = 9")
    desk.store.close()
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click("check_now")
        run.wait(lambda: said(run, "backups") == f"{count} problems found")
        run.click("check_copy")
        copied = QApplication.clipboard().text().splitlines()
    assert len([line for line in copied if "purchase_count_differs" in line]) == count


def test_a_check_can_be_stopped(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_desk: Desk, *, progress: Progress, **_given: object) -> None:
        while True:
            progress.check()
            progress.report(1, 2)

    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        with monkeypatch.context() as slow:
            slow.setattr(backups, "check_everything", endless)
            run.click("check_now")
            run.wait(run.find(QWidget, "backup_progress_stop").isVisible)
            run.click("backup_progress_stop")
            assert said(run, "backups") == "Stopped: not everything was checked"
        run.click("check_now")
        run.wait(lambda: said(run, "backups") == "Everything is in order")


def test_a_restore_wants_the_shops_name_and_the_pin_and_keeps_the_present_state(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path)
    desk = look(tmp_path)
    made = backups.create_backup(desk, tmp_path / "stick.sqlite")
    catalogue.add_service(desk, "Later than the backup")
    desk.store.close()
    monkeypatch.setattr(files, "ask_backup", lambda *_args: made.file)
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click("restore_file")
        run.wait(lambda: run.window.findChild(QLineEdit, "restore_name") is not None)
        write(run, "restore_name", "Lagoon")
        write(run, "restore_pin", PIN)
        run.key(RETURN)
        run.wait(lambda: problem(run, "restore_name") == "This is not the shop’s name")
        write(run, "restore_name", "lagoon car wash")
        write(run, "restore_pin", "1111")
        run.key(RETURN)
        run.wait(lambda: "Wrong PIN" in problem(run, "restore_pin"))
        write(run, "restore_pin", PIN)
        for _ in range(2):  # the key of an impatient person
            run.key(RETURN)
        run.wait_for(SignInPage)
        assert run.hold.is_held
        message = run.find(Strip, "storage_banner").message()
        assert message is not None
        assert message.title == "Restored from stick.sqlite"
        anchor = made.anchors[0]
        assert f"Record of till 1, line {anchor.seq}: {anchor.mac[:16]}" in message.line
        assert "new audit key" in message.line
        run.sign_in()
        run.wait_for(CounterPage)
        said_of = [one.text for one in run.session.care.devices()]
        assert not any("No backup yet" in text for text in said_of)
        names = [one.name for one in catalogue.list_services(run.session.desk)]
        assert "Later than the backup" not in names
        run.session.desk.store.close()
    kept = list((tmp_path / backups.FOLDER).glob("refdesk-before-restore-*.sqlite"))
    assert len(kept) == 1


def test_a_backup_is_listed_and_restored_by_the_shops_clock(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    desk = look(tmp_path)
    made = backups.create_backup(desk).file
    desk.store.close()
    file = made.rename(made.with_name("refdesk-20191121-094000.sqlite"))
    with running(qtbot, qapp, tmp_path) as run:
        open_settings(run, "backups")
        run.click(f"restore_{file.stem}")
        listed = run.find(QWidget, f"backup_{file.stem}").findChildren(QLabel)
        assert "21 Nov 2019, 12:40" in [one.text() for one in listed]
        asked = run.find(QWidget, "restore_pane").findChildren(QLabel)
        assert "Restore the backup of 21 Nov 2019, 12:40" in [one.text() for one in asked]


def test_f6_leads_through_the_sections_and_about_names_the_licences(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        page = open_settings(run, "backups")
        run.key(Qt.Key.Key_F6)
        about = page.section("about")
        assert about is not None
        texts = "\n".join(label.text() for label in about.findChildren(QLabel))
        assert "Lesser General Public License" in texts
        run.key(Qt.Key.Key_F6)
        assert run.find(QAbstractButton, "section_shop").isChecked()
