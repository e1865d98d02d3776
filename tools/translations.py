"""Bring the Russian catalogue up to date with the texts in the code (`make translations`).

Texts stand in the code as literals of ``words.text``, ``words.plural`` and ``N_``. This reads
them, keeps the translations that are there, drops those no longer wanted and
compiles the catalogue. Files carry no dates and no line numbers, so that they change only when
a text does. What still lacks a translation is listed; exit status 1 says that something does.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.texts_in_code import TextId, extracted_ids

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "refdesk"
PO_FILE = ROOT / "resources" / "i18n" / "ru" / "LC_MESSAGES" / "refdesk.po"
MO_FILE = PO_FILE.with_suffix(".mo")

LANGUAGE = "ru"
_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class _LastingCatalog(Catalog):
    """A catalogue whose header says nothing that changes by itself (dates, versions)."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        headers: list[tuple[str, str]] = super().mime_headers
        kept = [(name, value) for name, value in headers if name in _HEADERS]
        last_name, last_value = kept[-1]
        return [*kept[:-1], (last_name, f"{last_value}\n")]


def read_catalogue(path: Path = PO_FILE) -> Catalog:
    """Return the catalogue as it stands in the file, obsolete texts included."""
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="refdesk")


def lasting(messages: Iterable[Message]) -> Catalog:
    """Return a catalogue of these messages, in a stable form."""
    catalogue = _LastingCatalog(
        locale=LANGUAGE, domain="refdesk", header_comment="# Russian texts of RefDesk.", fuzzy=False
    )
    for message in messages:
        if message.id:
            added = catalogue.add(
                message.id, message.string, flags=message.flags, context=message.context
            )
            # A per cent sign before a letter is a per cent sign; places are written {so}.
            added.flags.discard("python-format")
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    """Return what the catalogue compiles to; the same bytes for the same texts."""
    buffer = BytesIO()
    write_mo(buffer, lasting(catalogue))
    return buffer.getvalue()


def is_translated(message: Message) -> bool:
    """Tell whether every form of the message has a translation."""
    return all(forms_of(message))


def shown(message_id: object) -> str:
    """Return a message id as one line for a person."""
    return repr(message_id[0] if isinstance(message_id, (list, tuple)) else message_id)


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the message's translations: one, or one for each plural form."""
    forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return tuple(form or "" for form in forms)


def _as_id(text: object) -> TextId:
    if isinstance(text, (list, tuple)):
        one, many = text
        return str(one), str(many)
    return str(text)


def _updated() -> Iterator[Message]:
    old = read_catalogue() if PO_FILE.exists() else Catalog(locale=LANGUAGE)
    for message_id in extracted_ids(SOURCES):
        known = old.get(message_id)
        # A singular text that became a plural one (or the reverse) needs its forms anew.
        keeps = known is not None and _as_id(known.id) == message_id
        yield Message(message_id, known.string if known is not None and keeps else "")


def main() -> int:
    """Rewrite the catalogue's two files; return 1 while a translation is missing."""
    catalogue = lasting(_updated())
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    with PO_FILE.open("wb") as file:
        write_po(file, catalogue, width=100, no_location=True, sort_output=True)
    MO_FILE.write_bytes(compiled(catalogue))
    missing = [message for message in catalogue if message.id and not is_translated(message)]
    for message in missing:
        print(f"no translation yet: {shown(message.id)}")
    print(f"{len(catalogue)} texts, {len(missing)} without a translation: {PO_FILE.name}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
