"""What is in the repository stands for itself: no hosts to install from, no one's own paths."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

# Put together here, so that this file does not find itself.
HOSTS = [".".join(parts) for parts in (("pypi", "org"), ("debian", "org"), ("npmjs", "com"))]
HOSTS += ["python" + "hosted", "registry" + ".npm"]
PATHS = [f"/{name}/" for name in ("root", "work", "farm", "tmp")]
UNWANTED = re.compile("|".join(map(re.escape, HOSTS + PATHS)))


def tracked_files() -> list[Path]:
    """Return the files that git keeps, or will with the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def test_no_registry_host_and_no_machine_path_is_in_the_repository() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked_files()
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if UNWANTED.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("line", ["see /" + "root/x", "from " + "pypi." + "org"])
def test_a_machine_path_and_a_host_are_noticed(line: str) -> None:
    assert UNWANTED.search(line)


def test_the_lock_file_pins_every_requirement_with_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^(#.*)?\n", "", text).strip())
    assert len(entries) > 40
    assert all(re.match(r"[a-z0-9._-]+==\S+ \\\n", entry) for entry in entries)
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text


def test_the_lock_file_serves_every_dependency_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    locked = set(re.findall(r"^(\S+?)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    names = {re.split(r"[<>=~! \[;]", line)[0].lower().replace("_", "-") for line in wanted}
    assert names - locked == set()


def test_nothing_that_a_shop_keeps_is_in_the_repository() -> None:
    kept = [
        path.relative_to(ROOT).as_posix()
        for path in tracked_files()
        if path.suffix in {".sqlite", ".sqlite-wal", ".sqlite-shm", ".log"}
    ]
    assert [name for name in kept if not name.startswith("tests/")] == []


def test_every_link_in_the_documents_leads_to_a_file() -> None:
    documents = [path for path in tracked_files() if path.suffix == ".md"]
    broken = [
        f"{document.relative_to(ROOT)} links to {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert broken == []
