"""What every part of the page needs: how a person is written, and trouble as a message."""

from datetime import date

from PySide6.QtWidgets import QApplication, QWidget

from refdesk.domain.codes import mask_code
from refdesk.domain.customer import mask_phone, short_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Customer, CustomerLine
from refdesk.storage.errors import StorageError
from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words
from refdesk.words.reasons import refusal_text
from refdesk.words.storage_text import storage_text


def shown_name(words: Words, person: Customer | CustomerLine) -> str:
    """A person as shared screens show him (R49); without a name, the end of his phone or plate."""
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


def message_of(words: Words, error: Exception) -> Message:
    """What a refusal or trouble with the storage says in a strip; anything else is a bug."""
    if isinstance(error, DomainError):
        return Message("check", *refusal_text(words, error))
    if isinstance(error, StorageError):
        return Message("stop", *storage_text(words, error))
    raise error


def reading_message(words: Words, error: Exception) -> Message:
    """The same for something that was only read."""
    if isinstance(error, StorageError):
        _, step = storage_text(words, error)
        return Message("stop", words.text("The data cannot be read now"), step)
    return message_of(words, error)
