"""The editor: terms are read and changed as sentences, the example follows, versions are saved."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from refdesk.services import programmes
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.pages.programmes.editor import EditorPane
from refdesk.ui.pages.programmes.page import ProgrammesPage
from refdesk.ui.pages.programmes.sentence import Sentence
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.strips import Strip
from tests.ui.programmes_shop import (
    CONTROL,
    RETURN,
    at_programmes,
    said,
    saved,
    start_from_gallery,
    wait_for,
)
from tests.ui.running import Running

PERCENT = "blank_rule.1.referral.percent"
POINTS = "blank_rule.1.referrer.1.amount"


def open_first(run: Running) -> EditorPane:
    """Open the car wash's programme by keys."""
    run.find(QWidget, "open_p1").setFocus()
    run.key(RETURN)
    wait_for(run, PERCENT)
    page = run.window.current_page()
    assert isinstance(page, ProgrammesPage)
    return page.editor


def write(run: Running, name: str, text: str) -> QLineEdit:
    """Type a text into a blank in place of what it holds."""
    field = run.find(QLineEdit, name)
    field.setFocus(Qt.FocusReason.TabFocusReason)
    run.key(Qt.Key.Key_A, CONTROL)
    run.key(Qt.Key.Key_Delete)
    run.type(text)
    return field


def choose(run: Running, name: str, value: object) -> None:
    """Choose an entry of a list by the arrow keys."""
    box = run.find(QComboBox, name)
    box.setFocus()
    wanted = box.findData(value)
    assert wanted >= 0
    while box.currentIndex() != wanted:
        run.key(Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)
        box = run.find(QComboBox, name)


def add(run: Running, card: str, action: str) -> None:
    """Take an entry of an Add menu."""
    run.click(f"more_{card}")
    [menu] = [one for one in run.window.findChildren(QMenu) if one.isVisible()]
    [entry] = [one for one in menu.actions() if one.objectName() == f"do_{action}"]
    where = menu.actionGeometry(entry).center()
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=QPoint(where))
    run.window.activateWindow()
    run.wait(run.window.isActiveWindow)


def example(editor: EditorPane) -> list[tuple[str, str]]:
    """Who gets what in the worked example."""
    rows = editor.example.rows()
    return [(row.title.text(), row.figure.text().replace("\xa0", " ")) for row in rows]


def problem_under(run: Running, name: str) -> str:
    """What is said under a blank."""
    parent = run.find(QWidget, name).parentWidget()
    assert isinstance(parent, Sentence)
    return parent.problem()


def test_a_changed_number_changes_the_example_and_the_profit_check_at_once(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        assert example(editor)[0] == ("Anna invites Boris: Boris pays", "900 ₽")
        assert example(editor)[1] == ("Anna: points", "+100")
        cost = editor.profit.cost.value()
        write(run, PERCENT, "15")
        assert example(editor)[0][1] == "850 ₽"
        assert editor.profit.cost.value() != cost
        run.find(QLineEdit, POINTS).setFocus()
        run.key(Qt.Key.Key_Up)
        assert example(editor)[1][1] == "+101"
        run.key(Qt.Key.Key_PageDown)
        assert example(editor)[1][1] == "+91"


def test_g10_a_loss_is_warned_of_with_the_first_losing_figure(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        write(run, PERCENT, "90")
        message = editor.profit.strip.message()
        assert message is not None
        assert message.kind == "check"
        assert message.title.startswith("The first purchase loses ")


def test_g10_the_smallest_bill_that_pays_is_found_once_nothing_is_typed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        run.wait(lambda: editor.profit.least.value() != "…")
        before = editor.profit.least.value()
        write(run, POINTS, "400")
        assert editor.profit.least.value() == "…"
        run.wait(lambda: editor.profit.least.value() != "…")
        assert editor.profit.least.value() != before
        write(run, PERCENT, "100")
        run.wait(lambda: editor.profit.least.value() == "none")


def test_a_name_that_others_are_told_by_is_typed_without_making_the_form_anew(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "salon")
        own = run.find(QLineEdit, "blank_status.2.override.own.buyer.percent")
        name = write(run, "blank_status.2.name", "Amber")
        assert run.find(QLineEdit, "blank_status.2.override.own.buyer.percent") is own
        assert run.find(QLineEdit, "blank_status.2.name") is name
        assert name.hasFocus()
        assert own.accessibleName().startswith("Amber, ")


def test_an_impossible_value_is_said_under_its_blank_and_cannot_be_saved(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        write(run, PERCENT, "lots")
        assert problem_under(run, PERCENT) == 'A percent such as "2.5" is expected'
        save = run.find(Button, "editor_save")
        assert not save.isEnabled()
        assert "Friend: percent" in editor.head.reason.full_text()
        run.key(Qt.Key.Key_S, CONTROL)
        assert saved(run).number == 1
        write(run, PERCENT, "12")
        assert problem_under(run, PERCENT) == ""
        assert save.isEnabled()


def test_r53_saving_makes_version_2_and_the_first_stays(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        write(run, POINTS, "150")
        assert run.find(Button, "editor_save").caption() == "Save as version 2"
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run) == "Saved as version 2")
        made = saved(run)
        assert (made.number, made.terms.rules[0].referrer[0].amount) == (2, 150)
        run.wait(lambda: run.window.findChild(QWidget, "version_2") is not None)
        assert not editor.is_changed()
        first = lines_of(run)[-1].version
        assert first.terms.rules[0].referrer[0].amount == 100


def test_g08_cards_in_use_keep_their_version_until_the_owner_moves_them(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        desk = run.session.desk
        add_customer(desk, NewCustomer(name="Anna", phones=("+79000001234",)))
        desk.store.close()
        editor = open_first(run)
        write(run, POINTS, "150")
        run.key(Qt.Key.Key_S, CONTROL)
        wait_for(run, "version_2")
        assert [line.codes for line in lines_of(run)] == [0, 1]
        assert editor.versions.move_button.caption() == "Move 1 live card to version 2"
        run.click("versions_move")
        run.wait(lambda: said(run) == "1 live card has version 2 now")
        assert [line.codes for line in lines_of(run)] == [1, 0]
        run.wait(lambda: not editor.versions.move_button.isVisible())


def lines_of(run: Running) -> list[programmes.VersionLine]:
    """The first programme's versions as the database has them."""
    desk = run.session.desk
    try:
        return programmes.list_versions(desk, "P1")
    finally:
        desk.store.close()


def test_versions_say_what_changed_in_words(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        open_first(run)
        write(run, POINTS, "150")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: run.window.findChild(QWidget, "version_2") is not None)
        texts = [one.text() for one in run.find(QWidget, "version_2").findChildren(QLabel)]
        assert "Referrer: how much: 100 points, now 150 points" in texts
        run.click("versions_compare")
        wait_for(run, "history_1")
        run.key(Qt.Key.Key_Escape)
        wait_for(run, PERCENT)


def test_ctrl_z_takes_back_an_edit_whatever_has_the_focus(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        write(run, PERCENT, "15")
        write(run, POINTS, "7")
        run.key(Qt.Key.Key_Z, CONTROL)
        assert run.find(QLineEdit, POINTS).text() == "100"
        assert run.find(QLineEdit, PERCENT).text() == "15"
        run.key(Qt.Key.Key_Z, CONTROL)
        assert run.find(QLineEdit, PERCENT).text() == "10"
        assert not editor.is_changed()


def test_leaving_with_changes_offers_save_discard_and_stay(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        write(run, PERCENT, "15")
        run.key(Qt.Key.Key_1, CONTROL)
        wait_for(run, "leaving_stay")
        assert isinstance(run.window.current_page(), ProgrammesPage)
        run.key(Qt.Key.Key_Escape)
        assert not editor.is_asking()
        assert run.find(QLineEdit, PERCENT).text() == "15"
        run.key(Qt.Key.Key_Escape)
        run.click("leaving_discard")
        wait_for(run, "open_p1")
        assert saved(run).number == 1
        run.key(Qt.Key.Key_1, CONTROL)
        run.wait_for(CounterPage)


def test_leaving_by_save_makes_a_version_and_goes_to_the_list(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        open_first(run)
        write(run, PERCENT, "15")
        run.key(Qt.Key.Key_Escape)
        run.click("leaving_save")
        wait_for(run, "open_p1")
        assert saved(run).number == 2


def test_a_programme_is_paused_in_the_editor_without_losing_an_edit(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        open_first(run)
        write(run, PERCENT, "15")
        run.click("editor_pause")
        wait_for(run, "editor_resume")
        assert saved(run).status == "paused"
        assert run.find(QLineEdit, PERCENT).text() == "15"


def test_a_three_level_cafe_is_set_up_from_the_gallery_and_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "cafe")
        third = "blank_rule.1.referrer.3.percent"
        wait_for(run, third)
        write(run, third, "1,5")
        run.click("do_add_level_0")
        wait_for(run, "blank_rule.1.referrer.4.percent")
        write(run, "blank_rule.1.referrer.4.percent", "0.5")
        add(run, "whole", "add_budget")
        write(run, "blank_budget", "75 000")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run) == "The draft is saved")
        run.click("editor_resume")
        run.wait(lambda: saved(run, 2).status == "active")
        terms = saved(run, 2).terms
        assert [one.percent for one in terms.rules[0].referrer] == [500, 200, 150, 50]
        assert terms.budget == 7_500_000


def test_a_salon_with_five_statuses_is_set_up_from_the_gallery_and_changed(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        start_from_gallery(run, "salon")
        fifth = "blank_status.5.override.own.buyer.percent"
        wait_for(run, fifth)
        write(run, fifth, "17")
        write(run, "blank_status.1.spend", "12000")
        choose(run, "blank_statuses.period", "calendar_year")
        write(run, "blank_status.2.spend", "5000")
        assert problem_under(run, "blank_status.2.name").startswith("It has to be higher")
        write(run, "blank_status.2.spend", "32000")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: said(run) == "The draft is saved")
        terms = saved(run, 2).terms
        assert len(terms.statuses) == 5
        assert terms.status_period == "calendar_year"
        assert [one.spend for one in terms.statuses][:2] == [1_200_000, 3_200_000]
        benefit = terms.statuses[4].override["own"].buyer
        assert benefit is not None
        assert benefit.percent == 1700


def test_another_kind_of_benefit_brings_its_own_blanks(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        choose(run, "blank_rule.1.referral.kind", "gift")
        wait_for(run, "blank_rule.1.referral.gift")
        assert "text" in problem_under(run, "blank_rule.1.referral.gift")
        write(run, "blank_rule.1.referral.gift", "Wax")
        assert editor.may_save()
        assert ("Boris: gift", "Wax") in example(editor)


def test_the_printed_text_follows_the_terms_until_it_is_changed_by_hand(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        open_first(run)
        area = run.find(QPlainTextEdit, "blank_terms_text.en")
        write(run, "blank_spending.expires_days", "90")
        assert "90 days" in area.toPlainText()
        area.setFocus()
        run.key(Qt.Key.Key_A, CONTROL)
        run.type("Ask at the till")
        run.key(Qt.Key.Key_S, CONTROL)
        run.wait(lambda: saved(run).number == 2)
        assert saved(run).terms.terms_text == {"en": "Ask at the till"}


def test_g10_a_replay_of_a_shop_without_purchases_says_so(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    with at_programmes(qtbot, qapp, tmp_path) as run:
        editor = open_first(run)
        run.click("replay_run")
        run.wait(lambda: "no purchases" in editor.replay.result.text())


@pytest.mark.parametrize("language", ["en", "ru"])
def test_under_1200_px_the_example_stands_under_the_form_and_every_blank_is_whole(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    with at_programmes(qtbot, qapp, tmp_path, language=language) as run:
        start_from_gallery(run, "salon")
        wait_for(run, "blank_status.5.spend")
        page = run.window.current_page()
        assert isinstance(page, ProgrammesPage)
        editor = page.editor
        run.window.resize(1024, 768)
        run.wait(lambda: run.window.width() == 1024 and page.width() < 1024)
        top = editor.example.mapTo(editor, QPoint(0, 0)).y()
        bottom = editor.form.mapTo(editor, QPoint(0, editor.form.height())).y()
        assert top >= bottom
        for sentence in editor.form.findChildren(Sentence):
            blanks = [one for one in sentence.children() if isinstance(one, QWidget)]
            for blank in blanks:
                assert blank.width() >= min(blank.sizeHint().width(), sentence.width())
                assert blank.geometry().right() <= sentence.width()
            assert sentence.mapTo(editor, QPoint(sentence.width(), 0)).x() <= editor.width()


def test_the_editor_speaks_russian(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    with at_programmes(qtbot, qapp, tmp_path, language="ru") as run:
        editor = open_first(run)
        first = run.find(Sentence, "sentence_rule_0_0_0").plain_text()
        assert first == "Приходит … по коду; коды получают …"
        assert run.find(Button, "editor_save").caption() == "Сохранить как версию 2"
        write(run, PERCENT, "x")
        assert problem_under(run, PERCENT).startswith("Нужен процент")
        assert run.find(Strip, "profit_strip").message() is not None
        write(run, PERCENT, "12,5")
        assert example(editor)[0][1] == "875 ₽"
