"""The owner's review in the window: sentences, the purchases behind them, looked at (4b, G13)."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from refdesk.bootstrap import Opener
from refdesk.domain.findings import Finding
from refdesk.domain.progress import Progress
from refdesk.services import counter, programmes, review
from refdesk.services.customers import NewCustomer, add_customer
from refdesk.services.desk import Actor, Desk
from refdesk.storage.shop import insert_staff
from refdesk.ui.widgets.buttons import Button
from tests.ui.running import Running, make_shop, running
from tests.ui.test_settings_page import open_settings

TERMS = """
name = "Friends"
[[rule]]
id = "friend"
trigger = "every"
referral = { kind = "percent_off", percent = "10" }
referrer = [{ kind = "points", percent = "10" }]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Vera has used the card of Anna Petrova on six newcomers."""
    make_shop(tmp_path)
    desk = Opener(tmp_path).open()
    programmes.add_programme(desk, terms_text=TERMS)
    anna = add_customer(desk, NewCustomer("Anna Petrova", phones=("+79161234567",)))
    with desk.store.write():
        vera = insert_staff(desk.store, name="Vera", name_folded="vera", role="cashier")
    at_till = desk.acting(Actor(vera, "Vera", "cashier"))
    for number in range(6):
        lines = counter.make_lines(at_till, [(None, 100_00)])
        phone = f"+7917000000{number}"
        counter.record_purchase(at_till, counter.Request(lines, code=anna.codes[-1], phone=phone))
    desk.store.close()
    return tmp_path


def texts(run: Running, name: str) -> list[str]:
    found = run.window.findChildren(QWidget, name)
    return [one.text() for part in found for one in part.findChildren(QLabel)]


@pytest.mark.parametrize("language, wanted", [
    ("en", "Vera used the card of Anna P. for 6 of 6 new customers"),
    ("ru", "Vera, карта «Anna P.»: 6 из 6 новых клиентов"),
])  # fmt: skip
def test_the_owner_reads_what_stands_out_opens_it_and_marks_it(
    qtbot: QtBot, qapp: QApplication, folder: Path, language: str, wanted: str
) -> None:
    with running(qtbot, qapp, folder, language=language) as run:
        open_settings(run, "review")
        run.wait(lambda: wanted in texts(run, "review_0"))
        run.click("review_open_0")
        run.wait(lambda: bool(texts(run, "review_purchase_6")))
        year = str(run.opener.now().year)
        assert not any(year in text for text in texts(run, "review_purchase_6"))
        assert not run.find(QWidget, "review_progress").isVisible()
        run.find(Button, "review_mark_0").click()
        words = run.session.context.words
        run.wait(lambda: run.find(Button, "review_mark_0").accessibleName()
                 == words.text("Look again"))  # fmt: skip


def test_the_counter_reads_while_the_review_counts(
    qtbot: QtBot, qapp: QApplication, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, real = Event(), review.list_findings

    def slowly(desk: Desk, *, progress: Progress) -> list[Finding]:
        assert goes_on.wait(10)
        return real(desk, progress=progress)

    monkeypatch.setattr(review, "list_findings", slowly)
    with running(qtbot, qapp, folder) as run:
        names: list[str] = []
        try:
            open_settings(run, "review")
            session = run.session
            session.context.tasks.run(
                lambda: session.desk.shop().name, owner=run.window, done=names.append
            )
            run.wait(lambda: names == ["Lagoon Car Wash"])
            assert not texts(run, "review_0")
        finally:
            goes_on.set()
        run.wait(lambda: bool(texts(run, "review_0")))
