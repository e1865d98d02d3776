"""The card as a picture, kept in three pieces: what is chosen, what lies below it and above it.

While something is dragged only that is drawn anew; the pieces around it are as they were.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from refdesk.cards.elements import BLEED, with_bleed
from refdesk.cards.painter import CardPainter
from refdesk.cards.primitives import Primitive
from refdesk.ui.pages.studio.scene import Part, Scene


class Look(NamedTuple):
    """How large a card is drawn: px per mm, and device px for each of them."""

    scale: float
    ratio: float


class _Piece(NamedTuple):
    """Some elements as a picture; it stands for as long as they draw the very same."""

    drawn: tuple[tuple[Primitive, ...], ...]
    look: Look
    pixmap: QPixmap

    def stands_for(self, drawn: Sequence[tuple[Primitive, ...]], look: Look) -> bool:
        return (
            look == self.look
            and len(drawn) == len(self.drawn)
            and all(new is old for new, old in zip(drawn, self.drawn, strict=True))
        )


class CardPicture:
    """Draws scenes, each piece once for each change."""

    def __init__(self) -> None:
        self._cards: CardPainter | None = None
        self._pieces: dict[str, _Piece] = {}

    def draw(
        self, painter: QPainter, corner: QPointF, scene: Scene, look: Look, chosen: int | None
    ) -> None:
        """Draw paper and card; ``corner`` is that of the bleed in px."""
        if self._cards is None:
            self._cards = CardPainter(scene.faces)
        split = len(scene.parts) if chosen is None else chosen
        below = (scene.background, *_drawn(scene.parts[:split]))
        above = _drawn(scene.parts[split + 1 :])
        painter.drawPixmap(corner, self._piece("below", scene, below, look))
        if split < len(scene.parts):
            self._draw_one(painter, corner, scene, scene.parts[split].primitives, look.scale)
        if any(above):
            painter.drawPixmap(corner, self._piece("above", scene, above, look))

    def _piece(
        self, name: str, scene: Scene, drawn: tuple[tuple[Primitive, ...], ...], look: Look
    ) -> QPixmap:
        piece = self._pieces.get(name)
        if piece is None or not piece.stands_for(drawn, look):
            ground = Qt.GlobalColor.white if name == "below" else Qt.GlobalColor.transparent
            piece = _Piece(drawn, look, self._paint(scene, drawn, look, ground))
            self._pieces[name] = piece
        return piece.pixmap

    def _paint(
        self, scene: Scene, drawn: Iterable[tuple[Primitive, ...]], look: Look,
        ground: Qt.GlobalColor,
    ) -> QPixmap:  # fmt: skip
        size, dots = scene.size, look.scale * look.ratio
        pixmap = QPixmap(
            round((size.width + 2 * BLEED) * dots), round((size.height + 2 * BLEED) * dots)
        )
        pixmap.fill(ground)
        painter = QPainter(pixmap)
        for primitives in drawn:
            self._draw_one(painter, QPointF(0, 0), scene, primitives, dots)
        painter.end()
        pixmap.setDevicePixelRatio(look.ratio)
        return pixmap

    def _draw_one(
        self, painter: QPainter, corner: QPointF, scene: Scene,
        primitives: Iterable[Primitive], dots: float,
    ) -> None:  # fmt: skip
        assert self._cards is not None
        painter.save()
        painter.translate(corner)
        self._cards.draw(
            painter, primitives, x=BLEED, y=BLEED, dots_per_mm=dots,
            clip=with_bleed(scene.size),
        )  # fmt: skip
        painter.restore()


def _drawn(parts: Iterable[Part]) -> tuple[tuple[Primitive, ...], ...]:
    return tuple(part.primitives for part in parts)
