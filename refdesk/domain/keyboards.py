"""Keyboard layouts as data: what a scanner meant when the computer understood it wrongly (R24).

A scanner types the key positions of a US keyboard. Under another layout the same keys give other
symbols, so a text is read back by position. People do the reverse: they type a Russian word while
the layout is English. Layouts are named by language tags.

Only look-alike *letters* are folded: a digit is never taken for a letter or the other way round,
because a misread symbol is the business of the check symbol and its near-miss hint.
"""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

US = "en-US"

_US_PLAIN = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
_US_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'

# Per layout: the 47 keys of the main block in the order of the US rows above, without and with
# Shift. A space stands for a key that gives no symbol of its own (a dead key).
_LAYOUTS: tuple[tuple[str, str, str], ...] = (
    (
        "ru",
        "ё1234567890-=йцукенгшщзхъ\\фывапролджэячсмитьбю.",
        'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,',
    ),
    (
        "uk",
        "'1234567890-=йцукенгшщзхї\\фівапролджєячсмитьбю.",
        '₴!"№;%:?*()_+ЙЦУКЕНГШЩЗХЇ/ФІВАПРОЛДЖЄЯЧСМИТЬБЮ,',
    ),
    (
        "be",
        "ё1234567890-=йцукенгшўзх'\\фывапролджэячсмітьбю.",
        "Ё!\"№;%:?*()_+ЙЦУКЕНГШЎЗХ'/ФЫВАПРОЛДЖЭЯЧСМІТЬБЮ,",
    ),
    (
        "kk",
        '("әіңғ,.үұқөһйцукенгшщзхъ\\фывапролджэячсмитьбю№',
        ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪ/ФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?",
    ),
    (
        "bg",
        "(1234567890-.,уеишщксдзц;„ьяаожгтнвмчюйъэфхпрлб",
        ')!?+"%=:/–№$€ыУЕИШЩКСДЗЦ§“ѝЯАОЖГТНВМЧЮЙЪЭФХПРЛБ',
    ),
    (
        "el",
        "`1234567890-=;ςερτυθιοπ[]\\ασδφγηξκλ 'ζχψωβνμ,./",
        '~!@#$%^&*()_+: ΕΡΤΥΘΙΟΠ{}|ΑΣΔΦΓΗΞΚΛ "ΖΧΨΩΒΝΜ<>?',
    ),
    (
        "de",
        "^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-",
        "°!\"§$%&/()=?`QWERTZUIOPÜ*'ASDFGHJKLÖÄYXCVBNM;:_",
    ),
    (
        "fr",
        "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!",
        " 1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§",
    ),
    (
        "nl-BE",
        "²&é\"'(§è!çà)-azertyuiop^$µqsdfghjklmùwxcvbn,;:=",
        "³1234567890°_AZERTYUIOP¨*£QSDFGHJKLM%WXCVBN?./+",
    ),
    (
        "cs",
        ";+ěščřžýáíé=´qwertzuiopú)¨asdfghjklů§yxcvbnm,.-",
        "°1234567890%ˇQWERTZUIOP/('ASDFGHJKL\"!YXCVBNM?:_",
    ),
    (
        "sk",
        ";+ľščťžýáíé=´qwertzuiopúäňasdfghjklô§yxcvbnm,.-",
        '°1234567890%ˇQWERTZUIOP/()ASDFGHJKL"!YXCVBNM?:_',
    ),
    (
        "lt",
        "`ąčęėįšųū90-žqwertyuiop[]\\asdfghjkl;'zxcvbnm,./",
        '~ĄČĘĖĮŠŲŪ()_ŽQWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?',
    ),
    (
        "tr",
        '"1234567890*-qwertyuıopğü,asdfghjklşizxcvbnmöç.',
        "é!'^+%&/()=?_QWERTYUIOPĞÜ;ASDFGHJKLŞİZXCVBNMÖÇ:",
    ),
    (
        "es",
        "º1234567890'¡qwertyuiop`+çasdfghjklñ´zxcvbnm,.-",
        'ª!"·$%&/()=?¿QWERTYUIOP^*ÇASDFGHJKLÑ¨ZXCVBNM;:_',
    ),
    (
        "it",
        "\\1234567890'ìqwertyuiopè+ùasdfghjklòàzxcvbnm,.-",
        '|!"£$%&/()=?^QWERTYUIOPé*§ASDFGHJKLç°ZXCVBNM;:_',
    ),
    (
        "en-GB",
        "`1234567890-=qwertyuiop[]#asdfghjkl;'zxcvbnm,./",
        '¬!"£$%^&*()_+QWERTYUIOP{}~ASDFGHJKL:@ZXCVBNM<>?',
    ),
)

_CYRILLIC = ("ru", "uk", "be", "kk")

# Capital letters that look the same in print; the small ones follow them.
_LOOKALIKES = dict(
    zip(
        "АВЕКМНОРСТУХІЅЈҮΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "ABEKMHOPCTYXISJYABEZHIKMNOPTYX",
        strict=True,
    )
)
_LOOKALIKE_TABLE = str.maketrans(
    _LOOKALIKES | {own.lower(): latin.lower() for own, latin in _LOOKALIKES.items()}
)
_UNSHIFT = str.maketrans(_US_SHIFT.lower(), _US_PLAIN)


def _table(source: tuple[str, str], target: tuple[str, str]) -> Mapping[str, str]:
    plain = dict(zip(source[0], target[0], strict=True))
    # A symbol on both levels is read without Shift.
    table = dict(zip(source[1], target[1], strict=True)) | plain
    return MappingProxyType({mine: other for mine, other in table.items() if mine != " "})


_TO_US = {name: _table((plain, shift), (_US_PLAIN, _US_SHIFT)) for name, plain, shift in _LAYOUTS}
_FROM_US = {
    name: _table((_US_PLAIN, _US_SHIFT), (plain, shift))
    for name, plain, shift in _LAYOUTS
    if name in _CYRILLIC
}


def as_us_keys(text: str) -> tuple[tuple[str, str], ...]:
    """Read a text back by key position: (layout, what a US keyboard would have given).

    A layout that lacks one of the text's letters is left out, and so is one under which the text
    stays as it is. What no key gives (a space, digits of the number pad) passes unchanged.
    """
    composed = unicodedata.normalize("NFC", text)
    read = ((name, _through(composed, table)) for name, table in _TO_US.items())
    return tuple((name, keys) for name, keys in read if keys is not None and keys != composed)


def from_us_keys(text: str) -> tuple[tuple[str, str], ...]:
    """Read a text typed under the US layout as the Cyrillic one that was meant.

    The reverse of `as_us_keys`, for words: ``CRBLRF`` was to be СКИДКА.
    """
    read = ((name, _through(text, table)) for name, table in _FROM_US.items())
    return tuple((name, typed) for name, typed in read if typed is not None and typed != text)


def unshifted(text: str) -> str:
    """Return US symbols as their keys give them without Shift: ``&K$M(`` is ``7k4m9``."""
    return text.lower().translate(_UNSHIFT)


def fold_lookalikes(text: str) -> str:
    """Return Cyrillic and Greek letters that look like Latin ones as these."""
    return text.translate(_LOOKALIKE_TABLE)


def _through(text: str, table: Mapping[str, str]) -> str | None:
    """Return a text with its symbols exchanged, or None for a letter that the table lacks."""
    if any(symbol.isalpha() and symbol not in table for symbol in text):
        return None
    return "".join(table.get(symbol, symbol) for symbol in text)
