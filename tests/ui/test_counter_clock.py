"""A clock that cannot be right is said at the waiting counter (R46)."""

from datetime import timedelta

from PySide6.QtCore import Qt

from refdesk.services.clock import look_at_clock
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.widgets.buttons import Button
from refdesk.ui.widgets.labels import Label
from tests.ui.counter_till import Till, plain

SAYS = "Check the clock: the computer says 19 Nov 2016"


def ten_years_back(till: Till) -> None:
    till.shop.clock.now -= timedelta(days=3652)
    till.page.refresh()
    till.settle()


def test_r46_it_stands_under_the_box_until_a_manager_confirms(till: Till) -> None:
    assert till.strip() == ""
    ten_years_back(till)
    assert till.strip() == SAYS
    [button] = till.page.strip.actions_shown()
    assert isinstance(button, Button)
    button.setFocus()
    till.press(Qt.Key.Key_Space)
    dialog = till.page.saving.dialog()
    assert dialog is not None
    about = dialog.findChild(Label, "approval_about")
    assert about is not None
    assert plain(about.text()) == "The computer shows 19 Nov 2016, 12:12"  # as on the wall
    till.allow()
    assert not look_at_clock(till.desk).is_suspect
    assert till.strip() == "The time is confirmed"


def test_r46_it_comes_back_after_a_look_at_somebody_and_goes_with_the_clock_put_right(
    till: Till,
) -> None:
    ten_years_back(till)
    till.come_back()
    till.page.box.take_focus()
    till.type("9160004512")
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    till.press(Qt.Key.Key_Escape)
    assert (till.screen(), till.strip()) == (Screen.IDLE, SAYS)
    till.shop.clock.now += timedelta(days=3652)
    till.page.refresh()
    till.settle()
    assert till.strip() == ""
