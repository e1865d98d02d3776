"""What window tests share: one theme, English texts, and keys as a keyboard sends them."""

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.scanner import Scanner
from refdesk.ui.tasks import ImmediateRunner
from refdesk.ui.theme.theme import Mode, Theme
from refdesk.words.catalogue import Words, load_words
from tests.ui import customers_shop
from tests.ui.cards_window import Answers
from tests.ui.counter_till import Till
from tests.ui.keys import Clock


@pytest.fixture(scope="session")
def shared_theme(qapp: QApplication) -> Theme:
    QApplication.setStyle("Fusion")
    theme = Theme(qapp, mode=Mode.LIGHT)

    def dress_all() -> None:
        # a test shows a widget without its window
        qapp.setStyleSheet(theme.sheet)

    theme.changed.connect(dress_all)
    dress_all()
    return theme


@pytest.fixture
def theme(shared_theme: Theme) -> Iterator[Theme]:
    """The light theme at scale 100; what a test changes is put back."""
    yield shared_theme
    if (shared_theme.mode, shared_theme.scale) != (Mode.LIGHT, 100):
        shared_theme.set_scale(100)
        shared_theme.set_mode(Mode.LIGHT)


@pytest.fixture
def words() -> Words:
    return load_words("en")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(theme: Theme, words: Words, clock: Clock) -> Iterator[Context]:
    """What pages are given; work runs at once and keys have the test's own times."""
    scanner = Scanner(clock=lambda _event: clock.now, platform="xcb")
    yield Context(words=words, theme=theme, tasks=ImmediateRunner(), scanner=scanner)
    # its clock stands still: left alive, it would swallow the Enter of a later test's window
    shiboken6.delete(scanner)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of a small car wash."""
    desk = customers_shop.open_shop(tmp_path / "shop")
    yield desk
    desk.store.close()


@pytest.fixture
def people(desk: Desk) -> customers_shop.People:
    """Three people at that desk; see `customers_shop`."""
    return customers_shop.fill(desk)


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """What the dialogs of the Cards page would answer."""
    return Answers(tmp_path)


@pytest.fixture
def till(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Till]:
    """A counter and its keys; in English, unless a test asks for another language."""
    till = Till(qtbot, context, clock, tmp_path, language=getattr(request, "param", "en"))
    yield till
    till.close()
