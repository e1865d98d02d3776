"""Which refusals, expectations and steps the code base uses, read from its syntax trees."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import called_name, calls, python_files, tree_of

_NAME = re.compile(r"[a-z]+(_[a-z]+)*\Z")


def first_words(function: str, *, argument: int = 0, folder: str = "refdesk") -> set[str]:
    """The literals that one argument of a function may be: ``"a"``, ``"a" if x else "b"``."""
    return {
        text
        for path in python_files(folder)
        for call in calls(tree_of(path))
        if called_name(call) == function and len(call.args) > argument
        for text in _literals(call.args[argument])
    }


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body)
            yield from _literals(other)


def names_in(module: str, name: str) -> set[str]:
    """The words among the values of a module's table."""
    (path,) = [path for path in python_files("refdesk") if path.as_posix().endswith(module)]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            texts = {one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)}
            return {text for text in texts if isinstance(text, str) and _NAME.match(text)}
    raise LookupError(name)
