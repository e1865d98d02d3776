"""How the window looks and sounds at this till: theme, scale, language, the counter's sounds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from refdesk.services.desk import Desk
from refdesk.ui.page import Context
from refdesk.ui.pages.settings.section import Section
from refdesk.ui.pages.sign_in.page import LANGUAGE_NAMES
from refdesk.ui.sounds import Level
from refdesk.ui.theme.theme import SCALES, Mode
from refdesk.ui.widgets.base import tight
from refdesk.ui.widgets.buttons import Button, Look
from refdesk.ui.widgets.choices import Segments
from refdesk.ui.widgets.fields import LabelledField
from refdesk.ui.widgets.labels import Label

_SHOPS = "shop"


class WindowSection(Section):
    """Every choice works at once; ``language_chosen`` gives "" for the shop's language,
    ``sound_tried`` wants to hear the sounds."""

    mode_chosen = Signal(object)
    scale_chosen = Signal(int)
    language_chosen = Signal(str)
    sound_chosen = Signal(object)
    sound_tried = Signal()

    def __init__(self, context: Context, desk: Desk, *, language: str = "") -> None:
        """``language`` is this till's own, or empty."""
        words, theme = context.words, context.theme
        super().__init__(context, desk, "window", words.text("Window"))
        said = words.text("For this till only. The shop’s data stay as they are")
        self.column.addWidget(Label(theme, said, tone="muted").wrapped())
        panel = self._panel = self.panel("window_panel")
        modes = Segments(theme, "window_theme", "", height=48)
        texts = {
            Mode.AUTO: words.text("As the system"),
            Mode.LIGHT: words.text("Light"),
            Mode.DARK: words.text("Dark"),
        }
        modes.set_options([(str(mode), text) for mode, text in texts.items()])
        modes.choose(str(theme.mode))
        modes.chosen_changed.connect(lambda mode: self.mode_chosen.emit(Mode(mode)))
        scales = Segments(theme, "window_scale", "", height=48)
        scales.set_options([(str(scale), words.percent(scale * 100)) for scale in SCALES])
        scales.choose(str(theme.scale))
        scales.chosen_changed.connect(lambda scale: self.scale_chosen.emit(int(scale)))
        languages = Segments(theme, "window_language", "", height=48)
        languages.set_options([(_SHOPS, words.text("As the shop")), *LANGUAGE_NAMES])
        languages.choose(language or _SHOPS)
        languages.chosen_changed.connect(
            lambda chosen: self.language_chosen.emit("" if chosen == _SHOPS else chosen)
        )
        for label, control in (
            (words.text("Theme"), modes),
            (words.text("Size of text and controls"), scales),
            (words.text("Language of the window"), languages),
        ):
            panel.column.addWidget(LabelledField(theme, label, control, reserve=False))

    def offer_sounds(self, level: Level) -> None:
        """Add the choice of the counter's sounds, and a button to hear them."""
        words, theme = self.context.words, self.context.theme
        label = words.text("Sounds at the counter")
        levels = Segments(theme, "window_sounds", label, height=48)
        texts = {
            Level.OFF: words.text("Off"),
            Level.LOW: words.text("Low"),
            Level.HIGH: words.text("High"),
        }
        levels.set_options([(str(one), text) for one, text in texts.items()])
        levels.choose(str(level))
        hear = Button(
            theme, "window_sounds_try", words.text("Try"), Look(icon="volume-2", height=48)
        )
        hear.setEnabled(level is not Level.OFF)
        hear.clicked.connect(self.sound_tried)

        def chosen(key: str) -> None:
            hear.setEnabled(key != Level.OFF)
            self.sound_chosen.emit(Level(key))

        levels.chosen_changed.connect(chosen)
        both = QWidget()
        row = tight(QHBoxLayout(both), theme.px(12))
        row.addWidget(levels, 1)
        row.addWidget(hear)
        self._panel.column.addWidget(LabelledField(theme, label, both, reserve=False))
