"""One call of the command line: its options, the open shop, who acts, and how it answers."""

import os
import sys
from argparse import Namespace
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Protocol

from refdesk.cli.output import Output
from refdesk.domain.errors import DomainError
from refdesk.domain.money import format_amount, parse_amount
from refdesk.domain.records import Shop
from refdesk.services.desk import Actor, Desk
from refdesk.words.catalogue import Words, load_words

MAX_SHOWN = 32
"""So many symbols of a wrong value are told back."""

PIN, APPROVE_PIN, NEW_PIN = "REFDESK_PIN", "REFDESK_APPROVE_PIN", "REFDESK_NEW_PIN"


class Opener(Protocol):
    """What opens desks of one data folder: `bootstrap.Opener`, which stands above this room."""

    @property
    def folder(self) -> Path:
        """The data folder."""

    def exists(self) -> bool:
        """Whether the folder holds a shop."""

    def open(self) -> Desk:
        """Open the folder's shop."""

    def create(self) -> Desk:
        """Create an empty database in a folder that has none."""

    def elsewhere(self, folder: Path) -> "Opener":
        """The same clock and chance for another folder."""


class Call:
    """A call at work. Money is read and written in the shop's own currency."""

    def __init__(self, options: Namespace, opener: Opener, words: Words, output: Output) -> None:
        self.options = options
        self.opener = opener
        self.words = words
        self.out = output
        self._desk: Desk | None = None
        self._visit = ExitStack()
        self._is_signed_in = False
        self._shop: Shop | None = None

    # -- the open shop ---------------------------------------------------------------------

    def desk(self) -> Desk:
        """The open shop with the person who acts signed in, and whoever stands by."""
        desk = self.open()
        if not self._is_signed_in:
            desk = desk.acting(self._actor(desk), self._approver(desk))
            self._desk, self._is_signed_in = desk, True
        return desk

    def open(self) -> Desk:
        """The open shop with nobody signed in. Raises DomainError ``no_shop``."""
        if self._desk is None:
            if not self.opener.exists():
                raise DomainError("no_shop")
            from refdesk.storage.lock import visit_folder

            self._visit.enter_context(visit_folder(self.opener.folder))
            self._desk = self.opener.open()
            self._speak(self._desk.shop())
        return self._desk

    def use(self, desk: Desk) -> None:
        """Take a desk that was opened elsewhere, to be closed with the call."""
        self._desk = desk

    def close(self) -> None:
        """Close the shop."""
        if self._desk is not None:
            self._desk.store.close()
            self._desk, self._is_signed_in = None, False
        self._visit.close()

    @property
    def shop(self) -> Shop:
        """The shop as it was when the call opened it."""
        if self._shop is None:
            self._speak(self.open().shop())
        if self._shop is None:
            raise DomainError("no_shop")
        return self._shop

    @property
    def decimals(self) -> int:
        """How many decimals the shop's currency has; 2 before there is a shop."""
        return self._shop.decimals if self._shop else 2

    def _speak(self, shop: Shop) -> None:
        self._shop = shop
        language = self.options.lang or shop.language
        self.words = load_words(language, currency=shop.currency, region=shop.region)

    # -- who acts --------------------------------------------------------------------------

    def _actor(self, desk: Desk) -> Actor:
        from refdesk.services import shop as shops
        from refdesk.services import staff

        name: str | None = self.options.acting
        if name:
            return staff.sign_in(desk, name, self._pin(PIN, name))
        if not shops.has_staff(desk):
            return shops.assumed_owner(desk)
        if desk.shop().settings.trust_os_user and owns(desk.folder):
            return shops.assumed_owner(desk)
        raise DomainError("pin_wrong", left=None)

    def _approver(self, desk: Desk) -> Actor | None:
        from refdesk.services import staff

        name: str | None = self.options.approve
        return staff.sign_in(desk, name, self._pin(APPROVE_PIN, name)) if name else None

    def _pin(self, variable: str, name: str) -> str:
        """A PIN from the environment, else asked for at a terminal."""
        given = os.environ.get(variable)
        if given:
            return given
        if not sys.stdin.isatty():
            raise DomainError("pin_wrong", left=None)
        from getpass import getpass

        return getpass(self.words.text("PIN of {name}: ", name=name))

    def new_pin(self, variable: str, name: str) -> str:
        """A PIN to be set; empty where none is given and nobody can be asked."""
        given = os.environ.get(variable, "")
        return given if given or not sys.stdin.isatty() else self._pin(variable, name)

    # -- reading and writing values --------------------------------------------------------

    def amount(self, text: str, *, allow_zero: bool = False) -> int:
        """An amount in minor units, as a script writes it: thousands are not grouped.

        Raises DomainError ``bad_amount``, ``no_shop``: the shop says how many decimals there are.
        """
        if len(text.split()) > 1:
            raise DomainError("bad_amount", text=text[:MAX_SHOWN])
        return parse_amount(text, self.shop.decimals, allow_zero=allow_zero)

    def money(self, minor: int) -> str:
        """An amount as JSON has it: ``"150.00"``."""
        return format_amount(minor, self.decimals)

    def day(self, text: str) -> date:
        """A date as ``YYYY-MM-DD``. Raises DomainError ``bad_date``."""
        try:
            found = date.fromisoformat(text.strip())
        except ValueError as broken:
            raise DomainError("bad_date", text=text[:20]) from broken
        if found.isoformat() != text.strip():  # the library reads week dates too
            raise DomainError("bad_date", text=text[:20])
        return found


def owns(folder: Path) -> bool:
    """Whether a data folder belongs to the user of the computer."""
    if os.name == "nt":
        home = Path.home().resolve()
        return home in folder.resolve().parents
    return folder.stat().st_uid == os.getuid()
