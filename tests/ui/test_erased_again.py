"""A backup that is put back in the window brings nobody back who was erased since (item 86)."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.services import backups, customers, erasing
from refdesk.services.customers import NewCustomer
from refdesk.storage.engine import FILE_NAME
from refdesk.ui.pages.counter.page import CounterPage
from refdesk.ui.widgets.strips import Strip
from tests.ui.running import Running, make_shop, running


def told(run: Running) -> str:
    strip = run.window.findChild(Strip, "storage_banner")
    message = strip.message() if strip is not None and strip.isVisible() else None
    return f"{message.title}\n{message.line}" if message is not None else ""


def test_item_86_the_window_says_how_many_were_erased_again(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    make_shop(tmp_path, pin="")
    desk = Opener(tmp_path).open()
    who = customers.add_customer(desk, NewCustomer("Canary Fenwick", phones=("+79161234567",)))
    file = backups.create_backup(desk, tmp_path / "stick.sqlite").file
    erasing.erase_customer(desk, who.customer.id, "asked")
    desk.store.close()
    with running(qtbot, qapp, tmp_path) as run:
        run.wait_for(CounterPage)
        run.session.care.restore(file)
        run.wait(lambda: "Restored from stick.sqlite" in told(run))
        assert "1 erased person was in this backup and is erased again" in told(run)
        run.wait_for(CounterPage)
        assert b"Fenwick" not in (tmp_path / FILE_NAME).read_bytes()
