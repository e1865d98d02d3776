"""What receipts say beside a card's texts, and why a receipt printer does not print."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from refdesk.domain.customer import short_name
from refdesk.domain.records import Shop
from refdesk.words.catalogue import N_, Words

_Texts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]

PRINTER_REFUSALS: Final[Mapping[str, _Texts]] = {
    "printer_off": (
        (N_("The receipt printer does not answer"),),
        (
            N_("Switch on the printer at {printer} and look at its cable, then try again"),
            N_("Switch it on and look at its cable, then try again"),
        ),
    ),
    "printer_missing": (
        (N_("The receipt printer is not there"),),
        (
            N_("Look at its cable and at its address: {printer}"),
            N_("Look at its cable and at its address"),
        ),
    ),
    "printer_denied": (
        (N_("This computer may not use the receipt printer"),),
        (
            N_("Whoever looks after the computer can allow it: {printer}"),
            N_("Whoever looks after the computer can allow it"),
        ),
    ),
    "printer_busy": (
        (N_("Another program is using the receipt printer"),),
        (N_("Close that program, then try again"),),
    ),
    "printer_no_paper": (
        (N_("The receipt printer has no paper"),),
        (N_("Put in a new roll, then try again"),),
    ),
    "printer_open": (
        (N_("The cover of the receipt printer is open"),),
        (N_("Close it, then try again"),),
    ),
    "printer_stopped": (
        (N_("The receipt printer stopped half-way"),),
        (N_("Look at its paper and its cover, then try again"),),
    ),
    "printer_no_usb": (
        (N_("This computer lacks libusb, which speaks to USB printers"),),
        (N_("Install libusb, or use the printer’s address in the network"),),
    ),
}
"""Candidates for the title and for the next step, the fullest first."""

PRINTER_INPUT_REFUSALS: Final[Mapping[str, _Texts]] = {
    "bad_printer": (
        (N_("This is not a printer’s address: {text}"), N_("This is not a printer’s address")),
        (N_("Write it like tcp://192.168.1.50:9100, usb://04b8:0202 or file:///dev/usb/lp0"),),
    ),
    "bad_paper": (
        (
            N_("So many dots do not fit on paper of {width} mm: {dots}"),
            N_("Receipts are printed on paper of 58 or 80 mm"),
        ),
        (N_("Usual are 384 dots on 58 mm and 576 dots on 80 mm"),),
    ),
}


def reward_line(words: Words, fields: Mapping[str, str]) -> str:
    """What who brings a friend gets, in one line, from the fields of his card; or nothing."""
    reward, name = fields.get("reward", ""), short_name(fields.get("name", ""))
    if not reward:
        return ""
    if name:
        return words.text("For you, {name}: {benefit}", name=name, benefit=reward)
    return words.text("For you: {benefit}", benefit=reward)


def trial_fields(words: Words, shop: Shop, *, width: int, dots: int) -> dict[str, str]:
    """The texts of a test receipt, by the names in ``cards.design.FIELDS``."""
    return {
        "shop": shop.name,
        "contact": shop.contact,
        "offer_title": words.text("Test receipt"),
        "offer": words.text("{width} mm", width=words.number(width)),
        "offer_note": words.plural("{n} dot across", "{n} dots across", dots),
        "show": words.text("The symbol holds no promo code"),
        "terms": words.text(
            "The bars above and below are as wide as the print. If an end is cut off or much paper"
            " stays white beside them, set another number of dots."
        ),
    }
