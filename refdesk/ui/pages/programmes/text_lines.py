"""The terms as they are printed on cards, in each language: made from the terms, or one's own."""

from collections.abc import Mapping

from refdesk.ui.pages.programmes.draft import Draft
from refdesk.ui.pages.programmes.lines import Blank, Block, Line
from refdesk.ui.pages.programmes.when_lines import Choices, removal


def text_block(choices: Choices, draft: Draft, made: Mapping[str, str]) -> Block:
    """The printed text in each language; ``made`` is what the terms give by themselves."""
    words = choices.words
    labels = {"en": words.text("Text in English"), "ru": words.text("Text in Russian")}
    own = {
        "en": words.text("In English, as printed on cards: changed by hand"),
        "ru": words.text("In Russian, as printed on cards: changed by hand"),
    }
    follows = {
        "en": words.text("In English, as printed on cards: follows the terms"),
        "ru": words.text("In Russian, as printed on cards: follows the terms"),
    }
    lines = []
    for language, label in labels.items():
        path = ("terms_text", language)
        is_own = draft.has(path)
        remove = removal(words, path) if is_own else None
        lines.append(Line((own if is_own else follows)[language], note=True, remove=remove))

        def write(draft: Draft, text: str, language: str = language) -> None:
            is_made = not text.strip() or text.strip() == made.get(language, "").strip()
            draft.put(("terms_text", language), None if is_made else text)

        shown = draft.get(path) or made.get(language, "")
        blank = Blank(path, label, "area", shown, empty="", change=write)
        lines.append(Line("{text}", {"text": blank}))
    return Block(words.text("Printed"), "printer", tuple(lines))
