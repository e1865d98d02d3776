"""Folders that a call may not enter: one that a restore has alone, one on a network share."""

import sys
from pathlib import Path

import pytest

from refdesk.storage import lock
from refdesk.storage.lock import alone_in_folder, lock_folder
from tests.cli.terminal import Terminal


@pytest.mark.skipif(sys.platform == "win32", reason="Windows locks files in another way")
def test_a_call_waits_outside_while_a_restore_has_the_folder(shop: Terminal) -> None:
    with alone_in_folder(shop.folder):
        refused = shop.refused("check", code=3)
        assert (refused["refused"], refused["reason"]) == ("storage", "locked")
    assert shop.json("check")["ok"] is True


def test_a_call_works_beside_the_window(shop: Terminal) -> None:
    with lock_folder(shop.folder):
        assert shop.json("check")["ok"] is True


@pytest.fixture
def share(empty: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A mount table by which the data folder is on a share; it is not in use yet."""
    table = tmp_path / "mounts"
    point = str(empty.folder.resolve())
    table.write_text(f"/dev/vda1 / ext4 rw 0 0\nx {point} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(lock, "_MOUNTS", tmp_path / "none yet")
    return table


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount table")
def test_a_shop_on_a_network_share_is_not_opened(
    share: Path, shop: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_MOUNTS", share)
    assert shop.refused("check", code=3)["reason"] == "network_share"
    assert shop.refused("customer", "list", code=3)["reason"] == "network_share"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mount table")
def test_no_shop_is_made_on_a_network_share(
    share: Path, empty: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "_MOUNTS", share)
    assert empty.refused("init", "--shop", "Lagoon", code=3)["reason"] == "network_share"
    assert not (empty.folder / "refdesk.sqlite").exists()
