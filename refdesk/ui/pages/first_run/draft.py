"""What the first run asks, and setting the shop up with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QLocale, QTimeZone

from refdesk.ui.opener import Opener
from refdesk.words.catalogue import N_, Words, load_words

if TYPE_CHECKING:
    from refdesk.services.desk import Desk
    from refdesk.services.shop import ShopCreated


class Currency(NamedTuple):
    """A currency that is offered, with the country that its phones and numbers follow."""

    code: str
    name: str
    region: str


CURRENCIES = (
    Currency("RUB", N_("Russian rouble"), "RU"),
    Currency("KZT", N_("Kazakh tenge"), "KZ"),
    Currency("BYN", N_("Belarusian rouble"), "BY"),
    Currency("UAH", N_("Ukrainian hryvnia"), "UA"),
    Currency("UZS", N_("Uzbek sum"), "UZ"),
    Currency("KGS", N_("Kyrgyz som"), "KG"),
    Currency("AMD", N_("Armenian dram"), "AM"),
    Currency("GEL", N_("Georgian lari"), "GE"),
    Currency("TRY", N_("Turkish lira"), "TR"),
    Currency("EUR", N_("Euro"), "DE"),
    Currency("PLN", N_("Polish zloty"), "PL"),
    Currency("GBP", N_("Pound sterling"), "GB"),
    Currency("USD", N_("US dollar"), "US"),
)
_EURO_LANGUAGES = ("de", "es", "fr", "it")

# trade -> its name and the preset that suits it
TRADES = {
    "car_wash": (N_("Car wash"), "car-wash"),
    "salon": (N_("Beauty salon, spa"), "spa"),
    "other": (N_("Something else"), "strictly-capped"),
}
DECIDE_LATER = ""


@dataclass
class Draft:
    """The answers so far; they outlive a change of language on the way."""

    language: str
    time_zone: str
    name: str = ""
    contact: str = ""
    trade: str = "car_wash"
    currency: str = "RUB"
    pin: str = ""
    pin_again: str = ""
    preset: str | None = None
    step: int = 0

    @property
    def region(self) -> str:
        """The country of the currency; for the euro the computer's own."""
        if self.currency == "EUR":
            here = QLocale.system()
            if here.name().split("_")[0] in _EURO_LANGUAGES:
                return QLocale.territoryToCode(here.territory())
        return next(one.region for one in CURRENCIES if one.code == self.currency)

    @property
    def suggested_preset(self) -> str:
        """The preset that suits the trade."""
        return TRADES[self.trade][1]

    def chosen_preset(self) -> str:
        """The chosen preset, or the suggested one; empty for later."""
        return self.suggested_preset if self.preset is None else self.preset

    def words(self) -> Words:
        """The texts with the chosen currency."""
        return load_words(self.language, currency=self.currency, region=self.region)


def computer_zone() -> str:
    """The computer's time zone by its IANA name; UTC where it has none."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
    return name


class SetUp:
    """Sets the shop up off the window's thread; a second try uses the database of the first."""

    def __init__(self, opener: Opener, desk: "Desk | None") -> None:
        self._opener = opener
        self.desk = desk

    def run(self, draft: Draft, owner: str) -> "ShopCreated":
        """Create the shop, all or nothing. Raises DomainError and StorageError."""
        from refdesk.services.shop import ShopDraft, create_shop

        if self.desk is None:
            self.desk = self._opener.create()
        preset = draft.chosen_preset()
        return create_shop(
            self.desk,
            ShopDraft(
                name=draft.name,
                currency=draft.currency,
                time_zone=draft.time_zone,
                language=draft.language,
                region=draft.region,
                contact=draft.contact,
                owner=owner,
                pin=draft.pin,
                presets=(preset,) if preset else (),
            ),
        )
