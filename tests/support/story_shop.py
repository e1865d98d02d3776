"""The car wash in which the stories of the counter happen: a real file with a past.

A spring and a summer of purchases at till 1, two programmes of presets, a coupon whose days are
over, a gift card that was sold, and a cashier who has an account of her own. The stories begin on
a Saturday at 12:41; the cashier's shift is open since the morning.
"""

import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from refdesk.bootstrap import Opener
from refdesk.domain.bill import GIFT_CARD, Line
from refdesk.domain.codes import check_symbol
from refdesk.services import backups, catalogue, codes, counter, customers, programmes, shop, staff
from refdesk.services.activation import activate_code
from refdesk.services.desk import Actor, Desk
from refdesk.storage import codes as code_storage

OWNER_PIN, MANAGER_PIN, CASHIER_PIN = "4826", "7391", "5926"
NOON: Final = datetime(2026, 11, 21, 9, 41, tzinfo=UTC)
"""12:41 in the shop."""

SHOPS: Final = {"en": "Lagoon Car Wash", "ru": "Мойка «Лагуна»"}
STAFF: Final = {"en": ("Denis", "Vera", "Olga"), "ru": ("Денис", "Вера", "Ольга")}
SERVICES: Final = {
    "en": ("Express", "Full wash", "Interior"),
    "ru": ("Экспресс", "Полная мойка", "Салон"),
}
PEOPLE: Final = {
    "anna": ("Anna Lebedeva", "Анна Лебедева", "+79160003107"),
    "marina": ("Marina Danilova", "Марина Данилова", "+79160004512"),
    "timur": ("Timur Aliev", "Тимур Алиев", "+79160005566"),
    "gleb": ("Gleb Nikitin", "Глеб Никитин", "+79160006070"),
    "lena": ("Lena Sorokina", "Лена Сорокина", "+79160007788"),
    "olga": ("Olga Vetrova", "Ольга Ветрова", "+79160008899"),
}
AUTUMN: Final = """
name = "Autumn coupon"
title = { en = "Autumn coupon", ru = "Осенний купон" }
codes = "personal"
code_owners = ["ambassador"]
code_life_days = 30

[[rule]]
id = "friend"
trigger = "first"
new_only = true
referral = { kind = "percent_off", percent = "15" }
"""


class ShopClock:
    """The computer's clock, moved by what happens."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_time(self, **parts: float) -> None:
        """Let time pass."""
        self.at += timedelta(**parts)


@dataclass(frozen=True)
class StoryShop:
    """The folder, and the cards by whose they are: a name of `PEOPLE`, ``expired`` or ``gift``."""

    folder: Path
    cards: dict[str, str]

    def copy(self, folder: Path) -> "StoryShop":
        """The same shop in another folder."""
        shutil.copytree(self.folder, folder)
        return replace(self, folder=folder)


class _Past:
    """Fills a new shop with what happened before."""

    def __init__(self, folder: Path, language: str) -> None:
        self.clock = ShopClock(NOON - timedelta(days=230))
        self.language = language
        self.desk = Opener(folder, now=self.clock, randbelow=Random(7).randrange).create()
        self.services: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.cards: dict[str, str] = {}

    def found(self) -> tuple[Actor, Actor]:
        """The shop, its programmes and its staff; the owner and the cashier."""
        owner, manager, cashier = STAFF[self.language]
        draft = shop.ShopDraft(
            SHOPS[self.language], language=self.language, owner=owner, pin=OWNER_PIN,
            presets=("car-wash", "stamp-card"),
        )  # fmt: skip
        shop.create_shop(self.desk, draft)
        self.desk = self.desk.acting(staff.sign_in(self.desk, owner, OWNER_PIN))
        programmes.add_programme(self.desk, terms_text=AUTUMN)
        for name in PEOPLE:
            self._add(name)
        staff.add_staff(self.desk, manager, "manager", MANAGER_PIN)
        staff.add_staff(self.desk, cashier, "cashier", CASHIER_PIN, customer=self.ids["olga"])
        names = [one.name for one in catalogue.list_services(self.desk)]
        assert names[:3] == list(SERVICES[self.language])
        self.services = dict(zip(SERVICES["en"], names, strict=False))
        return self.desk.actor, staff.sign_in(self.desk, cashier, CASHIER_PIN)

    def _add(self, key: str) -> None:
        english, russian, phone = PEOPLE[key]
        name = english if self.language == "en" else russian
        new = customers.NewCustomer(name, phones=(phone,), consent="said at the till")
        added = customers.add_customer(self.desk, new)
        self.ids[key], self.cards[key] = added.customer.id, added.codes[0]

    def buy(self, who: str, amount: int, service: str, **more: str) -> None:
        """A purchase of somebody known."""
        self._record(amount, service, customer=f"C{self.ids[who]}", **more)

    def bring(self, referrer: str, number: int, name: str, amount: int, service: str) -> None:
        """A friend's first purchase by somebody's card."""
        self._record(
            amount, service, code=self.cards[referrer], phone=f"+791600020{number:02}", name=name,
            consent="said at the till",
        )  # fmt: skip

    def _record(self, amount: int, service: str, **more: str) -> None:
        line = Line(amount * 100, self.services[service])
        request = replace(counter.Request(lines=(line,)), **more)  # type: ignore[arg-type]
        counter.record_purchase(self.desk, request)

    def issue(self) -> None:
        """The coupon of the autumn, and the gift card."""
        autumn = programmes.get_programme(self.desk, "P3")
        self.cards["expired"] = codes.issue_coupon(self.desk, autumn)
        body = "9XQT2ABCDEFG"
        self.cards["gift"] = body + check_symbol(body)
        version = programmes.get_programme(self.desk, "P1").id
        with self.desk.store.write():
            code_storage.insert_code(
                self.desk.store, code=self.cards["gift"], kind=GIFT_CARD, status="printed",
                version=version, issued_at=self.desk.now(),
            )  # fmt: skip
        activate_code(self.desk, self.cards["gift"], paid=150_000)


def _live(past: _Past, owner: Actor, cashier: Actor) -> None:
    """From spring to this morning."""
    friends = ("Igor P.", "Vika S.", "Max T.", "Nina O.", "Egor V.", "Zoya K.")
    if past.language == "ru":
        friends = ("Игорь П.", "Вика С.", "Макс Т.", "Нина О.", "Егор В.", "Зоя К.")
    for month in range(5):
        past.clock.pass_time(days=30)
        if month > 1:
            past.buy("marina", 600, "Express")
        past.bring("marina", month, friends[month], 1000, "Full wash")
    past.buy("anna", 1000, "Full wash")
    past.buy("timur", 1000, "Full wash")
    past.clock.pass_time(days=29)
    past.issue()
    for _visit in range(4):
        past.clock.pass_time(days=6)
        past.buy("timur", 600, "Express")
    past.desk = past.desk.acting(cashier)
    past.clock.at = NOON - timedelta(hours=3, minutes=46)
    past.buy("gleb", 600, "Express")
    past.clock.pass_time(hours=2, minutes=50)
    past.bring("gleb", 30, friends[5], 600, "Express")
    past.clock.at = NOON - timedelta(minutes=7)
    past.buy("lena", 1200, "Full wash")
    past.desk = past.desk.acting(owner)


def make_story_shop(folder: Path, language: str) -> StoryShop:
    """Make the shop in a folder that is not there yet."""
    past = _Past(folder, language)
    owner, cashier = past.found()
    _live(past, owner, cashier)
    desk: Desk = past.desk
    backup = backups.create_backup(desk).file
    os.utime(backup, (NOON.timestamp(), NOON.timestamp()))
    desk.store.close()
    return StoryShop(folder, past.cards)
