"""A PDF file written from the front to the back: what is written is forgotten.

A library that keeps every page until the file is saved needs memory in proportion to the cards,
and spends more bytes on a page's dictionary than a card has content. Here a page goes to disk as
soon as it is full; small objects are packed into object streams and the cross-reference table is a
stream too (PDF 1.5), so that sheets of one card stay small. The bytes depend on nothing but what
is drawn: no time, no random id.
"""

import hashlib
import zlib
from array import array
from typing import BinaryIO, Final

_PER_PACK: Final = 100
_PACKED: Final = 2
_IN_FILE: Final = 1


def pdf_text(text: str) -> bytes:
    """Return a text string for a dictionary: hexadecimal UTF-16, so that nothing needs escaping."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be", "replace").hex().encode() + b">"


def pdf_number(value: float) -> str:
    """Return a number with at most three decimals (0.001 pt is 0.4 micrometres)."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class PdfFile:
    """Numbered objects in one stream. Numbers start at 1; ``close`` makes the file complete."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.blake2b(digest_size=16)
        self._position = 0
        # Per object: how it is kept, then its place in the file or its pack, and place in the pack.
        self._kinds, self._places, self._indexes = array("B", [0]), array("Q", [0]), array("H", [0])
        self._pack: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """Return the number of an object that is written later."""
        self._kinds.append(0)
        self._places.append(0)
        self._indexes.append(0)
        return len(self._kinds) - 1

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write an object that is not a stream; return its number."""
        number = self.reserve() if number is None else number
        self._pack.append((number, body))
        if len(self._pack) == _PER_PACK:
            self._flush_pack()
        return number

    def add_stream(self, data: bytes, entries: bytes = b"", number: int | None = None) -> int:
        """Write a compressed stream with further dictionary ``entries``; return its number."""
        number = self.reserve() if number is None else number
        self._kinds[number], self._places[number] = _IN_FILE, self._position
        packed = zlib.compress(data)
        head = b"%d 0 obj<</Filter/FlateDecode/Length %d%s>>stream\n"
        self._write(head % (number, len(packed), entries) + packed + b"\nendstream endobj\n")
        return number

    def close(self, catalog: int, info: int) -> None:
        """Write what a reader starts from."""
        self._flush_pack()
        start = self._position
        number = self.reserve()
        self._kinds[number], self._places[number] = _IN_FILE, start
        rows = zip(self._kinds, self._places, self._indexes, strict=True)
        table = b"".join(b"%c%b%b" % (k, p.to_bytes(5), i.to_bytes(2)) for k, p, i in rows)
        identity = self._digest.hexdigest().encode()
        self.add_stream(
            table,
            b"/Type/XRef/W[1 5 2]/Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]"
            % (len(self._kinds), catalog, info, identity, identity),
            number,
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _flush_pack(self) -> None:
        if not self._pack:
            return
        home = self.reserve()
        places, bodies, offset = [], [], 0
        for index, (number, body) in enumerate(self._pack):
            self._kinds[number], self._places[number] = _PACKED, home
            self._indexes[number] = index
            places.append(b"%d %d" % (number, offset))
            bodies.append(body)
            offset += len(body) + 1
        self._pack.clear()
        head = b" ".join(places) + b"\n"
        entries = b"/Type/ObjStm/N %d/First %d" % (len(places), len(head))
        self.add_stream(head + b" ".join(bodies), entries, home)

    def _write(self, data: bytes) -> None:
        self._stream.write(data)
        self._digest.update(data)
        self._position += len(data)
