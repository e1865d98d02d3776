"""What a person reads goes through `words`, in a form that can be translated."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from tests.architecture.source import PACKAGE, called_name, calls, place, python_files, tree_of
from tools.texts_in_code import TRANSLATING, literal_of, translated_calls

# Calls whose literal arguments a person sees or hears.
SHOWN_BY = frozenset(
    "setText setWindowTitle setTitle setSubTitle setToolTip setStatusTip setWhatsThis"
    " setPlaceholderText setAccessibleName setAccessibleDescription setPrefix setSuffix"
    " setSpecialValueText setLabelText setInformativeText setDetailedText setTabText"
    " setItemText setHeaderLabels setHorizontalHeaderLabels setVerticalHeaderLabels"
    " setButtonText setApplicationDisplayName showMessage addAction addMenu addTab addItem"
    " addItems addRow insertTab insertItem information question warning critical about"
    " QLabel QPushButton QToolButton QCheckBox QRadioButton QGroupBox QAction QMenu QDockWidget"
    " QTreeWidgetItem QListWidgetItem QTableWidgetItem QStandardItem QCommandLinkButton".split()
)

# Shown the same in every language: our own name, languages under their own names, key caps.
NAMES = frozenset({"RefDesk", "English", "Русский"})
KEY_CAP = re.compile(r"(Ctrl|Alt|Shift|\+|F\d{1,2}|Esc|Enter|Tab|Del|\b[A-Z]\b|\s)+")
HAS_LETTER = re.compile(r"[^\W\d_]")
FORMATTED_PLACE = re.compile(r"<[^>]*>")


def literals_shown(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield the literals with letters that a call shows without translating them."""
    for call in calls(tree):
        if called_name(call) not in SHOWN_BY:
            continue
        for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
            for literal, text in _literals(argument):
                if _is_prose(text):
                    yield literal, text


def _literals(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Yield the strings that an expression is made of; a call's own arguments are its own."""
    match node:
        case ast.Constant(value=str(text)):
            yield node, text
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _literals(part)
        case ast.BinOp(left=left, right=right):
            yield from _literals(left)
            yield from _literals(right)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _literals(body)
            yield from _literals(orelse)
        case ast.BoolOp(values=elements) | ast.List(elts=elements) | ast.Tuple(elts=elements):
            for element in elements:
                yield from _literals(element)
        case ast.Call(func=ast.Attribute(value=ast.expr() as receiver, attr="format" | "join")):
            yield from _literals(receiver)


def _is_prose(text: str) -> bool:
    plain = FORMATTED_PLACE.sub("", text).strip()
    return bool(HAS_LETTER.search(plain)) and plain not in NAMES and not KEY_CAP.fullmatch(plain)


def test_the_window_shows_no_text_that_is_not_translated() -> None:
    found = [
        f"{place(path, literal)} {text!r}"
        for path in python_files("refdesk/ui")
        for literal, text in literals_shown(tree_of(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    "code, shown",
    [
        ('label.setText("Paid")', ["Paid"]),
        ('label.setText(f"Paid {amount}")', ["Paid "]),
        ('QLabel("Paid " + name, parent)', ["Paid "]),
        ('box.setText("Yes" if done else "No")', ["Yes", "No"]),
        ('table.setHorizontalHeaderLabels(["Name"])', ["Name"]),
        ('label.setText("Paid {}".format(amount))', ["Paid {}"]),
        ('label.setText(words.text("Paid"))', []),
        ("label.setText(f\"{words.text('Paid')}: {amount}\")", []),
        ('label.setText("<b>" + name + "</b> · 5")', []),
        ('QLabel("RefDesk")', []),
        ('cap.setText("Ctrl+F")', []),
        ('label.setObjectName("paid")', []),
    ],
)
def test_an_untranslated_text_is_noticed(code: str, shown: list[str]) -> None:
    assert [text for _, text in literals_shown(ast.parse(code))] == shown


def texts() -> Iterator[tuple[str, str, ast.Call]]:
    """Yield place, name and call of every ``words.text`` and its like."""
    for path in python_files("refdesk"):
        if not path.is_relative_to(PACKAGE / "words"):
            for name, call in translated_calls(tree_of(path)):
                yield place(path, call), name, call


def test_a_translated_text_is_a_literal() -> None:
    # What is put together while running can be neither found nor translated.
    not_literal = [
        where
        for where, name, call in texts()
        if name != "text_of"  # takes what N_ marked elsewhere
        for argument in call.args[: 2 if name == "plural" else 1]
        if literal_of(argument) is None
    ]
    assert not_literal == []


def test_every_place_in_a_text_is_given() -> None:
    wrong = []
    for where, name, call in texts():
        given = {str(keyword.arg) for keyword in call.keywords}
        if name in {"N_", "text_of"} or "None" in given:
            continue
        literals = [literal_of(argument) or "" for argument in call.args[:2]]
        wanted = {
            place_name
            for text in literals
            for _, place_name, _, _ in Formatter().parse(text)
            if place_name is not None
        }
        if name == "plural":
            wanted.discard("n")
        if wanted != given:
            wrong.append(f"{where} wants {sorted(wanted)}, gets {sorted(given)}")
    assert wrong == []


def test_sentences_are_translated_by_something_named_words() -> None:
    # Texts are found by the name of what translates them.
    found = []
    for path in python_files("refdesk"):
        translated = {id(call) for _, call in translated_calls(tree_of(path))}
        for call in calls(tree_of(path)):
            if called_name(call) in TRANSLATING and call.args and id(call) not in translated:
                text = literal_of(call.args[0])
                if text is not None and not text.isidentifier():
                    found.append(f"{place(path, call)} {text!r}")
    assert found == []
