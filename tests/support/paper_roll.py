"""A receipt printer made of nothing: it reads the bytes it is sent and tells what is on its paper.

Written from the makers' description of the commands, not from what the program sends: a command
that is not known, or is not whole, fails the test.
"""

from dataclasses import dataclass, field

from PIL import Image

LEVELS = {48: "L", 49: "M", 50: "Q", 51: "H"}


@dataclass(frozen=True)
class OwnQr:
    """A symbol that the printer was told to draw."""

    text: str
    model: int
    dots: int
    level: str
    centred: bool


@dataclass
class Paper:
    """What came out: pictures and symbols in their order, lines fed, and whether it was cut."""

    parts: list[Image.Image | OwnQr] = field(default_factory=list)
    resets: int = 0
    fed: int = 0
    cuts: int = 0

    @property
    def symbols(self) -> list[OwnQr]:
        return [part for part in self.parts if isinstance(part, OwnQr)]

    @property
    def picture(self) -> Image.Image:
        """All rows of dots one under another, without the printer's own symbols."""
        rows = [part for part in self.parts if isinstance(part, Image.Image)]
        whole = Image.new("L", (rows[0].width, sum(row.height for row in rows)), 255)
        top = 0
        for row in rows:
            whole.paste(row, (0, top))
            top += row.height
        return whole


def print_out(data: bytes) -> Paper:
    """Obey a job's commands."""
    return _Reader(data).read()


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._paper = Paper()
        self._centred = False
        self._own: dict[int, bytes] = {}

    def read(self) -> Paper:
        while self._at < len(self._data):
            match self._take(2):
                case b"\x1b@":
                    self._paper.resets += 1
                    self._centred = False
                case b"\x1ba":
                    self._centred = self._take(1) in b"\x011"
                case b"\x1bd":
                    self._paper.fed += self._take(1)[0]
                case b"\x1dV":
                    self._cut()
                case b"\x1dv":
                    self._raster()
                case b"\x1d(":
                    self._symbol()
                case other:
                    raise AssertionError(f"unknown command {other!r} at {self._at}")
        return self._paper

    def _take(self, count: int) -> bytes:
        part = self._data[self._at : self._at + count]
        assert len(part) == count, "a command is cut short"
        self._at += count
        return part

    def _cut(self) -> None:
        how = self._take(1)[0]
        if how in (65, 66):
            self._take(1)
        else:
            assert how in (0, 1, 48, 49)
        self._paper.cuts += 1

    def _raster(self) -> None:
        assert self._take(1) == b"0"
        assert self._take(1) == b"\x00"  # no doubling
        across = int.from_bytes(self._take(2), "little")
        down = int.from_bytes(self._take(2), "little")
        assert 0 < down <= 2303
        dots = bytes(255 - byte for byte in self._take(across * down))
        self._paper.parts.append(Image.frombytes("1", (across * 8, down), dots))

    def _symbol(self) -> None:
        assert self._take(1) == b"k"
        length = int.from_bytes(self._take(2), "little")
        kind, function, *rest = self._take(length)
        assert kind == 49
        self._own[function] = bytes(rest)
        if function == 81:
            self._paper.parts.append(
                OwnQr(
                    text=self._own[80][1:].decode(),
                    model=self._own[65][0] - 48,
                    dots=self._own[67][0],
                    level=LEVELS[self._own[69][0]],
                    centred=self._centred,
                )
            )
