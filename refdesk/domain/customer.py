"""Names, phones, plates and e-mails in one form each, so that they can be compared (R31, R49).

An identity is compared by its normalised form; what a person typed is shown as typed.

Decisions:
- A phone that could exist is kept even when no such number range is known (``is_valid`` False,
  a warning); one that cannot exist, or lacks its area code, is refused. Extensions are dropped.
- A phone that a spreadsheet turned into a number is read while all its digits are there:
  ``7.9123456789E10`` is, ``9.12E+09`` is refused.
- A plate is kept in Latin letters: the twelve letters of Russian plates exist in both alphabets.
- E-mail addresses are compared without case on both sides of the ``@``: mail services do so, and
  two customers do not differ by case.
- A name of three parts that ends with a patronymic begins with the surname.
"""

import re
import unicodedata
from dataclasses import dataclass

from refdesk.domain.errors import DomainError
from refdesk.domain.keyboards import fold_lookalikes

PHONE_TAIL = 4
"""The fewest last digits by which a phone is looked for (R79)."""

_MAX_SHOWN = 64
_MAX_EMAIL = 254
_NATIONAL_DIGITS = 10
_MIN_KEPT_DIGITS = 8  # a spreadsheet's rounded form shows at most 6
_BREVE = "\N{COMBINING BREVE}"
_DIACRITICS = re.compile("[\u0300-\u036f]+")
_NOT_DECOMPOSED = str.maketrans("łøđħŧ", "lodht")
_EXPONENT = re.compile(r"\+?(\d)(?:[.,](\d{1,14}))?[eE]\+?(\d{1,2})", re.ASCII)
_WHOLE_FLOAT = re.compile(r"(\+?\d{5,15})[.,]0+", re.ASCII)
_PLATE = re.compile(r"(?=.*\d)[^\W_]{3,12}")
_OLD_CARD = re.compile(r"[^\W_]{4,32}")
_RUSSIAN_PLATE = re.compile(r"([ABEKMHOPCTYX]\d{3}[ABEKMHOPCTYX]{2}\d{2,3})RUS", re.ASCII)
_PLATE_SEPARATORS = re.compile(r"[\s.·•|_-]+")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)*")
_MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
_PHONE_LIKE = re.compile(r"[\d\s+().\-/]+")
_PATRONYMIC = re.compile(r".*(?:вич|вна|чна|оглы|кызы|uly|qyzy)", re.IGNORECASE)


@dataclass(frozen=True)
class Phone:
    """A phone in international form; ``is_valid`` is False where it only could exist."""

    e164: str
    is_valid: bool


# -- names ---------------------------------------------------------------------------------


def clean_name(text: str) -> str:
    """Return a name in composed form, without invisible symbols and needless spaces."""
    spaced = "".join(" " if symbol.isspace() else symbol for symbol in text)
    visible = "".join(
        symbol for symbol in spaced if unicodedata.category(symbol) not in {"Cc", "Cf", "Cs"}
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """Return a text as search compares it: no case, no diacritics (й and ў stay), ё as е."""
    lowered = unicodedata.normalize("NFKD", clean_name(text)).casefold()
    # Casefolding brings some symbols back into a form that has marks of its own.
    apart = unicodedata.normalize("NFKD", lowered).translate(_NOT_DECOMPOSED)
    # The pattern takes a letter's marks at once: their order is not the writer's choice.
    bare = re.sub(f"(.?){_DIACRITICS.pattern}", _without_marks, apart, flags=re.DOTALL)
    return " ".join(unicodedata.normalize("NFC", bare).split())


def short_name(name: str) -> str:
    """Return a name as shared screens show it: ``Anna P.`` (R49); one word stays."""
    words = clean_name(name).split()
    if not words:
        return ""
    first, last = words[0], words[-1]
    if len(words) == 3 and _PATRONYMIC.fullmatch(last) and not _PATRONYMIC.fullmatch(words[1]):
        first, last = words[1], words[0]
    initial = _initial(last)
    return f"{first} {initial}." if len(words) > 1 and initial else first


def _without_marks(match: re.Match[str]) -> str:
    letter = match[1]
    return letter + _BREVE if letter in {"и", "у"} and _BREVE in match[0] else letter


def _initial(word: str) -> str:
    """Return a word's first letter as a capital, or nothing for another sign."""
    letter = re.match(r"[^\W\d_]", word)
    return letter[0].upper()[:1] if letter else ""


# -- phones --------------------------------------------------------------------------------


def normalise_phone(text: str, region: str = "RU") -> Phone:
    """Read a phone as it is written in a region (ISO 3166 code).

    Raises DomainError ``bad_phone`` (``text``) for what cannot be a phone.
    """
    typed = _from_spreadsheet(unicodedata.normalize("NFKC", text[:_MAX_SHOWN]).strip(" '\t"))
    if len(text) <= _MAX_SHOWN:
        for candidate in (typed, _international(typed)):
            phone = _parsed(candidate, region)
            if phone is not None:
                return phone
    raise DomainError("bad_phone", text=text[:_MAX_SHOWN])


def mask_phone(e164: str) -> str:
    """Return a phone for lists: an ellipsis and its last four digits, ``…12-34`` (R49)."""
    digits = phone_digits(e164)
    return f"…{digits[-4:-2]}-{digits[-2:]}" if len(digits) > PHONE_TAIL else "…"


def phone_digits(text: str) -> str:
    """Return a text's decimal digits, of any script, as ASCII ones."""
    return "".join(str(unicodedata.decimal(symbol)) for symbol in text if symbol.isdecimal())


def search_tail(text: str) -> str:
    """Return the last digits by which a query looks for phones, or nothing when it does not.

    A query of digits and a phone's punctuation, at least four digits, is one. Of a whole number
    only the national part counts, so that ``8 916…`` and ``+7 916…`` find the same.
    """
    digits = phone_digits(text) if len(text) <= _MAX_SHOWN else ""
    if len(digits) < PHONE_TAIL or not _PHONE_LIKE.fullmatch(text.strip()):
        return ""
    return digits[-_NATIONAL_DIGITS:]


def _parsed(text: str, region: str) -> Phone | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    # A number without its area code is possible to dial, but names nobody.
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, phonenumbers.is_valid_number(number))


def _international(text: str) -> str:
    """Return a number dialled with the common prefix 00 in its ``+`` form."""
    digits = phone_digits(text)
    return f"+{digits[2:]}" if digits.startswith("00") else ""


def _from_spreadsheet(text: str) -> str:
    """Undo a number format: ``7.9123456789E10`` and ``79123456789.0`` (reliability, 16 and 38)."""
    whole = _WHOLE_FLOAT.fullmatch(text)
    if whole:
        return whole[1]
    match = _EXPONENT.fullmatch(text)
    if match is None:
        return text
    kept, exponent = match[1] + (match[2] or ""), int(match[3])
    if not _MIN_KEPT_DIGITS <= len(kept.rstrip("0")) <= exponent + 1 <= 15:
        return ""
    return kept.ljust(exponent + 1, "0")[: exponent + 1]


# -- plates and e-mails --------------------------------------------------------------------


def normalise_plate(text: str) -> str:
    """Return a car's plate in capital Latin letters without separators.

    Raises DomainError ``bad_plate`` (``text``) for what is not 3 to 12 letters and digits with a
    digit among them.
    """
    folded = unicodedata.normalize("NFKC", clean_name(text[: _MAX_SHOWN + 1])).upper()
    plate = _PLATE_SEPARATORS.sub("", _plain_dashes(fold_lookalikes(folded)))
    if len(text) > _MAX_SHOWN or not _PLATE.fullmatch(plate):
        raise DomainError("bad_plate", text=text[:_MAX_SHOWN])
    with_country = _RUSSIAN_PLATE.fullmatch(plate)
    return with_country[1] if with_country else plate


def normalise_old_card(text: str) -> str:
    """Return the number of a card of earlier times as it is compared: capitals, no separators.

    Raises DomainError ``bad_code`` (``text``) for what is not 4 to 32 letters and digits.
    """
    folded = unicodedata.normalize("NFKC", clean_name(text[: _MAX_SHOWN + 1])).upper()
    number = _PLATE_SEPARATORS.sub("", _plain_dashes(fold_lookalikes(folded)))
    if len(text) > _MAX_SHOWN or not _OLD_CARD.fullmatch(number):
        raise DomainError("bad_code", text=text[:_MAX_SHOWN])
    return number


def normalise_email(text: str) -> str:
    """Return an e-mail address as it is compared: composed, without case.

    Raises DomainError ``bad_email`` (``text``) for what is not one.
    """
    bare = _MAILTO.sub("", clean_name(text[: _MAX_EMAIL + 1]))
    if len(text) > _MAX_EMAIL or not _EMAIL.fullmatch(bare):
        raise DomainError("bad_email", text=text[:_MAX_SHOWN])
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare).casefold())


def _plain_dashes(text: str) -> str:
    return "".join("-" if unicodedata.category(symbol) == "Pd" else symbol for symbol in text)
