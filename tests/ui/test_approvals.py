"""The dialog for a reason and a PIN: one answer at a time."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from refdesk.storage.shop import find_staff
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.approvals import Answer, ApprovalDialog, Ask
from refdesk.ui.pages.counter.saving import LEAVES
from tests.ui.running import make_shop, running


def test_a_second_enter_gives_no_second_answer_until_the_first_did_not_do(
    qtbot: QtBot, context: Context
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ApprovalDialog(context, Ask("Void", "", "Void", needs_reason=True), parent)
    given: list[Answer] = []
    dialog.given.connect(given.append)
    dialog.submit()
    assert given == []  # nothing was said yet: that is no answer
    dialog.reason.setText("wrong sum")
    dialog.submit()
    dialog.submit()
    assert [one.reason for one in given] == ["wrong sum"]
    dialog.show_problem("Say more")
    dialog.submit()
    assert len(given) == 2


def test_an_impatient_enter_does_not_count_a_wrong_pin_twice(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path)
    with running(qtbot, qapp, tmp_path) as run:
        run.sign_in("7193", down=1)
        page = run.wait_for_counter()
        page.saving.ask_leave(LEAVES["till_paused"], lambda _desk, _reason: None)
        run.wait(lambda: page.saving.dialog() is not None)
        dialog = page.saving.dialog()
        assert dialog is not None
        dialog.pin.setText("1111")
        for _ in range(3):
            dialog.submit()
        run.wait(lambda: "Wrong PIN" in dialog.problem())
        run.wait(lambda: not run.session.context.tasks.has_work())
        asked = find_staff(run.session.desk.store, dialog.person.currentText().casefold())
        assert asked is not None
        assert asked.wrong_pins == 1
        run.session.desk.store.close()
        dialog.reject()
