"""Work that was refused because somebody was signed out leaves no page busy for good."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.services import staff
from refdesk.ui.pages.counter.page import CounterPage
from tests.ui.running import Running, make_shop, running
from tests.ui.test_badges_window import MARTA_PIN, asks_pin_of, at_counter, behind, type_a_form

NEW_PIN = "8264"


def ready_to_save(run: Running, page: CounterPage) -> None:
    """A form whose sum is there: Enter would record it."""
    type_a_form(run, page)
    run.key(Qt.Key.Key_F6)
    run.type("100")
    run.wait(lambda: page.newcomer.entry.amount() is not None)
    run.wait(lambda: not page.forms.live.is_waiting() and not run.session.context.tasks.has_work())


def marta(run: Running) -> CounterPage:
    run.sign_in(MARTA_PIN, down=2)
    return run.wait_for_counter()


def test_what_is_refused_behind_the_lock_leaves_a_counter_that_saves(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        page = marta(run)
        ready_to_save(run, page)
        behind(tmp_path, lambda desk: staff.set_pin(desk, "Marta", NEW_PIN))
        page.enter()
        assert page.saving.recorder.is_busy()
        run.session.lock()  # before the answer can be there
        asks_pin_of(run, "Marta")
        run.wait(lambda: not run.session.context.tasks.has_work())
        anew = at_counter(run, NEW_PIN)
        assert anew is not page
        ready_to_save(run, anew)
        anew.enter()
        run.wait(lambda: not anew.saving.recorder.is_busy())
        run.wait(lambda: run.session.desk.store.sql("SELECT COUNT(*) FROM purchase") == [(1,)])
