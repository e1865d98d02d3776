"""Another language in the middle of a shift: the same person, the same shift, the same form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services.adjusting import adjust
from refdesk.services.customers import NewCustomer, add_customer, show_customer
from refdesk.storage.errors import DAMAGED, StorageError
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.settings.page import SettingsPage
from refdesk.ui.pages.sign_in.page import SignInPage
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import PIN, Running, make_shop, running

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Running]:
    """The owner at the counter of a shop with Anna and Marina in its list."""
    make_shop(tmp_path)
    desk = Opener(tmp_path).open()
    for name, phone in (("Anna Lebedeva", "+79160003107"), ("Marina Danilova", "+79160004512")):
        add_customer(desk, NewCustomer(name, phones=(phone,), consent="said"))
    adjust(desk, 2, "points", 300, reason="opening")
    desk.store.close()
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in()
        run.wait_for_counter()
        yield run


def anna_code(run: Running) -> str:
    return show_customer(run.session.desk, 1).codes[0].code


def quiet(run: Running, counter: CounterPage) -> None:
    """Wait until nothing is asked any more."""
    run.wait(lambda: not (run.session.context.tasks.has_work() or counter.forms.live.is_waiting()))


def scan(run: Running, text: str) -> CounterPage:
    run.session.context.scanner.scanned.emit(text)
    counter = run.wait_for(CounterPage)
    run.wait(lambda: counter.screen_shown is not Screen.IDLE)
    quiet(run, counter)
    return counter


def type_sum(run: Running, counter: CounterPage) -> None:
    """1 000 in the form that is open."""
    run.key(Qt.Key.Key_F6)
    run.type("1000")
    quiet(run, counter)


def lock_on_a_form(run: Running) -> SignInPage:
    """A form with a sum stands as the window is locked."""
    type_sum(run, scan(run, anna_code(run)))
    run.key(Qt.Key.Key_F12)
    return run.wait_for_people()


def speak(run: Running, language: str) -> None:
    """Choose the language of the window in the settings."""
    run.key(Qt.Key.Key_6, CONTROL)
    run.wait_for(SettingsPage)
    run.click("section_window")
    run.click(f"window_language_{language}")
    run.wait(lambda: run.session.context.words.language == language)


def back(run: Running) -> CounterPage:
    """At the counter again, once it has read the shop and filled its form."""
    run.key(Qt.Key.Key_1, CONTROL)
    counter = run.wait_for_counter()
    quiet(run, counter)
    return counter


def purchases(run: Running) -> list[tuple[int, int | None]]:
    sql = "SELECT to_pay, staff_id FROM purchase ORDER BY id"
    return [(int(row[0]), row[1]) for row in run.session.desk.store.sql(sql)]


def english_left(run: Running) -> list[str]:
    """Texts of the window that are still English words."""
    shown = [one for one in run.window.findChildren(QLabel) if one.isVisible()]
    shown += [one for one in run.window.findChildren(QAbstractButton) if one.isVisible()]  # type: ignore[misc]
    own = ("Lagoon", "Denis", "Anna", "Marina", "English", "Olga", "RefDesk", "mari", "Express")
    return [
        text for text in (one.text() for one in shown)
        if any("a" <= sign <= "z" for sign in text) and not any(name in text for name in own)
    ]  # fmt: skip


def test_a_touched_form_keeps_what_was_typed_and_is_recorded_once(run: Running) -> None:
    counter = scan(run, anna_code(run))
    run.type("9000001234")
    counter.newcomer.name.setFocus()
    run.type("Rita")
    type_sum(run, counter)
    actor, shift = run.session.desk.actor, counter._day.view.shift  # type: ignore[union-attr]
    speak(run, "ru")
    assert run.session.desk.actor == actor
    again = back(run)
    assert again is not counter
    run.wait(lambda: again.screen_shown is not Screen.IDLE)
    quiet(run, again)
    assert again.screen_shown is Screen.NEWCOMER
    view = again.newcomer
    assert (view.opening.code, view.name.text(), view.entry.amount()) == (
        anna_code(run), "Rita", 100_000,
    )  # fmt: skip
    assert again._day is not None
    assert again._day.view.shift == shift
    assert view.phone.text().replace(" ", "").replace("-", "").endswith("9000001234")
    assert again.forms.is_touched()
    verdict = again.banner.verdict()
    assert verdict is not None
    assert verdict.title.startswith("Код действует")
    run.key(Qt.Key.Key_Return)
    run.wait(lambda: len(purchases(run)) == 1)
    assert purchases(run) == [(90_000, actor.staff)]


def test_r18_a_try_before_and_a_try_after_the_change_are_one(run: Running) -> None:
    counter = scan(run, anna_code(run))
    run.type("9000001234")
    type_sum(run, counter)
    counter.saving.recorder.key = "sent once, and nobody knows whether it was saved"
    speak(run, "ru")
    again = back(run)
    run.wait(lambda: again.screen_shown is Screen.NEWCOMER)
    quiet(run, again)
    assert again.saving.recorder.key == counter.saving.recorder.key


def test_a_consent_that_was_not_given_stays_so(run: Running) -> None:
    counter = scan(run, anna_code(run))
    run.type("9000001234")
    counter.newcomer.consent.setChecked(False)
    quiet(run, counter)
    speak(run, "ru")
    again = back(run)
    run.wait(lambda: again.screen_shown is Screen.NEWCOMER)
    quiet(run, again)
    assert not again.newcomer.consent.isChecked()


def test_a_known_customers_points_stay_chosen(run: Running) -> None:
    counter = scan(run, "9160004512")
    assert counter.screen_shown is Screen.CUSTOMER
    run.type("1200")
    counter.customer.blocks["points"].set_value(200)
    quiet(run, counter)
    speak(run, "ru")
    again = back(run)
    run.wait(lambda: again.screen_shown is Screen.CUSTOMER)
    quiet(run, again)
    assert again.customer.blocks["points"].value() == 200
    assert again.customer.proof() == counter.customer.proof()
    run.key(Qt.Key.Key_Return)
    run.wait(lambda: len(purchases(run)) == 1)
    assert purchases(run)[0][0] == 100_000


def test_what_was_typed_into_the_box_stays(run: Running) -> None:
    counter = run.wait_for(CounterPage)
    counter.box.field.setText("mar")
    speak(run, "ru")
    assert back(run).box.text() == "mar"


def test_an_untouched_form_goes_and_the_counter_waits(run: Running) -> None:
    scan(run, anna_code(run))
    speak(run, "ru")
    assert back(run).screen_shown is Screen.IDLE


def test_the_whole_window_speaks_the_new_language_at_once(run: Running) -> None:
    speak(run, "ru")
    assert english_left(run) == []
    back(run)
    assert english_left(run) == []
    speak(run, "en")
    assert run.window.windowTitle().startswith("Settings")


def test_another_person_does_not_find_the_form_of_the_one_before(run: Running) -> None:
    lock_on_a_form(run)
    run.session._choose_language("ru")
    run.sign_in("7193", down=1)
    again = run.wait_for_counter()
    quiet(run, again)
    assert again.screen_shown is Screen.IDLE


def test_a_form_that_waits_is_told_of_in_the_other_language_too(run: Running) -> None:
    assert lock_on_a_form(run).findChild(Strip, "sign_in_news") is not None
    assert run.find(QWidget, "sign_in_language").isVisible()  # the counter's form is kept
    run.session._choose_language("ru")
    news = run.wait_for_people().findChild(Strip, "sign_in_news")
    assert news is not None
    said = news.message()
    assert said is not None
    assert "Denis" in said.line


def test_trouble_with_the_data_is_told_of_in_the_other_language_too(run: Running) -> None:
    tried: list[str] = []
    run.session.care.tell_trouble(StorageError(DAMAGED, "x"), lambda: tried.append("again"))
    speak(run, "ru")
    banner = run.find(Strip, "storage_banner")
    said = banner.message()
    assert banner.isVisible()
    assert said is not None
    assert said.title == "Файл данных повреждён"
    run.click("banner_retry")
    assert tried == ["again"]
    assert not banner.isVisible()


def test_the_same_person_finds_his_form_after_a_lock_and_another_language(run: Running) -> None:
    lock_on_a_form(run)
    run.session._choose_language("ru")
    run.sign_in(PIN)
    again = run.wait_for(CounterPage)
    run.wait(lambda: again.screen_shown is Screen.NEWCOMER)
    assert again.newcomer.entry.amount() == 100_000
