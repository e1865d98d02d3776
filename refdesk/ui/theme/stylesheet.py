"""The one style sheet, as a template over tokens and the scale factor.

``@name`` is a token, ``12px`` is a measure at scale 1. Fonts are not set here (see `fonts`), and
what a style sheet cannot draw (ticks, key caps, chevrons) is painted by the widgets.
"""

import re

from refdesk.ui.theme.tokens import Tokens

TEMPLATE = """
QMainWindow, QDialog, QWidget[look="page"] { background: @bg; }
QToolTip { background: @surface; color: @text; border: 1px solid @strong; padding: 4px 8px; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="accent_ink"] { color: @accent_ink; }
QLabel[tone="on_accent"] { color: @on_accent; }
QLabel[tone="ok"] { color: @ok_ink; }
QLabel[tone="check"] { color: @check_ink; }
QLabel[tone="stop"] { color: @stop_ink; }
QLabel[look="key"] { background: @surface; color: @text; border: 1px solid @strong;
  border-radius: 4px; padding: 0 6px; }
QLabel[look="number"] { background: @sunken; border-radius: 8px; }

QFrame[look="panel"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QFrame[look="dialog"] { background: @surface; border: 2px solid @strong; border-radius: 8px; }
QFrame[look="sunk"] { background: @sunken; border: 0; border-radius: 8px; }
QFrame[look="rule"] { background: @border; border: 0; }
QFrame[look="rail"] { background: @surface; border: 0; border-right: 1px solid @border; }
QFrame[look="side"] { background: @surface; border: 0; }
QFrame[look="status"] { background: @surface; border: 0; border-top: 1px solid @border; }
QFrame[look="training"] { background: @check; border: 1px solid @check_ink; }
QFrame[look="training"] QLabel { color: @on_check; }

QFrame[tag] { border: 0; border-radius: 4px; background: @sunken; }
QFrame[tag="ok"] { background: @ok_soft; }
QFrame[tag="check"] { background: @check_soft; }
QFrame[tag="stop"] { background: @stop_soft; }
QFrame[tag="acc"] { background: @accent_soft; }

QFrame[verdict] { border-radius: 8px; }
QFrame[verdict="ok"] { background: @ok; border: 1px solid @ok_line; }
QFrame[verdict="check"] { background: @check; border: 1px solid @check_line; }
QFrame[verdict="stop"] { background: @stop; border: 1px solid @stop_line; }
QFrame[verdict="info"] { background: @info; border: 1px solid @info_line; }
QFrame[verdict="ok"] QLabel { color: @on_ok; }
QFrame[verdict="check"] QLabel { color: @on_check; }
QFrame[verdict="stop"] QLabel { color: @on_stop; }
QFrame[verdict="info"] QLabel { color: @on_info; }

QFrame[strip] { border-radius: 8px; }
QFrame[strip="ok"] { background: @ok_soft; border: 1px solid @ok_ink; }
QFrame[strip="check"] { background: @check_soft; border: 1px solid @check_ink; }
QFrame[strip="stop"] { background: @stop_soft; border: 1px solid @stop_ink; }
QFrame[strip="acc"] { background: @accent_soft; border: 1px solid @accent; }

QDialogButtonBox QPushButton { background: @surface; color: @text; border: 1px solid @strong;
  border-radius: 6px; padding: 0 16px; min-height: 40px; }
QDialogButtonBox QPushButton:hover { background: @hover; }
QDialogButtonBox QPushButton:focus { border: 3px solid @accent; }

QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit { background: @surface;
  color: @text; border: 1px solid @strong; border-radius: 6px; padding: 0 11px;
  placeholder-text-color: @muted; selection-background-color: @accent;
  selection-color: @on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus { border: 3px solid @accent; padding: 0 9px; }
QLineEdit[roomy="true"] { padding: 0 15px; }
QLineEdit[roomy="true"]:focus { padding: 0 13px; }
QLineEdit[bad="true"], QComboBox[bad="true"] { border: 2px solid @stop_ink; padding: 0 10px; }
QLineEdit[bad="true"][roomy="true"] { padding: 0 14px; }
QLineEdit[bad="true"]:focus, QComboBox[bad="true"]:focus { border: 3px solid @stop_ink; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled
  { background: @bg; border-color: @border; color: @muted; }
QPlainTextEdit { padding: 8px 7px; }
QPlainTextEdit:focus { padding: 6px 5px; }
QComboBox::drop-down { border: 0; width: 40px; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: @surface; color: @text; border: 1px solid @strong;
  selection-background-color: @accent_soft; selection-color: @text; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 40px; padding: 0 8px; }

QMenu { background: @surface; color: @text; border: 1px solid @strong; padding: 4px; }
QMenu::item { padding: 10px 24px 10px 16px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft; color: @text; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }

QProgressBar { background: @sunken; border: 1px solid @strong; border-radius: 6px;
  min-height: 10px; max-height: 10px; }
QProgressBar::chunk { background: @accent; border-radius: 5px; }

QAbstractScrollArea[look="plain"] { background: transparent; border: 0; }
QTableView, QTreeView, QListView { background: @surface; color: @text; border: 0; outline: 0;
  selection-background-color: @accent_soft; selection-color: @text; }
QTableView:focus, QTreeView:focus, QListView:focus { border: 3px solid @accent; }
QTableView::item, QTreeView::item { border: 0; }
QHeaderView { background: @sunken; border: 0; }
QHeaderView::section { background: @sunken; color: @text; border: 0; padding: 0 12px; }
QHeaderView::down-arrow, QHeaderView::up-arrow { image: none; width: 0; height: 0; }
QTableCornerButton::section { background: @sunken; border: 0; }

QScrollBar:vertical { background: transparent; width: 14px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 14px; margin: 0; }
QScrollBar::handle { background: @strong; border-radius: 4px; margin: 3px; }
QScrollBar::handle:vertical { min-height: 40px; }
QScrollBar::handle:horizontal { min-width: 40px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider::groove:horizontal { background: @sunken; border: 1px solid @strong; height: 8px;
  border-radius: 5px; }
QSlider::sub-page:horizontal { background: @accent; border: 1px solid @accent; height: 8px;
  border-radius: 5px; }
QSlider::handle:horizontal { background: @surface; border: 3px solid @accent; width: 26px;
  margin: -12px 0; border-radius: 16px; }
QSlider::groove:horizontal:disabled { background: @bg; border-color: @border; }
QSlider::sub-page:horizontal:disabled { background: @border; border-color: @border; }
QSlider::handle:horizontal:disabled { background: @bg; border-color: @border; }
QSlider:focus { border: 3px solid @accent; border-radius: 6px; }
"""

_MEASURE = re.compile(r"(-?\d+)px")
_TOKEN = re.compile(r"@(\w+)")


def build_stylesheet(tokens: Tokens, scale: int) -> str:
    """The style sheet for one theme; ``scale`` is in percent and multiplies every measure."""
    scaled = _MEASURE.sub(lambda m: f"{scaled_px(int(m[1]), scale)}px", TEMPLATE)
    return _TOKEN.sub(lambda m: tokens[m[1]], scaled)


def scaled_px(measure: int, scale: int) -> int:
    """A measure of scale 1 in px at ``scale`` percent; what is not 0 stays at least 1."""
    if measure == 0:
        return 0
    size = max(1, (abs(measure) * scale + 50) // 100)
    return size if measure > 0 else -size
