"""The last step: the recovery code, shown once, to be written down, copied or saved."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from refdesk.ui import files
from refdesk.ui.page import Context
from refdesk.ui.theme.fonts import make_font
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import CheckBox
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.ui.widgets.strips import Message, Strip
from refdesk.words.catalogue import Words

_DPI = 300
_TEXT = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class RecoveryStep(QWidget):
    """``written_down`` tells whether the box is ticked."""

    written_down = Signal(bool)

    def __init__(self, context: Context, shop: str, code: str, *, narrow: bool = False) -> None:
        """``narrow`` is for a pane beside others: smaller edges, one button above the other."""
        super().__init__()
        self._context = context
        self._shop = shop
        self._code = code
        named(self, "first_run_recovery")
        theme, words = context.theme, context.words
        column = tight(QVBoxLayout(self), theme.px(16))
        panel = Panel(theme, "recovery_panel", padding=16 if narrow else 24, spacing=8)
        panel.column.addWidget(Label(theme, words.text("Recovery code"), "small", bold=True))
        size = "title" if narrow else "figure"
        shown = Label(theme, code, size)
        shown.setFont(theme.font(size, code=True))
        shown.setObjectName("recovery_code")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        panel.column.addWidget(shown)
        line = words.text("It sets a new PIN when the owner’s is forgotten. It is not shown again.")
        panel.column.addWidget(Label(theme, line, tone="muted").wrapped())
        panel.column.addLayout(self._buttons(narrow=narrow))
        column.addWidget(panel)
        self._strip = Strip(theme, "recovery_strip")
        self._strip.hide()
        column.addWidget(self._strip)
        self.box = CheckBox(theme, "recovery_written", words.text("I have written it down"))
        self.box.toggled.connect(self.written_down)
        column.addWidget(self.box)
        column.addStretch(1)

    def take_focus(self) -> None:
        """Put the focus on the box that has to be ticked."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self, *, narrow: bool) -> QBoxLayout:
        theme, words = self._context.theme, self._context.words
        copy = Button(theme, "recovery_copy", words.text("Copy"), Look(icon="copy"))
        copy.clicked.connect(self._copy)
        save = Button(theme, "recovery_save", words.text("Save as PDF…"), Look(icon="file-down"))
        save.clicked.connect(self._save)
        row: QBoxLayout = tight(QVBoxLayout() if narrow else QHBoxLayout(), theme.px(8))
        row.addWidget(copy)
        row.addWidget(save)
        if not narrow:
            row.addStretch(1)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code)
        self._strip.show_message(Message("ok", self._context.words.text("The code is copied")))

    def _save(self) -> None:
        words = self._context.words
        path = files.ask_pdf(self, words, words.text("RefDesk recovery code"))
        if path is None:
            return
        if write_sheet(path, words, self._shop, self._code):
            said = words.text("Saved as {file}", file=path.name)
            self._strip.show_message(Message("ok", said))
        else:
            said = words.text("Not saved: {file} cannot be written", file=path.name)
            self._strip.show_message(Message("stop", said, words.text("Choose another folder")))


def write_sheet(path: Path, words: Words, shop: str, code: str) -> bool:
    """Write the recovery sheet, A4; False when the file cannot be written."""
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(drawn)
    writer.setResolution(_DPI)
    writer.setTitle(words.text("RefDesk recovery code"))
    writer.setCreator("RefDesk")
    margins = QMarginsF(20, 20, 20, 20)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    painter = QPainter(writer)
    _draw(painter, words, shop, code)
    painter.end()
    try:
        path.write_bytes(drawn.data().data())
    except OSError:
        return False
    return True


def _draw(painter: QPainter, words: Words, shop: str, code: str) -> None:
    today = date.today()  # noqa: DTZ011 - the date that the owner writes on paper
    use = words.text("On the PIN screen choose the owner, then “Forgotten the PIN?”, and type it.")
    lines = (
        (shop, _font(60, bold=True)),
        (words.text("RefDesk recovery code"), _font(50)),
        (code, _font(120, bold=True)),
        (use, _font(46)),
        (words.text("Keep this sheet where only the owner finds it. It works once."), _font(46)),
        (words.date(today), _font(46)),
    )
    width, y = float(painter.viewport().width()), 0.0
    for text, font in lines:
        painter.setFont(font)
        room = QRectF(0, y, width, 10_000)
        taken = painter.boundingRect(room, int(_TEXT), text)
        painter.drawText(room, int(_TEXT), text)
        y += taken.height() + 60


def _font(size: int, *, bold: bool = False) -> QFont:
    font = make_font(size, bold=bold)
    # Qt's PDF names plain glyphs only: what a feature puts in their place could not be copied.
    font.unsetFeature(QFont.Tag("tnum"))
    for feature in ("calt", "liga", "clig", "ccmp", "locl"):
        font.setFeature(QFont.Tag(feature), 0)
    return font
