"""A refusal: what happened at the left, the ways on at the right, a sentence to say aloud."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from refdesk.domain.codes import mask_code
from refdesk.domain.customer import short_name
from refdesk.domain.errors import DomainError
from refdesk.services.look_up import Sighting
from refdesk.ui.page import Context, Density
from refdesk.ui.pages.counter.parts import IconRow, SayBox
from refdesk.ui.pages.counter.quote_texts import Gain
from refdesk.ui.pages.counter.reading import CounterDay
from refdesk.ui.pages.counter.sayings import DOT, STOLEN_ICON
from refdesk.ui.pages.counter.ways import Way, WaysPanel
from refdesk.ui.widgets.base import named, tight
from refdesk.ui.widgets.labels import Label
from refdesk.ui.widgets.rows import Panel
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import programme_state_name

FACTS = 4
LEFT, LEFT_NARROW = 416, 336


class RefusedView(QWidget):
    """Two panels: what happened, and what can be done."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        theme, words = context.theme, context.words
        named(self, "refused_view")
        self._what = Panel(theme, "refused_facts", spacing=8)
        title = Label(theme, words.text("What happened"), "title", bold=True)
        self._what.column.addWidget(title)
        self._rows = [IconRow(theme, f"refused_fact_{index}", wraps=True) for index in range(FACTS)]
        for row in self._rows:
            self._what.column.addWidget(row)
        self._what.column.addStretch(1)
        self._say = SayBox(theme, "refused_say", words.text("Say to the customer"))
        self._what.column.addWidget(self._say)
        self.ways = WaysPanel(context, "refused_ways", compact=False)
        self._body = tight(QHBoxLayout(self), theme.px(16))
        left = tight(QVBoxLayout())
        left.addWidget(self._what)
        self._body.addLayout(left)
        self._body.addWidget(self.ways, 1)
        self.on_density(Density())

    def show_refusal(
        self, facts: Sequence[Gain], ways: Sequence[Way], *, sentence: str = "", note: str = ""
    ) -> None:
        """Show a refusal."""
        for row, fact in zip(self._rows, facts, strict=False):
            row.show_fact(fact.icon, fact.title, fact.line)
        for index, row in enumerate(self._rows):
            row.setVisible(index < len(facts))
        self._say.say(sentence)
        self.ways.show_ways(ways, note=note)

    def on_density(self, density: Density) -> None:
        """Arrange for the window's size class."""
        theme = self._context.theme
        self._body.setSpacing(theme.px(12 if density.low else 16))
        self._what.setFixedWidth(theme.px(LEFT_NARROW if density.narrow else LEFT))

    def sentence(self) -> str:
        """What is suggested to say."""
        return self._say.sentence()


def refused_facts(words: Words, seen: Sighting, day: CounterDay) -> list[Gain]:
    """What is known of a code that was refused."""
    now = words.time(day.now.astimezone(day.shop.zone))
    if seen.refusal is not None and seen.refusal.code == "till_paused":
        return _pause_facts(words, seen.refusal)
    if seen.refusal is not None and seen.refusal.code == "clock_suspect":
        return _clock_facts(words, seen.refusal, day)
    if seen.kind == "nobody":
        line = words.text("It may be written otherwise, or this is somebody new")
        return [Gain("user-round", words.text("No customer has this name or number"), line)]
    code = mask_code(seen.code.code) if seen.code else ""
    tried = words.text("Today, {time}: this code", time=now)
    facts = []
    if seen.code is not None:
        line = words.text("Code {code} refused, nothing given", code=code)
        facts.append(Gain("octagon-x", tried, line))
    else:
        line = words.text("This shop has no such code; nothing given")
        facts.append(Gain("octagon-x", tried, line))
    if seen.refusal is not None:
        facts += _what_was(words, seen.refusal, day)
    if seen.referrer is not None:
        name = short_name(seen.referrer.name)
        facts.append(Gain("user-round", words.text("Card of {name}", name=name), ""))
    if seen.version is not None:
        title = seen.version.terms.titled(words.language)
        state = programme_state_name(words, seen.version.status)
        facts.append(Gain("ticket", title, words.text("Programme: {state}", state=state)))
    dates = _dates(words, seen, day)
    if dates and len(facts) < FACTS:
        facts.append(Gain("calendar-days", dates, ""))
    return facts


def _what_was(words: Words, refusal: DomainError, day: CounterDay) -> list[Gain]:
    """When, where and by whom, of what a code is refused for."""
    params = refusal.params
    if params.get("stolen"):
        return [_theft(words, refusal, day)]

    def on(name: str) -> str:
        at = params.get(name)
        return words.date(at, today=day.today) if isinstance(at, date) else ""

    who, till = str(params.get("who") or ""), str(params.get("till") or "")
    if on("used_on") and till:
        title = words.text("Used on {date} at till {till}", date=on("used_on"), till=till)
        people = (short_name(str(params.get("name") or "")), str(params.get("staff") or ""))
        return [Gain("repeat", title, DOT.join(one for one in people if one))]
    if on("blocked_on") and who:
        title = words.text("Blocked on {date} by {name}", date=on("blocked_on"), name=who)
        return [Gain("ban", title, str(params.get("why") or ""))]
    if on("paused_on") and who:
        title = words.text("Paused on {date} by {name}", date=on("paused_on"), name=who)
        return [Gain("pause", title, "")]
    if on("works_on"):
        return [
            Gain("calendar-clock", words.text("Works again on {date}", date=on("works_on")), "")
        ]
    return []


def _theft(words: Words, refusal: DomainError, day: CounterDay) -> Gain:
    """Who reported a card stolen and when; the owner is told that it was shown (G16)."""
    who, on = str(refusal.params.get("who") or ""), refusal.params.get("blocked_on")
    title = words.text("Reported stolen")
    if isinstance(on, date):
        shown = words.date(on, today=day.today)
        title = words.text("Reported stolen on {date}", date=shown)
        if who:
            title = words.text("Reported stolen on {date} by {name}", date=shown, name=who)
    details = str(refusal.params.get("why") or "")
    return Gain(
        STOLEN_ICON, title, details or words.text("That it was shown is noted for the owner")
    )


def _pause_facts(words: Words, refusal: DomainError) -> list[Gain]:
    """Why codes are paused (R28), and how they work again."""
    is_short = isinstance(refusal.params.get("until"), datetime)
    said = words.text("Several wrong codes in a row") if is_short else words.text(
        "Many wrong codes today"
    )  # fmt: skip
    line = words.text("So that nobody can guess codes at this till")
    facts = [Gain("timer", said, line)]
    again = words.text("Codes work again by themselves") if is_short else words.text(
        "Codes work again by a manager’s PIN, or the next day"
    )  # fmt: skip
    facts.append(Gain("clock", again, words.text("Phones and names can be typed meanwhile")))
    return facts


def _clock_facts(words: Words, refusal: DomainError, day: CounterDay) -> list[Gain]:
    """What speaks against the computer's clock (R46)."""

    def shown(at: object) -> str:
        local = at.astimezone(day.shop.zone) if isinstance(at, datetime) else None
        return f"{words.date(local.date())}, {words.time(local)}" if local else ""

    now, newest = refusal.params.get("now"), refusal.params.get("newest")
    return [
        Gain("clock", words.text("What the clock shows"), shown(now)),
        Gain("calendar-days", words.text("Recorded last"), shown(newest)),
    ]


def _dates(words: Words, seen: Sighting, day: CounterDay) -> str:
    code = seen.code
    if code is None:
        return ""
    if code.valid_to is not None:
        return words.text("Worked until {date}", date=words.date(code.valid_to, today=day.today))
    if code.valid_from is not None and code.valid_from > day.today:
        return words.text("Works from {date}", date=words.date(code.valid_from, today=day.today))
    if code.issued_at is not None and code.status != "printed":
        issued = code.issued_at.astimezone(day.shop.zone).date()
        return words.text("Issued on {date}", date=words.date(issued, today=day.today))
    return ""


_SENTENCES = (
    (("not_new_customer",),
     N_("“The welcome discount is for a first visit. Thank you for coming.”")),
    (("already_referred",),
     N_("“Somebody else invited you before. The discount came with that.”")),
    (("customer_excluded", "referral_cycle"),
     N_("“This code is for other customers. Thank you for asking.”")),
    (("code_not_activated",), N_("“This card is not ready yet. I will ask about it.”")),
    (("till_excluded",), N_("“This card works at another till. Shall I show you where?”")),
    (("till_paused",), N_("“One moment, I will find you by your phone.”")),
    (("own_code",), N_("“This code is for your friends. Give it to somebody new.”")),
    (("code_expired",), N_("“This card has run out. I can give you a new one.”")),
    (("code_used_up", "limit_per_period", "limit_per_customer"),
     N_("“This code has already been used as often as it can be.”")),
    (("code_blocked", "code_voided"),
     N_("“This card no longer works. I am sorry, I cannot take it.”")),
    (("programme_paused", "budget_spent"),
     N_("“This offer is over for now. Thank you for asking.”")),
    (("programme_ended",), N_("“This offer has ended. Thank you for asking.”")),
    (("outside_hours", "code_not_yet_valid"),
     N_("“This card works at another time. Shall I tell you when?”")),
    (("code_unknown",), N_("“I do not find this card. Who invited you?”")),
    (("below_minimum",), N_("“A little is missing for the discount. Shall I add a service?”")),
    (("service_excluded",),
     N_("“The discount is for another choice of services. Shall I add one?”")),
)  # fmt: skip
"""What staff may say aloud, by refusal."""


def sentence_for(words: Words, error: DomainError) -> str:
    """A sentence to say to the customer about a refusal; empty where there is none."""
    if error.params.get("stolen"):
        return words.text("“One moment, I have to ask a manager about this card.”")
    if error.code == "code_expired" and "holder" not in error.params:
        return words.text("“This card has run out. I am sorry, I cannot take it.”")
    works_on, today = error.params.get("works_on"), error.params.get("today")
    if isinstance(works_on, date) and isinstance(today, date):
        on = words.date(works_on, today=today)
        return words.text("“This code works again on {date}. Thank you for asking.”", date=on)
    for codes, sentence in _SENTENCES:
        if error.code in codes:
            return words.text_of(sentence)
    return ""
