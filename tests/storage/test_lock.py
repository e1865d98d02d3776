"""Who holds a data folder, and folders whose locks lie."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from refdesk.storage import lock
from refdesk.storage.errors import StorageError
from refdesk.storage.lock import (
    LOCK_NAME,
    alone_in_folder,
    file_system_of,
    lock_folder,
    refuse_network_share,
    visit_folder,
)
from tests.architecture.source import ROOT
from tests.support.refusals import storage_refused

HOLDER = """
import os, sys
from pathlib import Path
from refdesk.storage.lock import lock_folder
with lock_folder(Path(sys.argv[1])):
    print(os.getpid(), flush=True)
    sys.stdin.readline()
"""


@contextmanager
def held(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the folder; it lets go when the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.readline().strip() == str(process.pid)
        try:
            yield process
        finally:
            process.kill()


def test_a_folder_is_held_by_one_process_which_says_who_it_is(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        with pytest.raises(StorageError) as trouble, lock_folder(tmp_path):
            pass
        assert (trouble.value.reason, trouble.value.detail) == ("locked", str(process.pid))
    with lock_folder(tmp_path):
        pass


def test_a_crash_leaves_nothing_locked(tmp_path: Path) -> None:
    with held(tmp_path) as process:
        process.kill()
        process.wait()
        with lock_folder(tmp_path):
            assert (tmp_path / LOCK_NAME).exists()


def test_the_same_process_does_not_hold_it_twice(tmp_path: Path) -> None:
    with lock_folder(tmp_path):
        with storage_refused("locked"), lock_folder(tmp_path):
            pass
        with storage_refused("locked"), lock_folder(tmp_path):
            pass
    with lock_folder(tmp_path):
        pass


MOUNTS = """\
/dev/vda1 / ext4 rw,relatime 0 0
tmpfs /tmp tmpfs rw 0 0
//server/share /mnt/share cifs rw 0 0
nas:/export /home/shop nfs4 rw 0 0
/dev/sdb1 /home/shop/local ext4 rw 0 0
//server/x /mnt/two\\040words smb3 rw 0 0
//server/x /mnt/Магазин cifs rw 0 0
broken line
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
/dev/sdc1 /mnt/share2 vfat rw 0 0
"""


@pytest.mark.parametrize("folder, kind", [
    ("/home/olga/data", "ext4"), ("/mnt/share", "cifs"), ("/mnt/share/deep/er", "cifs"),
    ("/mnt/share2/data", "vfat"), ("/home/shop/data", "nfs4"), ("/home/shop/local/data", "ext4"),
    ("/mnt/two words/data", "smb3"), ("/mnt/Магазин/data", "cifs"), ("/", "ext4"),
    ("/run/user/1000/gvfs/smb-share:server=nas", "fuse.gvfsd-fuse"),
])  # fmt: skip
def test_the_innermost_mount_says_what_a_folder_is_on(folder: str, kind: str) -> None:
    assert file_system_of(Path(folder), MOUNTS) == kind


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks files in another way")
def test_calls_share_a_folder_that_a_restore_has_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "VISITS_SECONDS", 0)
    visits = visit_folder(tmp_path), visit_folder(tmp_path)
    with visits[0], visits[1], storage_refused("locked"), alone_in_folder(tmp_path):
        pass
    with alone_in_folder(tmp_path), storage_refused("locked"), visit_folder(tmp_path):
        pass
    with visit_folder(tmp_path):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount table")
@pytest.mark.parametrize("kind, is_refused", [
    ("cifs", True), ("nfs", True), ("nfs4", True), ("smb3", True), ("9p", True),
    ("fuse.sshfs", True), ("davfs", True), ("fuse.gvfsd-fuse", True), ("ext4", False),
    ("btrfs", False), ("vfat", False), ("tmpfs", False), ("overlay", False),
])  # fmt: skip
def test_a_network_share_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, is_refused: bool
) -> None:
    table = tmp_path / "mounts"
    data = tmp_path / "Мои данные"
    data.mkdir()
    point = str(data.resolve()).replace(" ", "\\040")
    table.write_text(f"/dev/vda1 / ext4 rw 0 0\nx {point} {kind} rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(lock, "_MOUNTS", table)
    if is_refused:
        with storage_refused("network_share"):
            refuse_network_share(data)
    else:
        refuse_network_share(data)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount table")
def test_without_a_mount_table_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_MOUNTS", tmp_path / "none")
    refuse_network_share(tmp_path)
