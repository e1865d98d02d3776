"""Answers on standard output: one JSON object, one object a line, or text for people."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence

Fields = Mapping[str, object]


class Output:
    """Where a call answers; messages go to standard error."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, fields: Fields, lines: Iterable[str]) -> None:
        """One object, or its lines for people."""
        if self.as_json:
            self._object(fields)
            return
        for line in lines:
            print(line)

    def rows(self, rows: Iterable[tuple[Fields, Sequence[str]]], heads: Sequence[str]) -> None:
        """A listing: one object a line, or a table; nothing when empty."""
        if self.as_json:
            for fields, _ in rows:
                self._object(fields)
            return
        cells = [row for _, row in rows]
        if cells:
            for line in in_columns([heads, *cells]):
                print(line)

    def refusal(self, fields: Fields, title: str, step: str) -> None:
        """A refusal: the object with --json, and the words on standard error."""
        if self.as_json:
            self._object(fields)
        self.message(sentences(title, step))

    def message(self, text: str) -> None:
        """A line for the person at the terminal."""
        print(text, file=sys.stderr)

    def _object(self, fields: Fields) -> None:
        print(json.dumps(fields, ensure_ascii=False))


def sentences(*texts: str) -> str:
    """Texts as sentences, one full stop each: a surname may end with its own."""
    return " ".join(f"{one.removesuffix('.')}." for one in texts if one)


def in_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells under one another, two spaces apart."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
