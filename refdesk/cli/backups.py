"""Backups, and putting one in place."""

from pathlib import Path

from refdesk.cli.call import Call
from refdesk.cli.checking import anchor_fields, anchor_lines
from refdesk.cli.tree import Branch
from refdesk.cli.values import instant
from refdesk.domain.errors import DomainError

# -- backups -----------------------------------------------------------------------------------


def declare_backups(branch: Branch) -> None:
    """``backup create|list|verify``."""
    words = branch.words
    create = branch.verb("create", _create, words.text("copy the shop and read the copy back"))
    create.add_argument("file", metavar="FILE", nargs="?")
    branch.verb("list", _list, words.text("backups of the data folder, newest first"))
    verify = branch.verb("verify", _verify, words.text("check that a backup can be restored"))
    verify.add_argument("file", metavar="FILE")


def _create(call: Call) -> None:
    from refdesk.services import backups

    given = call.options.file
    made = backups.create_backup(call.desk(), Path(given) if given is not None else None)
    fields = {
        "file": str(made.file),
        "sha256": made.sha256,
        "at": instant(made.made_at),
        "anchors": anchor_fields(made.anchors),
    }
    call.out.result(fields, [str(made.file), *anchor_lines(call, made.anchors)])


def _list(call: Call) -> None:
    from refdesk.services import backups

    desk, words = call.desk(), call.words
    rows = [
        (
            {"file": str(one.file), "sha256": one.sha256, "at": instant(one.made_at)},
            (str(one.file), one.sha256),
        )
        for one in backups.list_backups(desk)
    ]
    call.out.rows(rows, (words.text("file"), "SHA-256"))


def _verify(call: Call) -> None:
    from refdesk.services import backups

    file = _existing(call.options.file)
    sha256 = backups.verify_backup(file)
    line = call.words.text("{file} can be restored", file=str(file))
    call.out.result({"file": str(file), "sha256": sha256, "ok": True}, [line])


def _existing(text: str) -> Path:
    """A file that was named. Raises DomainError ``bad_file``: a slip is no storage trouble."""
    file = Path(text)
    if not file.is_file():
        raise DomainError("bad_file", text=text)
    return file


# -- restoring ---------------------------------------------------------------------------------


def declare_restore(branch: Branch) -> None:
    """``restore``."""
    words = branch.words
    parser = branch.runs(_restore)
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--replace", action="store_true",
        help=words.text("where there is a shop: it is backed up first"),
    )  # fmt: skip


def _restore(call: Call) -> None:
    from refdesk.services import backups
    from refdesk.words.erasing_text import erased_again_line
    from refdesk.words.record_text import new_key_advice

    given, folder = call.options, call.opener.folder
    file = _existing(given.file)
    if call.opener.exists() and given.replace:
        _ask_owner(call)
    kept = backups.restore_backup(file, folder, replace=given.replace)
    sha256 = backups.verify_backup(file)
    erased_again = _open_once(call)
    words = call.words
    lines = [words.text("{file} is in place in {folder}", file=str(file), folder=str(folder))]
    if kept is not None:
        lines.append(words.text("What was there is kept in {file}", file=str(kept)))
    if erased_again:
        lines.append(erased_again_line(words, erased_again))
    anchors = backups.copy_anchors(file)
    lines += anchor_lines(call, anchors)
    if backups.copy_has_key(file):
        lines.append(new_key_advice(words))
    fields = {
        "file": str(file),
        "sha256": sha256,
        "folder": str(folder),
        "kept": str(kept) if kept is not None else None,
        "anchors": anchor_fields(anchors),
        "erased_again": erased_again,
    }
    call.out.result(fields, lines)


def _open_once(call: Call) -> int:
    """Open what was put in place, so that who was erased since is erased at once (R51); how
    many."""
    desk = call.opener.open()
    desk.store.close()
    return desk.erased_again


def _ask_owner(call: Call) -> None:
    """Only the owner replaces a shop; one that no longer opens cannot say who that is."""
    from refdesk.services import backups
    from refdesk.storage.errors import StorageError

    try:
        backups.allow_restore(call.desk())
    except StorageError as trouble:
        if trouble.reason not in ("damaged", "foreign", "newer"):
            raise
    finally:
        call.close()
