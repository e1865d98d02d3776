"""Everyday stories by keys and scanner alone, in both languages, in the smallest window."""

import ast
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from refdesk.storage.engine import FILE_NAME
from refdesk.ui.pages.counter.page import CounterPage
from tests.support.story_shop import CASHIER_PIN, ShopClock, StoryShop, make_story_shop
from tests.support.story_till import SIZE, StoryTill, Tale
from tests.ui import stories
from tests.ui.running import running
from tests.ui.stories import STORIES

LANGUAGES: Final = ("en", "ru")
Open = Callable[[str, str], AbstractContextManager[StoryTill]]
SOLD: Final[dict[str, list[tuple[int, bool]]]] = {
    "new_friend": [(90_000, False)],
    "regular": [(120_000, False)],
    "points": [(90_000, False)],
    "gift": [(0, False), (0, False)],  # stamps pay, then the gift card
    "expired": [(60_000, False)],
    "own_card": [(90_000, False)],
    "undo": [(1_200_000, True), (1_200_000, True)],
    "shift_close": [],
    "language_switch": [(90_000, False)],
    "database_gone": [(90_000, False)],
    "scanner_alone": [],
    "first_day": [(90_000, False), (54_000, False), (1_350_000, True), (135_000, False)],
}
"""What each story leaves behind: to pay, and whether it was undone. Words alone prove no deed."""


@pytest.fixture(scope="session")
def story_shops(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], StoryShop]:
    """The shop of a language, made once."""
    made: dict[str, StoryShop] = {}

    def shop(language: str) -> StoryShop:
        if language not in made:
            folder = tmp_path_factory.mktemp("story") / language
            made[language] = make_story_shop(folder, language)
        return made[language]

    return shop


@pytest.fixture
def open_till(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, story_shops: Callable[[str], StoryShop],
    monkeypatch: pytest.MonkeyPatch,
) -> Open:  # fmt: skip
    """Open the window on a copy of the shop, with the cashier signed in by her PIN."""

    @contextmanager
    def open_(name: str, language: str) -> Iterator[StoryTill]:
        shop = story_shops(language).copy(tmp_path / "shop")
        with running(qtbot, qapp, shop.folder, clock=ShopClock(), language=language) as run:
            run.window.resize(*SIZE)
            till = StoryTill(run, Tale(name, language), shop.cards)
            defaults = dict(CounterPage.__init__.__kwdefaults__ or {}, clock=till.seconds)
            monkeypatch.setattr(CounterPage.__init__, "__kwdefaults__", defaults)
            run.wait_for_people()
            till.press("Down", "Down")
            till.keys(CASHIER_PIN)
            till.press("Enter")
            run.wait_for(CounterPage)
            till.tale.keys.clear()
            till.begin()
            yield till
            till.keep()

    return open_


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("story", STORIES)
def test_a_story_is_told_by_keys_and_scanner_alone(
    open_till: Open, story: str, language: str
) -> None:
    with open_till(story, language) as till:
        before = len(purchases(till))
        STORIES[story](till)
        assert till.tale.faults == []
        assert purchases(till)[before:] == SOLD[story]


def purchases(till: StoryTill) -> list[tuple[int, bool]]:
    """Every purchase in the file: to pay, and whether it is void."""
    with closing(sqlite3.connect(till.run.opener.folder / FILE_NAME)) as file:
        rows = file.execute("SELECT to_pay, is_void FROM purchase ORDER BY id").fetchall()
    return [(to_pay, bool(is_void)) for to_pay, is_void in rows]


@pytest.mark.slow
@pytest.mark.parametrize("story", STORIES)
def test_esc_leads_back_to_the_box_from_every_step(open_till: Open, story: str) -> None:
    with open_till("esc", "en") as till:
        step = 1
        while till.flees_from(step, STORIES[story]):
            step += 1
        assert step > 1


def test_a_story_is_nothing_but_scans_keys_and_looks() -> None:
    """No widget is called, clicked or imported where the stories are told."""
    tree = ast.parse(Path(stories.__file__).read_text(encoding="utf-8"))
    imported = [one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    assert set(imported) <= {"collections.abc", "typing", "tests.support.story_till"}
    assert not [one for one in ast.walk(tree) if isinstance(one, ast.Import)]
    used = {
        one.attr
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute)
        and isinstance(one.value, ast.Name)
        and one.value.id in ("till", "asked")
    }
    assert used <= StoryTill.VERBS
