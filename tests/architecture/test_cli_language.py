"""The command line speaks the shop's language, which is known once the shop is open."""

import ast
from collections.abc import Iterator

from tests.architecture.source import PACKAGE

OPENING = ("desk", "open")


def spoken_too_early(tree: ast.AST) -> Iterator[str]:
    """The functions that take their texts before they open the shop."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef) or len(function.args.args) > 1:
            continue  # what is given more than the call is asked by one that opened the shop
        reads = [
            ((node.lineno, node.col_offset), node.attr)
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "call"
        ]
        opened = min((at for at, name in reads if name in OPENING), default=None)
        if opened and any(at < opened for at, name in reads if name == "words"):
            yield function.name


def test_no_command_takes_its_texts_before_the_shop_is_open() -> None:
    found = [
        f"{file.name}: {name}"
        for file in sorted((PACKAGE / "cli").glob("*.py"))
        for name in spoken_too_early(ast.parse(file.read_text("utf-8")))
    ]
    assert found == []


def test_the_order_of_one_line_counts() -> None:
    early = "def _list(call):\n    words, desk = call.words, call.desk()\n"
    late = "def _list(call):\n    desk, words = call.desk(), call.words\n"
    assert list(spoken_too_early(ast.parse(early))) == ["_list"]
    assert list(spoken_too_early(ast.parse(late))) == []
