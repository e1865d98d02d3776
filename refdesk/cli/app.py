"""From the arguments to an exit code: parsing, running one command, and every way it can end.

Exit codes: 0 done, 1 refused by a rule or problems found, 2 wrong usage or input, 3 trouble with
the storage (nothing was written), 4 a bug; 130 when stopped by the keyboard.
"""

import os
import sys
import tempfile
import traceback
from argparse import Namespace
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from refdesk import __version__
from refdesk.cli.call import Call, Opener
from refdesk.cli.commands import COMMANDS
from refdesk.cli.output import Output, sentences
from refdesk.cli.tree import Branch, Parser, UsageError, global_options
from refdesk.cli.usage_words import usage_words
from refdesk.cli.values import refusal_params
from refdesk.domain.errors import DomainError
from refdesk.words.catalogue import LANGUAGES, Words, load_words

DONE, REFUSED, WRONG_INPUT, STORAGE_TROUBLE, BUG, STOPPED = 0, 1, 2, 3, 4, 130
LOG_NAME: Final = "refdesk-bugs.log"
MAX_TILL: Final = 40

OpenerFactory = Callable[[str | None, str], Opener]
"""Makes the opener of a folder (None: the usual one) for a till."""


def main(argv: Sequence[str], opener_factory: OpenerFactory) -> int:
    """Run one command; return the exit code."""
    words = load_words(language_of(argv))
    output = Output(as_json="--json" in argv)
    try:
        return _run(argv, opener_factory, words, output)
    except UsageError as wrong:
        output.message(wrong.usage.rstrip())
        _refuse(output, words, DomainError("bad_usage", text=wrong.message), 2)
        return WRONG_INPUT
    except SystemExit as leaving:  # --help and --version
        return leaving.code if isinstance(leaving.code, int) else DONE
    except BrokenPipeError:
        _drop_output()
        return DONE
    except KeyboardInterrupt:
        return STOPPED


def _run(argv: Sequence[str], opener_factory: OpenerFactory, words: Words, output: Output) -> int:
    with usage_words(words):
        parser = make_parser(words, wanted=set(argv))
        options = parser.parse_args(list(argv))
    till = options.till or os.environ.get("REFDESK_TILL") or "1"
    if len(till) > MAX_TILL or not till.isprintable():
        parser.error(words.text("this is not a till’s name: {text}", text=repr(till[:MAX_TILL])))
    if not all(map(_is_text, argv)):
        parser.error(words.text("the arguments are not in the encoding of this computer"))
    call = Call(options, opener_factory(options.data, till), words, output)
    try:
        code = _guarded(call, options)
        sys.stdout.flush()
        return code
    finally:
        call.close()


def _is_text(argument: str) -> bool:
    """Whether an argument can be written down: the system passes on bytes that are no text."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _guarded(call: Call, options: Namespace) -> int:
    from refdesk.storage.errors import StorageError

    try:
        return options.handler(call) or DONE
    except DomainError as refused:
        _refuse(call.out, call.words, refused, call.decimals)
        return WRONG_INPUT if refused.code.startswith("bad_") else REFUSED
    except StorageError as trouble:
        _tell_trouble(call, trouble.reason, trouble.detail)
        return STORAGE_TROUBLE
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except OSError as trouble:
        _tell_trouble(call, _reason(trouble), str(trouble))
        return STORAGE_TROUBLE
    except Exception:  # noqa: BLE001 - whatever is left is a bug, and is told as one
        _tell_bug(call)
        return BUG


# -- the tree of commands ----------------------------------------------------------------------


def make_parser(words: Words, wanted: set[str] | None = None) -> Parser:
    """The whole tree, or only with the commands that are wanted grown out."""
    parser = Parser(
        prog="refdesk",
        description=words.text("Referral cards for a small shop. Without a command: the window."),
        parents=[global_options(words, is_root=True)],
    )
    parser.add_argument(
        "--version", action="version", version=f"refdesk {__version__}",
        help=words.text("the version of the program"),
    )  # fmt: skip
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (text, grow) in COMMANDS.items():
        shown = words.text_of(text)
        branch = commands.add_parser(
            name, help=shown, description=shown, parents=[global_options(words, is_root=False)]
        )
        if wanted is None or name in wanted:
            grow(Branch(branch, words))
    return parser


def tell_no_display() -> None:
    """Say why there is no window."""
    words = load_words(language_of(()))
    print(words.text("No display here (DISPLAY and WAYLAND_DISPLAY are not set): running the demo"))


def language_of(argv: Sequence[str]) -> str:
    """The language before the shop is known: as asked for, else the computer's."""
    for option, value in pairwise([*argv, ""]):
        asked = value if option == "--lang" else option.removeprefix("--lang=")
        if option.startswith("--lang") and asked in LANGUAGES:
            return asked
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    used = next((os.environ[name] for name in names if os.environ.get(name)), "")
    return "ru" if used.lower().startswith("ru") else "en"


# -- endings -----------------------------------------------------------------------------------


def _refuse(output: Output, words: Words, refused: DomainError, decimals: int) -> None:
    from refdesk.words.reasons import refusal_text, verdict_of

    title, step = refusal_text(words, refused)
    fields: dict[str, object] = {
        "refused": refused.code,
        "verdict": verdict_of(refused.code, refused.params),
        "message": sentences(title, step),
    }
    output.refusal({**fields, **refusal_params(refused.params, decimals)}, title, step)


def _tell_trouble(call: Call, reason: str, detail: str) -> None:
    from refdesk.storage.errors import StorageError
    from refdesk.words.reasons import STORAGE_VERDICT, storage_text

    title, step = storage_text(call.words, StorageError(reason))
    message = sentences(title, step)
    fields = {"refused": "storage", "verdict": STORAGE_VERDICT, "message": message}
    call.out.refusal({**fields, "reason": reason, "detail": detail}, title, step)
    if detail:
        call.out.message(detail)


def _reason(trouble: OSError) -> str:
    from refdesk.storage.errors import FULL, MISSING, READ_ONLY

    if trouble.errno == 28:
        return FULL
    return READ_ONLY if isinstance(trouble, PermissionError) else MISSING


def _tell_bug(call: Call) -> None:
    words, told = call.words, traceback.format_exc()
    log = write_log(call.opener.folder, told)
    title = words.text("This was our mistake. Nothing half-done was saved")
    step = words.text("What happened stands in {file}", file=log) if log else ""
    message = sentences(title, step)
    call.out.refusal({"refused": "bug", "verdict": None, "message": message}, title, step)
    if not log:
        call.out.message(told)


def write_log(folder: Path, told: str) -> str:
    """Keep what is known of a bug beside the shop; the file's path, or nothing."""
    place = folder if folder.is_dir() else Path(tempfile.gettempdir())
    try:
        with (place / LOG_NAME).open("a", encoding="utf-8") as log:
            log.write(f"refdesk {__version__}\n{told}\n")
    except OSError:
        return ""
    return str(place / LOG_NAME)


def _drop_output() -> None:
    """Nobody reads any more: let Python's own flush at the end find nothing to complain of."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
