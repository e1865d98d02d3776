"""The commands as a tree of parsers; only the branches that are called for are grown."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from refdesk.words.catalogue import Words

if TYPE_CHECKING:
    from refdesk.cli.call import Call

Handler = Callable[["Call"], int | None]
"""Does what a command says; returns the exit code, nothing for 0."""


class UsageError(Exception):
    """The arguments do not fit the command: exit code 2."""

    def __init__(self, message: str, usage: str) -> None:
        super().__init__(message)
        self.message = message
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of ending the process; options are never abbreviated."""

    def __init__(self, **settings: object) -> None:
        super().__init__(**{**settings, "allow_abbrev": False})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise UsageError in the place of leaving."""
        raise UsageError(message, self.format_usage())


def global_options(words: Words, *, is_root: bool) -> Parser:
    """The options that may stand before or after any command."""
    parser = Parser(add_help=False)
    # below the root nothing is set by default, so that what stood before the command stays
    missing = None if is_root else argparse.SUPPRESS
    group = parser.add_argument_group(words.text("options of every command"))
    group.add_argument(
        "--data", metavar="DIR", default=missing, help=words.text("the shop’s folder")
    )
    group.add_argument("--till", metavar="NAME", default=missing, help=words.text("the till"))
    group.add_argument(
        "--json", action="store_true", default=False if is_root else missing,
        help=words.text("answer with JSON objects"),
    )  # fmt: skip
    group.add_argument(
        "--as", dest="acting", metavar="NAME", default=missing,
        help=words.text("who acts; the PIN comes from REFDESK_PIN or is asked for"),
    )  # fmt: skip
    group.add_argument(
        "--approve", metavar="NAME", default=missing,
        help=words.text("who stands by; the PIN comes from REFDESK_APPROVE_PIN"),
    )  # fmt: skip
    group.add_argument(
        "--lang", choices=("en", "ru"), default=missing, help=words.text("language of messages")
    )
    return parser


class Branch:
    """One command being declared: its parser, and the verbs below it."""

    def __init__(self, parser: Parser, words: Words) -> None:
        self.parser = parser
        self.words = words
        self._verbs: argparse._SubParsersAction[Parser] | None = None

    def runs(self, handler: Handler) -> Parser:
        """The command has no verbs: this is what it does."""
        self.parser.set_defaults(handler=handler)
        return self.parser

    def verb(self, name: str, handler: Handler, text: str) -> Parser:
        """A verb below the command, what it does and what it is for."""
        if self._verbs is None:
            self._verbs = self.parser.add_subparsers(metavar="VERB", required=True)
        made = self._verbs.add_parser(
            name, help=text, description=text, parents=[global_options(self.words, is_root=False)]
        )
        made.set_defaults(handler=handler)
        return made


def positive(text: str) -> int:
    """A whole number above 0, for counts among the options."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(repr(text))
    return int(text)
