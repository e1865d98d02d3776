"""Check that every text of the program has its Russian translation.

    python -m tools.check_translations

Prints one line for each text that has none, whose places (``{amount}``) differ from the
English ones, or that the program no longer uses; and when the compiled catalogue is not
what the texts compile to. Exit status 1 when there is anything to print.
"""

import sys
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from tools.texts_in_code import TextId, extracted_ids
from tools.translations import (
    MO_FILE,
    PO_FILE,
    SOURCES,
    compiled,
    forms_of,
    is_translated,
    read_catalogue,
    shown,
)


def problems() -> list[str]:
    """Return all that is wrong with the Russian catalogue, a line each; empty when it is sound."""
    if not PO_FILE.exists():
        return [f"{PO_FILE.name} is missing: make translations"]
    catalogue = read_catalogue()
    found = list(catalogue_problems(catalogue, extracted_ids(SOURCES)))
    if not MO_FILE.exists() or MO_FILE.read_bytes() != compiled(catalogue):
        found.append(f"{MO_FILE.name} is not what {PO_FILE.name} compiles to: make translations")
    return found


def catalogue_problems(catalogue: Catalog, wanted: set[TextId]) -> Iterator[str]:
    """Yield what is wrong between a catalogue and the texts that the code wants."""
    for message_id in sorted(wanted, key=str):
        message = catalogue.get(message_id)
        if message is None or not is_translated(message):
            yield f"no translation: {shown(message_id)}"
        elif message.fuzzy:
            yield f"the translation is only a guess (fuzzy): {shown(message_id)}"
        elif isinstance(message.id, str) != isinstance(message_id, str):
            yield f"singular in one place, plural in the other: {shown(message_id)}"
        else:
            yield from _place_problems(message)
    singles = {text if isinstance(text, str) else text[0] for text in wanted}
    for message in catalogue:
        if message.id and _single(message) not in singles:
            yield f"no longer used: {shown(message.id)}"
    for message in catalogue.obsolete.values():
        yield f"obsolete: {shown(message.id)}"


def _place_problems(message: Message) -> Iterator[str]:
    originals = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    # "One customer" may leave the number out; every translated form is held to the last one,
    # because a Russian singular also stands for 21 and 101.
    wanted = _places(originals[-1])
    if not _places(originals[0]) <= wanted:
        yield f"singular and plural have other places: {shown(message.id)}"
    for form in forms_of(message):
        try:
            if _places(form) != wanted:
                yield f"other places than in English: {form!r}"
        except ValueError:
            yield f"a brace without its partner: {form!r}"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _single(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main() -> int:
    """Print the problems; return the exit status."""
    found = problems()
    for line in found:
        print(f"translations: {line}")
    if not found:
        print(f"translations: all {len(extracted_ids(SOURCES))} texts are in Russian")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
