"""A terminal for tests: the real command line on a real folder, with a clock that stands still."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from refdesk.bootstrap import Opener
from refdesk.cli.app import main

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday, 12:00 in Moscow."""


@dataclass
class Answer:
    """What a call left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        (only,) = self.objects
        return only

    def __getitem__(self, key: str) -> Any:
        return self.object[key]


@dataclass
class Terminal:
    """Runs commands; ``json`` adds --json and expects success, ``run`` takes them as they are."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    now: Callable[[], datetime] = field(default=lambda: NOON)

    def run(self, *arguments: str) -> Answer:
        def opener(folder: str | None, till: str) -> Opener:
            return Opener(Path(folder or self.folder), till, self.now, secrets.randbelow)

        code = main(arguments, opener)
        captured = self.capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    def json(self, *arguments: str) -> Answer:
        answer = self.run("--json", *arguments)
        assert answer.code == 0, answer
        return answer

    def refused(self, *arguments: str, code: int = 1) -> dict[str, Any]:
        answer = self.run("--json", *arguments)
        assert answer.code == code, answer
        assert answer.object["message"] in answer.err
        return answer.object

    def add(self, name: str, phone: str = "") -> tuple[str, str]:
        """Add a customer; the id and the first code."""
        more = ("--phone", phone) if phone else ()
        made = self.json("customer", "add", "--name", name, *more)
        return made["customer"], made["codes"][0]
