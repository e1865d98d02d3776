"""From the start of the window to its end: what stands first, people, scans, the last backup."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services import backups, closing
from refdesk.storage.errors import BUSY, FULL, StorageError
from refdesk.ui import shop_opening
from refdesk.ui.desk_window import DeskWindow
from refdesk.ui.folder_hold import FolderHold
from refdesk.ui.pages.cards.page import CardsPage
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.customers.page import CustomersPage
from refdesk.ui.pages.first_run.page import FirstRunPage
from refdesk.ui.pages.opening.page import OpeningPage, WaitingPage
from refdesk.ui.pages.programmes.page import ProgrammesPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.preferences import Preferences
from refdesk.ui.second_window import SecondWindow
from refdesk.ui.theme.theme import Theme
from refdesk.words.catalogue import load_words
from tests.ui.running import ShopClock, make_shop, running

CONTROL = Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).resolve().parents[2]

START = """
import sys
from pathlib import Path
from refdesk.bootstrap import Opener
from refdesk.ui.start import run
sys.exit(run(Opener(Path(sys.argv[1])), []))
"""


def start_program(folder: Path) -> subprocess.CompletedProcess[str]:
    """Start the program as a process that closes its window by itself."""
    environment = {**os.environ, "REFDESK_SMOKE": "1", "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# -- what stands first -----------------------------------------------------------------------


@pytest.mark.parametrize("has_shop", [False, True])
def test_a_smoke_run_shows_its_window_and_ends_well(tmp_path: Path, has_shop: bool) -> None:
    if has_shop:
        make_shop(tmp_path / "shop")
    ended = start_program(tmp_path / "shop")
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "shop" / shop_opening.MARK).exists()


def test_the_window_opens_in_the_language_that_the_call_names(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    called = [sys.executable, "-m", "refdesk", "--data", str(tmp_path / "shop"), "--lang"]
    environment = {**os.environ, "REFDESK_SMOKE": "1", "QT_QPA_PLATFORM": "offscreen"}
    ended = [
        subprocess.run([*called, language], env=environment, cwd=ROOT, timeout=60, check=False)
        for language in ("ru", "xx")
    ]
    assert [one.returncode for one in ended] == [0, 2]


def test_the_language_of_a_call_holds_until_another_one_is_chosen(tmp_path: Path) -> None:
    Preferences(tmp_path, "1").language = "en"
    asked = Preferences(tmp_path, "1", language="ru")
    assert (asked.language, asked.words().language) == ("ru", "ru")
    assert Preferences(tmp_path, "1").language == "en"
    asked.language = "en"
    assert asked.language == "en"


def test_a_second_window_of_the_folder_says_so_and_ends_with_3(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    hold = FolderHold(tmp_path / "shop")
    hold.take()
    try:
        assert start_program(tmp_path / "shop").returncode == 3
    finally:
        hold.release()
    assert start_program(tmp_path / "shop").returncode == 0


@pytest.mark.parametrize(
    "language, title",
    [
        ("en", "RefDesk is already open on this computer"),
        ("ru", "RefDesk уже открыт на этом компьютере"),
    ],
)
def test_the_second_window_names_the_reason_and_enter_closes_it(
    qtbot: QtBot, theme: Theme, language: str, title: str
) -> None:
    dialog = SecondWindow(theme, load_words(language))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert title in [label.text() for label in dialog.findChildren(QLabel)]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isHidden()


def test_a_shop_without_pins_opens_at_the_counter(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        assert run.session.desk.actor.role == "owner"


def test_an_empty_folder_begins_with_the_set_up(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with running(qtbot, qapp, tmp_path / "new") as run:
        run.wait_for(FirstRunPage)


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Opening waits until a test says that the disk is done."""
    done = threading.Event()
    open_shop = shop_opening.open_shop

    def slowly(opener: Opener, hold: FolderHold) -> shop_opening.Opened:
        done.wait(30)
        return open_shop(opener, hold)

    monkeypatch.setattr(shop_opening, "open_shop", slowly)
    return done


def remember_the_counter(folder: Path) -> None:
    """What a start that went straight to the counter leaves behind."""
    preferences = Preferences(folder, "1")
    preferences.remember(load_words("en"), shop_name="Lagoon", counter_first=True)
    preferences.save()


def test_what_is_typed_before_the_shop_is_open_reaches_the_counter(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, slow_disk: threading.Event
) -> None:
    make_shop(tmp_path, pin="")
    remember_the_counter(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        opening = run.wait_for(OpeningPage)
        assert QApplication.focusWidget() is opening.scan_box.field
        run.type("Bo")
        slow_disk.set()
        counter = run.wait_for(CounterPage)
        assert counter.box.text() == "Bo"
        assert QApplication.focusWidget() is counter.box.field


def test_a_scan_before_the_shop_is_open_is_looked_up_once_it_is(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, slow_disk: threading.Event
) -> None:
    make_shop(tmp_path, pin="")
    remember_the_counter(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(OpeningPage)
        run.session.context.scanner.scanned.emit("4600000000017")
        slow_disk.set()
        counter = run.wait_for(CounterPage)
        run.wait(lambda: "4600000000017" in counter.box.text())


# -- clean and unclean ends (P22) ------------------------------------------------------------


def test_p22_after_a_clean_end_the_check_runs_beside_the_counter(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        assert (tmp_path / shop_opening.MARK).exists()
    assert not (tmp_path / shop_opening.MARK).exists()


def test_p22_after_an_unclean_end_the_check_comes_before_the_counter(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path, pin="")
    shop_opening.mark_open(tmp_path)
    shown: list[str] = []
    check = shop_opening.check_at_start

    looked = threading.Event()

    def checked(*args: object) -> None:
        looked.wait(30)
        check(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(shop_opening, "check_at_start", checked)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait(lambda: "Checking the data" in run.window.windowTitle())
        shown.append(type(run.window.current_page()).__name__)
        looked.set()
        run.wait_for(CounterPage)
    assert shown == [WaitingPage.__name__]


# -- people ----------------------------------------------------------------------------------


def rail_keys(window: QWidget) -> set[str]:
    """The pages on the rail."""
    names = ("rail_counter", "rail_customers", "rail_cards", "rail_settings")
    return {name[5:] for name in names if window.findChild(QWidget, name) is not None}


@pytest.mark.parametrize(
    "down, pin, pages",
    [
        (0, "4826", {"counter", "customers", "cards", "settings"}),
        (1, "7193", {"counter", "customers"}),
        (2, "6428", {"counter", "customers", "cards"}),
    ],
    ids=["owner", "cashier", "manager"],
)
def test_each_role_finds_its_pages_on_the_rail(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, down: int, pin: str, pages: set[str]
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in(pin, down=down)
        run.wait_for(CounterPage)
        assert rail_keys(run.window) == pages


def test_ctrl_and_digits_and_function_keys_lead_from_page_to_page(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_2, CONTROL)
        customers = run.wait_for(CustomersPage)
        run.key(Qt.Key.Key_4, CONTROL)
        run.wait_for(CardsPage)
        run.key(Qt.Key.Key_6, CONTROL)
        run.wait_for(SettingsPage)
        run.key(Qt.Key.Key_F3)
        assert run.wait_for(CustomersPage) is customers
        assert QApplication.focusWidget() is customers.search
        run.key(Qt.Key.Key_F2)
        counter = run.wait_for(CounterPage)
        assert QApplication.focusWidget() is counter.box.field


def test_a_scan_leads_to_the_counter_from_settings_but_not_from_customers(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_6, CONTROL)
        run.wait_for(SettingsPage)
        run.session.context.scanner.scanned.emit("4600000000017")
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_2, CONTROL)
        run.wait_for(CustomersPage)
        run.session.context.scanner.scanned.emit("4600000000017")
        run.wait_for(CustomersPage)


def test_a_customers_card_is_one_signal_away_even_for_a_cashier(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in("7193", down=1)
        counter = run.wait_for(CounterPage)
        counter.card_wanted.emit(1)
        run.wait_for(CardsPage)


def test_f12_locks_and_the_same_person_finds_the_page_as_it_was(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_2, CONTROL)
        customers = run.wait_for(CustomersPage)
        run.key(Qt.Key.Key_F12)
        run.wait_for(SignInPage)
        run.key(Qt.Key.Key_1, CONTROL)  # the keys of the pages are off
        run.wait_for(SignInPage)
        run.sign_in()
        assert run.wait_for(CustomersPage) is customers


def test_f12_in_a_shop_without_pins_leads_to_where_they_are_given(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.key(Qt.Key.Key_F12)
        assert run.wait_for(SettingsPage).section("staff") is not None


# -- status and trouble ----------------------------------------------------------------------


def test_the_status_bar_names_the_last_scan_and_the_missing_backup(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    clock = ShopClock()
    make_shop(tmp_path, pin="", clock=clock)
    with running(qtbot, qapp, tmp_path, clock=clock) as run:
        run.wait_for(CounterPage)
        assert [one.text for one in run.session.care.devices()] == ["No scan yet", "No backup yet"]
        run.session.context.scanner.scanned.emit("4600000000017")
        run.session.care.note_backup(clock.at)
        shown = [one.text for one in run.session.care.devices()]
        assert shown == ["Last scan 15:00", "Backup today 15:00"]


def test_storage_trouble_stands_above_the_page_until_a_try_succeeds(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        tries: list[int] = []

        def work() -> None:
            tries.append(1)
            if len(tries) == 1:
                raise StorageError(BUSY)

        done: list[None] = []
        run.session.context.tasks.run(work, owner=run.session, done=done.append)
        run.wait(lambda: run.window.findChild(QWidget, "storage_banner") is not None)
        banner = run.find(QWidget, "storage_banner")
        run.wait(banner.isVisible)
        run.click("banner_retry")
        run.wait(lambda: bool(done))
        assert not banner.isVisible()


# -- the end ---------------------------------------------------------------------------------


def test_closing_makes_a_backup_only_when_something_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    for _ in range(2):
        with running(qtbot, qapp, tmp_path) as run:
            run.wait_for(CounterPage)
            window = run.window
            window.close()
            run.wait(window.isHidden)
        assert len(shop_opening.backup_files(tmp_path)) == 1
    (file,) = shop_opening.backup_files(tmp_path)
    backups.verify_backup(file)


def test_a_backup_that_fails_at_the_end_leaves_the_choice(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_shop(tmp_path, pin="")

    def full(*_args: object) -> None:
        raise StorageError(FULL)

    monkeypatch.setattr(backups, "create_backup", full)
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        window = run.window
        window.close()
        run.wait(lambda: window.findChild(QWidget, "banner_leave") is not None)
        assert window.isVisible()
        run.click("banner_leave")
        run.wait(window.isHidden)


def test_only_the_newest_thirty_dated_backups_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / backups.FOLDER
    folder.mkdir()
    for day in range(1, 36):
        (folder / f"refdesk-202601{day:02}-120000.sqlite").touch()
    (folder / "refdesk-before-restore-20250101-120000.sqlite").touch()
    gone = closing.prune_backups(tmp_path)
    assert sorted(file.name[8:16] for file in gone) == [f"202601{day:02}" for day in range(1, 6)]
    assert len(list(folder.iterdir())) == 31


class Strays(QObject):
    """Names every part of a page that was shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and not isinstance(watched, DeskWindow)
        ):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    strays = Strays()
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        qapp.installEventFilter(strays)
        run.key(Qt.Key.Key_2, CONTROL)
        run.wait_for(CustomersPage)
        run.key(Qt.Key.Key_3, CONTROL)
        run.wait_for(ProgrammesPage)
        run.key(Qt.Key.Key_4, CONTROL)
        cards = run.wait_for(CardsPage)
        run.wait(lambda: cards.studio.editor is not None)
        run.key(Qt.Key.Key_6, CONTROL)
        run.wait_for(SettingsPage)
        qapp.removeEventFilter(strays)
    assert strays.seen == []
