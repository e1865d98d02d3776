"""The theme that every widget is given: colours by token, measures by scale, fonts and icons.

Light and dark change while the window stands: widgets ask the theme when they paint, so a change
needs only a new palette, a new style sheet and a repaint. Another scale needs a new window.

The style sheet stands on windows and not on the application: there, Qt would choose the rules for
a whole branch of widgets anew each time that it is put into its place, and most of building a page
would be that.
"""

from enum import StrEnum

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from refdesk.ui.theme.fonts import SIZES, make_font
from refdesk.ui.theme.icons import icon_pixmap
from refdesk.ui.theme.stylesheet import build_stylesheet, scaled_px
from refdesk.ui.theme.tokens import DARK, LIGHT, Tokens

SCALES = (100, 115, 130, 150)


class Mode(StrEnum):
    """Which theme: the system's, or one that is fixed in Settings."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "bg"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.AlternateBase, "hover"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Highlight, "accent_soft"),
    (QPalette.ColorRole.HighlightedText, "text"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.Accent, "accent"),
    (QPalette.ColorRole.Mid, "border"),
    (QPalette.ColorRole.Dark, "strong"),
    (QPalette.ColorRole.ToolTipBase, "surface"),
    (QPalette.ColorRole.ToolTipText, "text"),
)


class Theme(QObject):
    """Colours, measures, fonts and icons; one per program, given to widgets by constructor."""

    changed = Signal()

    def __init__(self, app: QApplication, *, mode: Mode = Mode.AUTO, scale: int = 100) -> None:
        """``scale`` in percent. The look is applied at once to ``app``; windows are dressed."""
        super().__init__()
        self._app = app
        self._mode = mode
        self._scale = scale
        self._tokens: Tokens = LIGHT
        self._forced = False
        self._sheet = ""
        self._windows: list[QWidget] = []
        app.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.apply()

    @property
    def mode(self) -> Mode:
        """The mode that was asked for."""
        return self._mode

    @property
    def scale(self) -> int:
        """The scale in percent."""
        return self._scale

    @property
    def sheet(self) -> str:
        """The style sheet of the present mode; empty where the system's colours are used."""
        return self._sheet

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens are on."""
        return self._tokens is DARK

    @property
    def is_forced(self) -> bool:
        """Whether the system's high-contrast colours are used and no style sheet is loaded."""
        return self._forced

    @property
    def tokens(self) -> Tokens:
        """The colours that are on."""
        return self._tokens

    def dress(self, window: QWidget) -> None:
        """Give a window the style sheet, now and after every change; what stands in it, and the
        dialogs and menus that belong to it, have it from there."""
        self._windows = [one for one in self._windows if shiboken6.isValid(one)]
        self._windows.append(window)
        window.setStyleSheet(self._sheet)

    def set_mode(self, mode: Mode) -> None:
        """Change to another mode now; widgets repaint, nothing is rebuilt."""
        self._mode = mode
        self.apply()

    def set_scale(self, scale: int) -> None:
        """Set the scale in percent; windows have to be built anew after it."""
        self._scale = scale
        self.apply()

    def apply(self) -> None:
        """Give the application its palette and font, and its windows their style sheet, for the
        present mode."""
        self._app.setFont(self.font("body"))
        self._forced = self._has_forced_colours()
        if self._forced:
            self._tokens = _system_tokens(self._app.palette())
            self._sheet = ""
        else:
            self._tokens = DARK if self._wants_dark() else LIGHT
            self._app.setPalette(_palette(self._tokens))
            self._sheet = build_stylesheet(self._tokens, self._scale)
        for window in self._windows:
            if shiboken6.isValid(window):
                window.setStyleSheet(self._sheet)
        self.changed.emit()

    def px(self, measure: int) -> int:
        """A measure at scale 1 in px of this scale."""
        return scaled_px(measure, self._scale)

    def colour(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self._tokens[token])

    def font(self, role: str, *, bold: bool = False, code: bool = False) -> QFont:
        """The font of a role of `fonts.SIZES`: key, small, body, title, page or figure."""
        return make_font(self.px(SIZES[role][0]), bold=bold, code=code)

    def line(self, role: str) -> int:
        """The line height of a role in px."""
        return self.px(SIZES[role][1])

    def pixmap(self, name: str, token: str, size: int, ratio: float, stroke: int = 2) -> QPixmap:
        """An icon of ``size`` (at scale 1) in a token's colour."""
        return icon_pixmap(name, self._tokens[token], self.px(size), ratio, stroke)

    def draw_icon(
        self, painter: QPainter, at: QPoint, name: str, *, token: str, size: int, stroke: int = 2
    ) -> None:
        """Draw an icon with its upper left corner at a point."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(at, self.pixmap(name, token, size, ratio, stroke))

    def icon_rect(self, inside: QRect, size: int) -> QRect:
        """The square of an icon of ``size`` (at scale 1) in the middle of a rectangle."""
        side = self.px(size)
        square = QRect(QPoint(0, 0), QSize(side, side))
        square.moveCenter(inside.center())
        return square

    def _wants_dark(self) -> bool:
        if self._mode is not Mode.AUTO:
            return self._mode is Mode.DARK
        return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _has_forced_colours(self) -> bool:
        """Whether the person asked the system for its high-contrast colours (Qt 6.10 tells)."""
        ask = getattr(self._app.styleHints(), "accessibility", None)
        if ask is None:
            return False
        return bool(ask().contrastPreference() == Qt.ContrastPreference.HighContrast)

    def _follow_system(self) -> None:
        if self._mode is Mode.AUTO:
            self.apply()


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    for role, token in _ROLES:
        palette.setColor(role, QColor(tokens[token]))
    muted = QColor(tokens["muted"])
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, muted)
    return palette


def _system_tokens(palette: QPalette) -> Tokens:
    """Tokens made of the system's own few colours, so that painted parts follow it too."""
    text, base = palette.windowText().color().name(), palette.base().color().name()
    chosen, on_chosen = palette.highlight().color().name(), palette.highlightedText().color().name()
    tokens = dict.fromkeys(LIGHT, text)
    for name in LIGHT:
        if name in ("bg", "surface", "sunken", "hover") or name.endswith("_soft"):
            tokens[name] = base
        elif name.startswith("on_"):
            tokens[name] = text
    return (
        tokens
        | {"accent": chosen, "accent_h": chosen, "accent_p": chosen}
        | {"on_accent": on_chosen}
    )
