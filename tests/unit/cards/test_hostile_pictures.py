"""Reliability 92 and 94: each hostile file in a process with 512 MB, a clock, and no network."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.hostile_pictures import BORNE, REFUSED

MEMORY = 512 * 1024 * 1024
SECONDS = 40.0

CHILD = """
import json, resource, socket, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
def no_network(*_args, **_named):
    raise AssertionError("the network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = no_network
from refdesk.cards.pictures import load_picture
from refdesk.domain.errors import DomainError
try:
    picture = load_picture(Path(sys.argv[1]))
    told = {"size": [picture.width_px, picture.height_px]}
except DomainError as refusal:
    told = {"code": refusal.code, **refusal.params}
print(json.dumps(told))
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not sys.platform.startswith("linux"), reason="only Linux bounds a process’s memory"
    ),
]


def tried(path: Path) -> dict[str, object]:
    """What loading a file in a small process says; it must end well and in time."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(MEMORY)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - started < SECONDS
    told = json.loads(done.stdout)
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_no_picture_is_refused_with_its_reason(tmp_path: Path, kind: str) -> None:
    make, reasons = REFUSED[kind]
    path = tmp_path / "logo.png"
    path.write_bytes(make())
    told = tried(path)
    assert told.get("code") == "bad_picture", told
    assert told["file"] == "logo.png"
    assert told["reason"] in reasons


@pytest.mark.parametrize("kind", BORNE)
def test_a_strange_picture_is_drawn_without_harm(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(BORNE[kind]())
    told = tried(path)
    size = told.get("size")
    assert isinstance(size, list), told
    assert 1 <= min(size) <= max(size) <= 2000


def test_pipes_devices_folders_and_nothing_are_refused(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe.png", tmp_path / "folder.png"
    os.mkfifo(pipe)
    folder.mkdir()
    found = {str(tried(path)["reason"]) for path in (pipe, folder, Path("/dev/zero"))}
    assert found == {"no_file"}
    assert tried(tmp_path / "none.png")["reason"] == "missing"


def test_the_bound_bites(tmp_path: Path) -> None:
    """The control: without the bound on pixels the bomb fills the process."""
    path = tmp_path / "bomb.png"
    path.write_bytes(REFUSED["a PNG that unpacks to 1.6 GB"][0]())
    loose = CHILD.replace(
        "from refdesk.domain.errors", "import refdesk.cards.pictures as loose\n"
        "loose.MOST_PIXELS = 10**12\n"
        "loose._refusing = __import__('contextlib').nullcontext\nfrom refdesk.domain.errors",
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", loose, str(path), str(MEMORY)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "MemoryError" in done.stderr
