"""Find the texts of the program in its syntax tree.

Babel's own extractor goes by the name of a call alone and would take ``reader.text("width")``
for a sentence; this one looks at what is called: ``words.text``, ``words.text_of`` and
``words.plural`` of anything named ``words`` (``self._words``, ``context.words``), the same
methods under their bare names, and ``N_``.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

TextId = str | tuple[str, str]

TRANSLATING = ("text", "text_of", "plural")


def translated_calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call that translates, or marks for translation, with the name of what it calls."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and call.args:
            match call.func:
                case ast.Name(id=name) if name == "N_" or name in TRANSLATING:
                    yield name, call
                case ast.Attribute(attr="N_"):
                    yield "N_", call
                case ast.Attribute(attr=name, value=receiver) if name in TRANSLATING:
                    if last_name(receiver).endswith("words"):
                        yield name, call


def last_name(receiver: ast.expr) -> str:
    """Return ``words`` of ``self.context.words``; nothing for what has no name."""
    match receiver:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def literal_of(argument: ast.expr) -> str | None:
    """Return the text of a literal argument, None for anything put together while running."""
    match argument:
        case ast.Constant(value=str(text)):
            return text
        case _:
            return None


def text_ids(tree: ast.AST) -> Iterator[TextId]:
    """Yield the texts of one syntax tree: a string, or a pair of singular and plural."""
    for name, call in translated_calls(tree):
        literals = [literal_of(argument) for argument in call.args[:2]]
        match name, literals:
            case "plural", [str(one), str(many)]:
                yield one, many
            case "text" | "text_of" | "N_", [str(text), *_]:
                yield text


def extracted_ids(sources: Path) -> set[TextId]:
    """Return every text of the Python files below a folder."""
    return {
        text_id
        for path in sources.rglob("*.py")
        for text_id in text_ids(ast.parse(path.read_text(encoding="utf-8")))
    }
