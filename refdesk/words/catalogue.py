"""Texts, numbers and dates for people, in English and Russian.

One gettext catalogue serves the window, the command line and the printed cards, so that the same
refusal reads the same everywhere and the command line needs no Qt. Numbers, money and dates come
from CLDR through Babel.
"""

import gettext
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from refdesk.resources import resource_path

if TYPE_CHECKING:  # CLDR's rules are loaded with the first number, not with the first text
    from babel import Locale

LANGUAGES = ("en", "ru")
MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"


def N_(msgid: str) -> str:  # noqa: N802 - the name that message extraction knows
    """Mark a literal for translation where it is not yet read."""
    return msgid


@cache
def _translations(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("refdesk", resource_path("i18n"), [language])


@dataclass(frozen=True)
class Words:
    """What people read, in one language and one currency."""

    language: str
    currency: str = "RUB"
    region: str = "RU"
    _texts: gettext.NullTranslations = field(
        default_factory=gettext.NullTranslations, repr=False, compare=False
    )

    def text(self, msgid: str, **params: object) -> str:
        """Return a literal text in this language, its ``{places}`` filled in."""
        return self.text_of(msgid, **params)

    def text_of(self, msgid: str, **params: object) -> str:
        """Like `text`, for a text that was marked with `N_`."""
        translated = self._texts.gettext(msgid)
        return translated.format(**params) if params else translated

    def plural(self, one: str, many: str, n: int, **params: object) -> str:
        """Return the form for ``n``, which may stand in the text as ``{n}``."""
        return self._texts.ngettext(one, many, abs(n)).format(n=self.number(n), **params)

    # -- numbers ---------------------------------------------------------------------------

    def number(self, value: int) -> str:
        """``1 000`` with the region's grouping and a true minus."""
        return _number(value, _number_locale(self.region, self.language))

    def money(self, minor: int) -> str:
        """A sum of minor units with its currency sign; whole sums without decimals."""
        return _money(minor, self.currency, _number_locale(self.region, self.language))

    def currency_sign(self) -> str:
        """The currency's sign, such as ``₽``."""
        return _currency_sign(self.currency, _number_locale(self.region, self.language))

    def percent(self, basis_points: int) -> str:
        """``10 %``, ``2,5 %``."""
        from babel.numbers import format_decimal

        value = Decimal(basis_points) / 100
        locale = _number_locale(self.region, self.language)
        number = format_decimal(value.normalize(), locale=locale)
        return f"{_true_minus(number)}{NBSP}%"

    def minus_percent(self, basis_points: int) -> str:
        """``−10 %``: a discount."""
        return MINUS + self.percent(basis_points)

    # -- dates -----------------------------------------------------------------------------

    def date(self, on: date, *, today: date | None = None) -> str:
        """``18 Nov``; with its year when that is not today's or today is not given.

        A month is written out where its short form needs a full stop, as in Russian.
        """
        from babel.dates import format_date

        month = "MMMM" if self.language == "ru" else "MMM"
        year = "" if today is not None and today.year == on.year else " y"
        return format_date(on, f"d {month}{year}", locale=_date_locale(self.language))

    def weekday(self, day: int, *, whole: bool = False) -> str:
        """The short name of a weekday, 0 = Monday: ``Mon``, or the ``whole`` of it."""
        from babel.dates import get_day_names

        locale = _date_locale(self.language)
        names = get_day_names("wide", locale=locale) if whole else get_day_names(
            "abbreviated", locale=locale
        )  # fmt: skip
        return str(names[day])

    def time(self, at: datetime) -> str:
        """``12:41`` of a local time."""
        return at.strftime("%H:%M")


def load_words(language: str, *, currency: str = "RUB", region: str = "RU") -> Words:
    """Return the texts of one language.

    Raises ValueError for a language that the program does not speak.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    return Words(language, currency, region, _translations(language))


def _true_minus(text: str) -> str:
    return text.replace("-", MINUS)


# The same figures are written again with every key; CLDR's way to one takes a tenth of a
# millisecond and more.
_KEPT = 2048


@lru_cache(_KEPT)
def _number(value: int, locale: "Locale") -> str:
    from babel.numbers import format_decimal

    return _true_minus(format_decimal(value, locale=locale))


@lru_cache(_KEPT)
def _money(minor: int, currency: str, locale: "Locale") -> str:
    from babel.numbers import format_currency, get_currency_precision

    digits = get_currency_precision(currency)
    value = Decimal(minor).scaleb(-digits)
    pattern = _money_pattern(locale, 0 if value == value.to_integral_value() else digits)
    return _true_minus(
        format_currency(value, currency, format=pattern, locale=locale, currency_digits=False)
    )


@cache
def _currency_sign(currency: str, locale: "Locale") -> str:
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale=locale)


@cache
def _number_locale(region: str, language: str) -> "Locale":
    """Words follow the language, numbers the shop's region (ui.md, wording)."""
    from babel import Locale, UnknownLocaleError

    if region == "RU":
        return Locale("ru", "RU")
    try:
        return Locale.parse(_region_locale(region, language))
    except UnknownLocaleError:
        # a bundle carries the formats of few countries
        return Locale.parse(language)


def _region_locale(region: str, language: str) -> str:
    from babel.core import get_global

    likely = get_global("likely_subtags").get(f"und_{region}")
    return f"{likely.split('_')[0]}_{region}" if likely else language


@cache
def _date_locale(language: str) -> "Locale":
    from babel import Locale

    return Locale("ru", "RU") if language == "ru" else Locale("en", "GB")


@cache
def _money_pattern(locale: "Locale", digits: int) -> str:
    decimals = "." + "0" * digits if digits else ""
    standard = str(locale.currency_formats["standard"].pattern).split(";", maxsplit=1)[0]
    return standard.replace(".00", decimals)
