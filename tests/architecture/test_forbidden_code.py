"""Constructs that led others into trouble and stay out of this program."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, called_name, calls, place, python_files, tree_of

RUNS_SQL = frozenset({"execute", "execute_sql", "executemany", "executescript", "raw", "SQL"})
STARTS_THREAD = frozenset({"Thread", "Timer", "QThread", "QThreadPool", "ThreadPoolExecutor"})


def built_sql(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that run SQL put together from pieces."""
    for call in calls(tree):
        if called_name(call) in RUNS_SQL and any(_is_built(each) for each in call.args[:1]):
            yield call


def _is_built(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join")):
            return True
        case _:
            return False


def imported(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    """Yield every imported module with its statement."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module


def test_no_sql_is_put_together_from_pieces() -> None:
    found = [
        place(path, call) for path in python_files("refdesk") for call in built_sql(tree_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code, is_built",
    [
        ('db.execute_sql(f"DELETE FROM {table}")', True),
        ('db.execute_sql("DELETE FROM " + table)', True),
        ('db.execute_sql("DELETE FROM %s" % table)', True),
        ('db.execute_sql("DELETE FROM {}".format(table))', True),
        ('db.execute_sql("DELETE FROM card WHERE id = ?", (card,))', False),
        ('print(f"{table}")', False),
    ],
)
def test_sql_from_pieces_is_noticed(code: str, is_built: bool) -> None:
    assert bool(list(built_sql(ast.parse(code)))) is is_built


def test_chance_comes_from_secrets_alone() -> None:
    # Whoever can guess the next code can print it.
    found = [
        place(path, statement)
        for path in python_files("refdesk")
        for statement, module in imported(tree_of(path))
        if module.split(".")[0] == "random"
    ]
    assert found == []


def test_one_file_of_each_process_starts_threads() -> None:
    starting = {PACKAGE / "ui" / "tasks.py", PACKAGE / "cards" / "svg_child.py"}
    found = [
        place(path, call)
        for path in python_files("refdesk")
        if path not in starting
        for call in calls(tree_of(path))
        if called_name(call) in STARTS_THREAD
    ]
    assert found == []


def test_pages_get_all_they_need_by_constructor() -> None:
    found = [
        place(path, call)
        for path in python_files("refdesk/ui/pages", "refdesk/ui/widgets")
        for call in calls(tree_of(path))
        if ast.unparse(call.func) in {"QApplication.instance", "QCoreApplication.instance", "qApp"}
    ]
    assert found == []


def test_no_test_sleeps() -> None:
    # A test that waits a fixed time is slow where it passes and wrong where it does not.
    def sleeps(path: Path) -> Iterator[str]:
        for call in calls(tree_of(path)):
            if ast.unparse(call.func) in {"time.sleep", "sleep", "QTest.qWait", "qtbot.wait"}:
                yield place(path, call)

    assert [line for path in python_files("tests") for line in sleeps(path)] == []
