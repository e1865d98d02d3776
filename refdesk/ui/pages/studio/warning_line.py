"""One line that tells what is to be mended; a press chooses it, and the next one after it."""

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from refdesk.cards.check import Warning as DesignWarning
from refdesk.ui.page import Context
from refdesk.ui.pages.studio import edits
from refdesk.ui.pages.studio.edits import Pick
from refdesk.ui.pages.studio.layer_rows import label_of, side_name
from refdesk.ui.pages.studio.model import Studio
from refdesk.ui.widgets.base import named
from refdesk.ui.widgets.boxes import Box, paint_box
from refdesk.words.design_text import warning_text

HEIGHT: Final = 40
PAD: Final = 12


class WarningLine(QPushButton):
    """Its room is always kept, so that the card stands still while warnings come and go."""

    def __init__(self, context: Context, studio: Studio) -> None:
        super().__init__()
        self._context = context
        self._studio = studio
        self._place = 0
        named(self, "studio_warnings")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAutoDefault(False)
        self.setFixedHeight(context.theme.px(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(context.theme.px(160))
        self.clicked.connect(self._go)
        studio.checked.connect(self._refresh)
        self._refresh()

    def shown_text(self) -> str:
        """What the line says."""
        words, warnings = self._context.words, self._studio.warnings
        if not warnings:
            return words.text("Nothing to mend")
        return self._told(warnings[self._place])

    def sizeHint(self) -> QSize:
        """As long as its text."""
        metrics = QFontMetrics(self._context.theme.font("small"))
        px = self._context.theme.px
        return QSize(metrics.horizontalAdvance(self.shown_text()) + px(100), px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line; only what is to be mended has a colour."""
        theme, warnings = self._context.theme, self._studio.warnings
        painter = QPainter(self)
        line = "accent" if self.hasFocus() else "check_ink" if warnings else ""
        width = 3 if self.hasFocus() else 1
        paint_box(painter, theme, self.rect(), Box("check_soft" if warnings else "", line, width))
        ink = "check_ink" if warnings else "muted"
        icon = "triangle-alert" if warnings else "circle-check"
        left = theme.px(PAD)
        at = QPoint(left, (self.height() - theme.px(20)) // 2)
        theme.draw_icon(painter, at, icon, token=ink, size=20)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(ink))
        room = self.rect().adjusted(left + theme.px(28), 0, -theme.px(PAD), 0)
        if len(warnings) > 1:
            count = f"{self._place + 1}/{len(warnings)}"
            painter.drawText(
                room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count
            )
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(f" {count}"))
        shown = painter.fontMetrics().elidedText(
            self.shown_text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def _told(self, warning: DesignWarning) -> str:
        """A warning with what it is about: an element by its label, the other side by its name."""
        words, studio = self._context.words, self._studio
        what = warning_text(words, warning)
        if warning.side != studio.side:
            return f"{side_name(words, warning.side)} · {what}"
        element = edits.element_at(studio.design, studio.spot, warning.element)
        return f"{label_of(element, words)} · {what}" if element is not None else what

    def _go(self) -> None:
        """Choose what the line tells of; when that is chosen already, go on to the next."""
        warnings = self._studio.warnings
        if not warnings:
            return
        if self._is_chosen(warnings[self._place]):
            self._place = (self._place + 1) % len(warnings)
        warning = warnings[self._place]
        self._studio.set_side(warning.side)
        self._studio.select(Pick(warning.element))
        self._refresh()

    def _is_chosen(self, warning: DesignWarning) -> bool:
        pick = self._studio.pick
        return pick is not None and (self._studio.side, pick.element) == (
            warning.side, warning.element,
        )  # fmt: skip

    def _refresh(self) -> None:
        warnings = self._studio.warnings
        self._place = min(self._place, max(len(warnings) - 1, 0))
        self.setEnabled(bool(warnings))
        lines = [self._told(warning) for warning in warnings]
        self.setAccessibleName(". ".join(lines) or self.shown_text())
        self.setToolTip("\n".join(lines))
        self.update()
