"""Checking a shop from end to end, and the owner's audit key by which its record is proved."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from refdesk.cli.call import Call
from refdesk.cli.progress import TerminalProgress
from refdesk.cli.tree import Branch
from refdesk.cli.values import instant
from refdesk.domain.audit_key import LONGEST, read_audit_key
from refdesk.domain.errors import DomainError

if TYPE_CHECKING:
    from refdesk.services.backups import Checked
    from refdesk.storage.audit import Anchor

MOST_BYTES = 1 << 20
"""A file with a key in it is a text of a few lines or the sheet as a PDF."""

_BETWEEN = re.compile(r"[\s\"',:;=]+")
_LINE = re.compile(r"[0-9]{1,12}")
_SUM = re.compile(r"[0-9a-fA-F]{8,64}")


def declare_check(branch: Branch) -> None:
    """``check``."""
    words = branch.words
    parser = branch.runs(_check)
    parser.add_argument(
        "--audit-key", metavar="KEY|FILE", nargs="?", const="", action="append", default=[],
        help=words.text(
            "prove every line of the record: the key, a file with it or the sheet as a PDF;"
            " alone it asks for the key; may be repeated"
        ),
    )  # fmt: skip
    parser.add_argument(
        "--anchor", metavar="TILL:LINE:SUM", action="append", default=[],
        help=words.text("a line that stands on a shift report; may be repeated"),
    )  # fmt: skip


def _check(call: Call) -> int:
    from refdesk.services import backups
    from refdesk.storage.audit import read_anchors

    given = call.options
    desk = call.desk()
    keys = [_key(call, text) for text in given.audit_key]
    anchors = [_anchor(text) for text in given.anchor]
    with TerminalProgress(call, call.words.text("Checking every balance and record")) as progress:
        found = backups.check_everything(desk, keys=keys, anchors=anchors, progress=progress)
    record = found.record
    fields = {
        "ok": not found.problems,
        "problems": [{"problem": code, "subject": subject} for code, subject in found.problems],
        "record": {
            "checked": record.checked,
            "unchecked": record.unchecked,
            "restored": [
                {"till": one.till, "line": one.seq, "at": instant(one.at)}
                for one in record.restored
            ],
        },
        "anchors": anchor_fields(read_anchors(desk.store)),
    }
    call.out.result(fields, _lines(call, found, with_key=bool(keys)))
    return 1 if found.problems else 0


def _lines(call: Call, found: "Checked", *, with_key: bool) -> list[str]:
    from refdesk.domain.business_day import local
    from refdesk.words import record_text

    words, record = call.words, found.record
    lines = list(record_text.problem_lines(words, found.problems)) or [
        words.text("Everything agrees"),
    ]  # fmt: skip
    lines.append(
        record_text.proved_line(words, record.checked, record.unchecked, with_key=with_key)
    )
    for one in record.restored:
        on = local(one.at, call.shop.zone).date() if one.at else None
        lines.append(record_text.restored_line(words, one.till, one.seq, on))
    return lines


def anchor_fields(anchors: "Sequence[Anchor]") -> list[dict[str, object]]:
    """The heads of chains as JSON has them."""
    return [{"till": one.till, "seq": one.seq, "mac": one.mac} for one in anchors]


def anchor_lines(call: Call, anchors: "Sequence[Anchor]") -> list[str]:
    """The heads of chains as reports print them."""
    from refdesk.words.record_text import SHOWN_SUM, anchor_line

    return [anchor_line(call.words, one.till, one.seq, one.mac[:SHOWN_SUM]) for one in anchors]


def _anchor(text: str) -> "Anchor":
    from refdesk.storage.audit import Anchor

    till, line, digits = (text.rsplit(":", 2) + ["", ""])[:3]
    if not (till and _LINE.fullmatch(line) and _SUM.fullmatch(digits)):
        raise DomainError("bad_anchor", text=text[:LONGEST])
    return Anchor(till, int(line), digits)


# -- the key ---------------------------------------------------------------------------------------


def _key(call: Call, given: str) -> str:
    """The key that was given, in a file or asked for; it is never told back."""
    if given in ("", "-"):
        return read_audit_key(_asked(call))
    file = Path(given)
    try:
        if not file.is_file():
            return read_audit_key(given)
        with file.open("rb") as stream:
            stored = stream.read(MOST_BYTES)
    except (OSError, ValueError) as trouble:  # a name that cannot be one is no file either
        raise DomainError("bad_audit_key") from trouble
    return _key_in(stored)


def _asked(call: Call) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline(LONGEST)
    from getpass import getpass

    return getpass(call.words.text("Audit key: "))


def _key_in(stored: bytes) -> str:
    """The first key in a text, or that of the symbol on a sheet."""
    if stored.startswith(b"%PDF-"):
        texts = _on_sheet(stored)
    else:
        texts = _BETWEEN.split(stored.decode("utf-8", "replace"))
    for text in texts:
        try:
            return read_audit_key(text)
        except DomainError:
            continue
    raise DomainError("bad_audit_key")


def _on_sheet(stored: bytes) -> list[str]:
    """The texts of the symbols on the first page of a PDF; none where it cannot be read."""
    from refdesk.cards.qr import decode_page

    try:
        return list(decode_page(stored, 1))
    except ValueError:
        return []


def declare_new_key(branch: Branch) -> None:
    """``setting audit-key``."""
    text = branch.words.text("make a new audit key, which is shown this once")
    branch.verb("audit-key", _new_key, text)


def _new_key(call: Call) -> None:
    from refdesk.services import record

    key = record.renew_key(call.desk())
    call.out.result({"audit_key": key}, key_lines(call, key))


def key_lines(call: Call, key: str) -> list[str]:
    """A new key, and what it is for."""
    words = call.words
    return [
        words.text("Audit key, keep it on paper: {key}", key=key),
        words.text("It proves that nobody changed the record: check --audit-key"),
    ]
