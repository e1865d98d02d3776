"""Refusals and trouble as messages: what is so, and what to do now."""

from refdesk.domain.errors import DomainError
from refdesk.storage.errors import StorageError
from refdesk.ui.widgets.strips import Message
from refdesk.words.catalogue import Words


def message_of(words: Words, error: Exception) -> Message:
    """A message for a strip; what is neither refusal nor trouble is a bug and raised again."""
    from refdesk.words.reasons import refusal_text, storage_text

    if isinstance(error, DomainError):
        return Message("check", *refusal_text(words, error))
    if isinstance(error, StorageError):
        return Message("stop", *storage_text(words, error))
    raise error


def reading_message(words: Words, error: Exception) -> Message:
    """The same for something that was only read."""
    from refdesk.words.reasons import storage_text

    if isinstance(error, StorageError):
        _, step = storage_text(words, error)
        return Message("stop", words.text("The data cannot be read now"), step)
    return message_of(words, error)


def printer_message(words: Words, line: str = "") -> Message:
    """A printer takes nothing; ``line`` says what stands all the same, and what to do."""
    line = line or words.text("Check it, or save a PDF")
    return Message("check", words.text("The printer does not answer"), line, icon="printer")


def problem_of(words: Words, error: Exception) -> str:
    """The same in the one line under a field."""
    message = message_of(words, error)
    return ". ".join(part for part in (message.title, message.line) if part)
