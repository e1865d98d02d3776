"""What every part of the page needs: how a person, a code and a day are written."""

from datetime import date

from PySide6.QtWidgets import QApplication, QWidget

from refdesk.domain.codes import mask_code
from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.records import Customer, CustomerLine
from refdesk.words.catalogue import Words


def shown_name(words: Words, person: Customer | CustomerLine) -> str:
    """A person as shared screens show him (R49); without a name, the end of his phone or plate.

    Who is erased has none of them (R51).
    """
    if person.state == "erased":
        return words.text("Erased")
    if person.name:
        return short_name(person.name)
    if isinstance(person, CustomerLine):
        phone, plate = person.phone, person.plate
    else:
        phone = "".join(one.value for one in person.of_kind("phone")[:1])
        plate = "".join(one.value for one in person.of_kind("plate")[:1])
    if phone:
        return mask_phone(phone)
    return plate or words.text("No name")


def masked_code(code: str) -> str:
    """A code in lists: its last 3 symbols, or nothing."""
    return mask_code(code) if code else ""


def has_focus(widget: QWidget) -> bool:
    """Whether the focus is inside a widget."""
    focused = QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def shown_day(words: Words, on: date | None, today: date) -> str:
    """A day in a list: today in a word, its year only when it is another."""
    if on is None:
        return ""
    return words.text("today") if on == today else words.date(on, today=today)
