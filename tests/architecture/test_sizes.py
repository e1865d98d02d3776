"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator

from tests.architecture.source import place, python_files, tree_of

FILE_LINES = 500
FUNCTION_LINES = 60


def test_no_file_is_longer_than_500_lines() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("refdesk", "tests", "tools")
    }
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines() -> None:
    assert list(_long_functions()) == []


def _long_functions() -> Iterator[str]:
    for path in python_files("refdesk", "tests", "tools"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    yield f"{place(path, node)} {node.name}: {lines} lines"
