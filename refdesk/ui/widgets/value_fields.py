"""Fields that hold a value: money, whole numbers, phones and PINs."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from refdesk.domain.errors import DomainError
from refdesk.domain.money import decimals_of, parse_amount
from refdesk.ui.theme.theme import Theme
from refdesk.ui.widgets.base import named
from refdesk.ui.widgets.fields import TextField
from refdesk.words.catalogue import Words

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LONGEST = 40


class MoneyField(TextField):
    """A sum in the shop's currency, held as minor units.

    Accepts ``1000``, ``1 000``, ``1000,50`` and ``1000.50``; is written out on leaving.
    ``amount_changed`` gives the new sum, or None while the text is no sum.
    """

    amount_changed = Signal(object)

    def __init__(
        self, theme: Theme, name: str, words: Words, *, height: int = 56, allow_zero: bool = False
    ) -> None:
        super().__init__(theme, name, height=height)
        self._words = words
        self._decimals = decimals_of(words.currency)
        self._allow_zero = allow_zero
        self._last: int | None = None
        role = "page" if height >= 64 else "title" if height >= 48 else "body"
        self.setFont(theme.font(role, bold=True))
        self.setAlignment(_RIGHT)
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.set_unit(words.currency_sign())
        self.textChanged.connect(self._tell)

    def amount(self) -> int | None:
        """The sum in minor units, or None for an empty field and for what is no sum."""
        try:
            return parse_amount(self.text(), self._decimals, allow_zero=self._allow_zero)
        except DomainError:
            return None

    def is_empty(self) -> bool:
        """Whether nothing is written."""
        return not self.text().strip()

    def set_amount(self, minor: int | None) -> None:
        """Write a sum of minor units, or nothing."""
        self.setText("" if minor is None else self._written(minor))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        minor = self.amount()
        if minor is not None and self._written(minor) != self.text():
            self.setText(self._written(minor))

    def _written(self, minor: int) -> str:
        major, part = divmod(minor, 10**self._decimals)
        whole = self._words.number(major)
        # What stands in the field must be readable by the field again.
        if parse_amount(f"{whole}", self._decimals, allow_zero=True) != major * 10**self._decimals:
            whole = str(major)
        return f"{whole},{part:0{self._decimals}d}" if part else whole

    def _tell(self) -> None:
        minor = self.amount()
        if minor != self._last:
            self._last = minor
            self.amount_changed.emit(minor)


class NumberField(TextField):
    """A whole number of 0 or more, such as points to spend."""

    number_changed = Signal(object)

    def __init__(self, theme: Theme, name: str, words: Words, *, height: int = 48) -> None:
        super().__init__(theme, name, height=height)
        self._words = words
        self._last: int | None = None
        self.setFont(theme.font("title" if height >= 44 else "body", bold=True))
        self.setAlignment(_RIGHT)
        self.setMaxLength(15)
        self.textChanged.connect(self._tell)

    def number(self) -> int | None:
        """The number, or None for an empty field and for what is no number."""
        try:
            return parse_amount(self.text(), 0, allow_zero=True)
        except DomainError:
            return None

    def set_number(self, value: int | None) -> None:
        """Write a number, or nothing."""
        self.setText("" if value is None else self._words.number(value))

    def _tell(self) -> None:
        value = self.number()
        if value != self._last:
            self._last = value
            self.number_changed.emit(value)


class PhoneField(TextField):
    """A phone in any spelling; written in the usual form on leaving when it can be a phone."""

    def __init__(self, theme: Theme, name: str, region: str = "RU", *, height: int = 56) -> None:
        """``region`` is the shop's ISO 3166 code, for numbers without a country."""
        super().__init__(theme, name, height=height, icon="phone")
        self._region = region
        self.setMaxLength(_LONGEST)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDialableCharactersOnly)

    def e164(self) -> str | None:
        """The phone in international form, or None for what cannot be one."""
        from refdesk.domain.customer import normalise_phone

        try:
            return normalise_phone(self.text(), self._region).e164
        except DomainError:
            return None

    def set_e164(self, e164: str) -> None:
        """Write a phone in the usual form."""
        self.setText(format_phone(e164))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.text().strip():
            return
        e164 = self.e164()
        if e164 is not None and format_phone(e164) != self.text():
            self.setText(format_phone(e164))


def format_phone(e164: str) -> str:
    """``+7 900 000-12-34``: a phone as people of its country write it, with the country."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


class PinDots(QWidget):
    """How many digits of a PIN are typed: filled and empty dots, never the digits."""

    def __init__(self, theme: Theme, name: str, spoken: str) -> None:
        super().__init__()
        self._theme = theme
        self._filled = 0
        self._places = 4
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.px(24))
        named(self, name, spoken)

    def show_count(self, filled: int, places: int = 4) -> None:
        """Show ``filled`` dots of at least ``places``."""
        self._filled = filled
        self._places = max(places, filled)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step, radius = theme.px(40), theme.px(24) / 2 - 1
        x = self.width() / 2 - step * (self._places - 1) / 2
        for place in range(self._places):
            filled = place < self._filled
            painter.setPen(QPen(theme.colour("text" if filled else "strong"), 2))
            painter.setBrush(theme.colour("text") if filled else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x + place * step, self.height() / 2), radius, radius)
        painter.end()
