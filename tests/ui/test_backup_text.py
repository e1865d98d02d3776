"""When a backup was made, in words."""

from pathlib import Path
from zoneinfo import ZoneInfo

from refdesk.ui.backup_text import moment_of
from refdesk.words.catalogue import load_words

LATE = Path("refdesk-20261120-220500-t1-57-3f9c2b1a4d5e.sqlite")


def test_a_backup_is_told_by_the_clock_on_the_wall() -> None:
    words = load_words("en")
    assert moment_of(words, LATE, ZoneInfo("Asia/Vladivostok")) == "21 Nov 2026, 08:05"
    assert moment_of(words, LATE, ZoneInfo("America/New_York")) == "20 Nov 2026, 17:05"


def test_a_name_of_somebodys_own_tells_no_moment() -> None:
    assert moment_of(load_words("en"), Path("stick.sqlite")) == ""
