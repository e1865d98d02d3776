"""The direction of imports, and that the check notices a breach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.architecture.source import PACKAGE, ROOT

BREACHES = {
    "refdesk.domain.breach": "import refdesk.services\n",
    "refdesk.services.breach": "import PySide6.QtCore\nimport peewee\n",
    "refdesk.storage.breach": "import reportlab.pdfgen\n",
    "refdesk.cards.breach": "import babel.dates\n",
    "refdesk.room_without_a_place": "",
}


def test_every_room_imports_only_what_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=None, no_logo=True) == 0


@pytest.mark.slow
def test_a_breach_of_each_contract_is_noticed(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "refdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, text in BREACHES.items():
        (tmp_path / (module.replace(".", "/") + ".py")).write_text(text)
    code = "from importlinter.cli import lint_imports; lint_imports(cache_dir=None)"
    checked = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    for sign in (
        "refdesk.domain is not allowed to import refdesk.services",
        "refdesk.room_without_a_place",
        "refdesk.services.breach -> PySide6",
        "refdesk.services.breach -> peewee",
        "refdesk.storage.breach -> reportlab",
        "refdesk.cards.breach -> babel",
    ):
        assert sign in checked.stdout
