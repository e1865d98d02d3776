"""What people read about designs of cards: kinds of elements, places for data, and warnings."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, Protocol

from refdesk.words.catalogue import MINUS, N_, Words, load_words

KIND_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "text": N_("Text"),
        "column": N_("Column of texts"),
        "rule": N_("Dividing line"),
        "box": N_("Rectangle"),
        "ellipse": N_("Ellipse"),
        "line": N_("Line"),
        "image": N_("Picture"),
        "qr": N_("QR code"),
    }
)

FIELD_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shop": N_("Name of the shop"),
        "contact": N_("Address and hours"),
        "offer_title": N_("Title of the friend’s benefit"),
        "offer": N_("The friend’s benefit"),
        "offer_note": N_("Note to the friend’s benefit"),
        "reward_title": N_("Title of the owner’s benefit"),
        "reward": N_("The card owner’s benefit"),
        "name": N_("Name of the card’s owner"),
        "valid": N_("How long the code works"),
        "terms": N_("Terms in short"),
        "show": N_("“Show at the till”"),
        "code": N_("Code in groups"),
        "stack": N_("Number of the stack"),
        "headline": N_("Headline"),
        "how_title": N_("Title of the steps"),
        "step1": N_("First step"),
        "step2": N_("Second step"),
        "step3": N_("Third step"),
        "card_of": N_("“Card of”"),
        "free_title": N_("Title for those without a friend"),
        "free_text": N_("Text for those without a friend"),
        "link": N_("Link of the code"),
    }
)

_SIGN: Final = re.compile(r"\{(\w+)\}")

PICTURE_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"logo": N_("Logo"), "photo": N_("Photo")}
)


def kind_name(words: Words, kind: str) -> str:
    """What an element of a kind is called; ``rule`` is a column's dividing line."""
    return words.text_of(KIND_NAMES[kind])


def field_name(words: Words, field: str) -> str:
    """What stands in the place of ``{field}``; a field without a name is called by its sign."""
    msgid = FIELD_NAMES.get(field)
    return words.text_of(msgid) if msgid else f"{{{field}}}"


def named_fields(words: Words, text: str) -> str:
    """A text with the names of its fields in the places of their signs."""
    return _SIGN.sub(lambda found: field_name(words, found[1]), text)


def picture_name(words: Words, picture: str) -> str:
    """``Logo``, ``Photo`` or the file's own name."""
    msgid = PICTURE_NAMES.get(picture)
    return words.text_of(msgid) if msgid else picture


def figure(words: Words, value: float) -> str:
    """A measure as people write it: ``2.5`` or ``2,5`` by region, three decimals at most."""
    plain = f"{value:.3f}".rstrip("0").rstrip(".")
    if plain in ("", "-0"):
        plain = "0"
    return plain.replace(".", decimal_sign(words)).replace("-", MINUS)


def decimal_sign(words: Words) -> str:
    """What stands before decimals in the shop's region."""
    return _decimal_sign(words.region, words.language)


@cache
def _decimal_sign(region: str, language: str) -> str:
    # the second sign of one half of a per cent, "0,5 %"
    return load_words(language, region=region).percent(50)[1]


class Fault(Protocol):
    """What `cards.check` found: a code, and figures to say it with."""

    @property
    def code(self) -> str:
        """Which fault, such as ``text_cut``."""

    @property
    def params(self) -> Mapping[str, object]:
        """Its figures."""


_FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "qr_small": N_("Too small to scan: {module} mm a module, at least {least}"),
        "qr_empty": N_("It holds nothing that a symbol can hold"),
        "qr_covered": N_("Something lies on the symbol"),
        "qr_contrast": N_("Too pale to scan: contrast {ratio}, at least {least}"),
        "qr_light": N_("Light on dark is hard to scan"),
        "quiet_zone": N_("The margin around the symbol is not blank"),
        "text_contrast": N_("Hard to read: contrast {ratio}, at least {least}"),
        "text_cut": N_("The text does not fit and is cut"),
        "off_card": N_("It reaches over the edge of the card"),
        "near_edge": N_("Nearer to the edge than {least} mm"),
        "picture_missing": N_("There is no such picture yet"),
    }
)


def warning_text(words: Words, fault: Fault) -> str:
    """What is to be mended, in a few words; which element it is about is said beside it."""
    places = {
        name: figure(words, value) if isinstance(value, int | float) else value
        for name, value in fault.params.items()
    }
    return words.text_of(_FAULTS[fault.code], **places)
