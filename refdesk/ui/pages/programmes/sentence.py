"""A sentence with blanks: a translated text whose named places are controls, wrapped like text."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named

_PLACE = re.compile(r"\{(\w+)\}")
ROW = 40
SMALL_ROW = 24
GAP = 8


class _Piece(NamedTuple):
    """A word or a control; ``glued`` pieces stay with the one before."""

    text: str
    control: QWidget | None
    glued: bool


class Look(NamedTuple):
    """How the words look: a role, its weight and colour."""

    role: str = "body"
    bold: bool = False
    token: str = "text"


PLAIN = Look()


class Sentence(QWidget):
    """Words are painted, controls stand where the translation has their places.

    A control that is ``wide`` (a property) takes a row of its own. One control may have a problem,
    which is said under it.
    """

    def __init__(
        self, theme: Theme, name: str, text: str, places: Mapping[str, QWidget | str], *,
        look: Look = PLAIN, tail: QWidget | None = None,
    ) -> None:  # fmt: skip
        """``tail`` is a control after the sentence that is no part of it."""
        super().__init__()
        self._theme = theme
        self._look = look
        self._pieces = _pieces_of(text, places)
        if tail is not None:
            self._pieces.append(_Piece("", tail, glued=False))
        self._font = theme.font(look.role, bold=look.bold)
        self._metrics = QFontMetrics(self._font)
        self._wide = {
            piece.text: self._metrics.horizontalAdvance(piece.text) for piece in self._pieces
        }
        self._space = self._metrics.horizontalAdvance(" ")
        self._heights: dict[int, int] = {}
        self._sizes: list[int] = []
        self._words: list[tuple[QPoint, str]] = []
        self._problem: tuple[QWidget, str] | None = None
        self._problem_at = QRect()
        for piece in self._pieces:
            if piece.control is not None:
                piece.control.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        named(self, name, self.plain_text())

    def plain_text(self) -> str:
        """The sentence with its blanks as dots, for a screen reader."""
        parts: list[str] = []
        for piece in self._pieces:
            word = piece.text if piece.control is None else "…"
            parts.append(word if piece.glued or not parts else f" {word}")
        return "".join(parts)

    def set_problem(self, control: QWidget | None, text: str = "") -> None:
        """Say what does not do under a control, or that all is well."""
        problem = (control, text) if control is not None and text else None
        if problem != self._problem:
            self._problem = problem
            self._sizes = []
            self.rearrange()

    def problem(self) -> str:
        """What is said under a control."""
        return self._problem[1] if self._problem else ""

    def rearrange(self) -> None:
        """A control may have another width."""
        sizes = [self._width_of(piece) for piece in self._pieces]
        if sizes == self._sizes:
            return
        self._sizes = sizes
        self._heights.clear()
        self._arrange(self.width(), move=True)
        self.updateGeometry()
        self.update()

    # -- Qt --------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high its rows are together."""
        if width not in self._heights:
            self._heights[width] = self._arrange(width, move=False)
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """As it is wrapped now."""
        wide = max(self.width(), self._theme.px(320))
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Room for the widest control."""
        widths = [self._width_of(piece) for piece in self._pieces if not _is_wide(piece)]
        return QSize(max(widths, default=0), self._row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self.width(), move=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(theme.colour(self._look.token))
        for at, word in self._words:
            painter.drawText(at, word)
        if self._problem is not None:
            painter.setPen(theme.colour("stop_ink"))
            painter.setFont(theme.font("small"))
            rect = self._problem_at
            theme.draw_icon(painter, rect.topLeft() + QPoint(0, theme.px(2)), "octagon-x",
                            token="stop_ink", size=16)  # fmt: skip
            rect = rect.adjusted(theme.px(22), 0, 0, 0)
            wrap = Qt.TextFlag.TextWordWrap
            painter.drawText(rect, int(wrap | Qt.AlignmentFlag.AlignTop), self._problem[1])
        painter.end()

    # -- layout ----------------------------------------------------------------------------

    def _row(self) -> int:
        has_control = any(piece.control is not None for piece in self._pieces)
        return self._theme.px(ROW if has_control else SMALL_ROW)

    def _width_of(self, piece: _Piece) -> int:
        if piece.control is None:
            return self._wide[piece.text]
        return piece.control.sizeHint().width()

    def _rows(self, width: int) -> list[list[tuple[int, int, _Piece]]]:
        """Pieces by row, each with its place across and its width."""
        space, gap = self._space, self._theme.px(GAP)
        rows: list[list[tuple[int, int, _Piece]]] = [[]]
        x, before = 0, False
        for piece in self._pieces:
            wide = width if _is_wide(piece) else min(self._width_of(piece), width)
            is_control = piece.control is not None
            between = 0 if piece.glued or not rows[-1] else gap if is_control or before else space
            if rows[-1] and not piece.glued and x + between + wide > width:
                rows.append([])
                x, between = 0, 0
            rows[-1].append((x + between, wide, piece))
            x += between + wide
            before = is_control
        return rows

    def _arrange(self, width: int, *, move: bool) -> int:
        theme, row = self._theme, self._row()
        metrics = self._metrics
        words: list[tuple[QPoint, str]] = []
        y = 0
        for pieces in self._rows(max(width, 1)):
            if y:
                y += theme.px(GAP) if row > theme.px(SMALL_ROW) else 0
            height = max([row, *(_height(piece) for _, _, piece in pieces)])
            for x, wide, piece in pieces:
                if piece.control is None:
                    base = y + (row + metrics.ascent() - metrics.descent()) // 2
                    words.append((QPoint(x, base), piece.text))
                elif move:
                    tall = _height(piece)
                    piece.control.setGeometry(x, y + (height - tall) // 2, wide, tall)
            y += height + self._say_problem(pieces, y + height, width, move=move)
        if move:
            self._words = words
        return y

    def _say_problem(
        self, pieces: list[tuple[int, int, _Piece]], top: int, width: int, *, move: bool
    ) -> int:
        """The height that a problem takes under a row; 0 where there is none."""
        if self._problem is None:
            return 0
        control, text = self._problem
        places = [x for x, _, piece in pieces if piece.control is control]
        if not places:
            return 0
        theme = self._theme
        icon = theme.px(22)
        metrics = QFontMetrics(theme.font("small"))
        needs = metrics.horizontalAdvance(text) + icon + theme.px(4)
        left = max(0, min(places[0], width - needs))
        flags = int(Qt.TextFlag.TextWordWrap)
        room = QRect(0, 0, max(width - left - icon, 1), 10_000)
        tall = metrics.boundingRect(room, flags, text).height()
        if move:
            self._problem_at = QRect(left, top + theme.px(4), width - left, tall)
        return tall + theme.px(4)


def _pieces_of(text: str, places: Mapping[str, QWidget | str]) -> list[_Piece]:
    pieces: list[_Piece] = []
    at = 0

    def add_words(part: str) -> None:
        for found in re.finditer(r"\S+", part):
            glued = bool(pieces) and found.start() == 0 and not part[:1].isspace()
            pieces.append(_Piece(found.group(), None, glued))

    for place in _PLACE.finditer(text):
        before = text[at : place.start()]
        add_words(before)
        filling = places.get(place[1], "")
        glued = bool(before) and not before[-1].isspace()
        if isinstance(filling, str):
            for number, word in enumerate(filling.split()):
                pieces.append(_Piece(word, None, glued and number == 0))
        else:
            pieces.append(_Piece("", filling, glued and bool(pieces)))
        at = place.end()
    add_words(text[at:])
    return pieces


def _is_wide(piece: _Piece) -> bool:
    return piece.control is not None and bool(piece.control.property("wide"))


def _height(piece: _Piece) -> int:
    if piece.control is None:
        return 0
    return max(piece.control.minimumHeight(), piece.control.sizeHint().height())
