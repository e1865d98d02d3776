"""A shop in a folder of its own, and a terminal at it."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A folder without a shop."""
    return Terminal(tmp_path / "data", capsys)


@pytest.fixture
def shop(empty: Terminal) -> Terminal:
    """A shop with the car wash programme, in English, without staff."""
    empty.json(
        "init", "--shop", "Lagoon", "--language", "en", "--preset", "car-wash",
        "--preset", "campaign-word",
    )  # fmt: skip
    return empty
