"""What holds for all rules of a programme: name, codes, times, people, spending, budget."""

from collections.abc import Callable
from typing import Any

from refdesk.domain.terms_file import WEEKDAYS
from refdesk.ui.pages.programmes import units
from refdesk.ui.pages.programmes.draft import Draft, Path
from refdesk.ui.pages.programmes.lines import Blank, Block, Kind, Line
from refdesk.ui.pages.programmes.side_lines import split_block
from refdesk.ui.pages.programmes.when_lines import KINDS, Choices, removal
from refdesk.words.catalogue import N_, Words
from refdesk.words.names import kind_name

CODES = {
    "personal": N_("a code of his own for each customer"),
    "campaign": N_("one word for everybody"),
    "coupon": N_("coupons that work once"),
    "none": N_("no codes"),
}


def whole_blocks(choices: Choices, draft: Draft) -> list[Block]:
    """The blocks of the whole programme, those that it has."""
    found = [
        _codes_block(choices, draft),
        split_block(choices, draft),
        spending_block(choices, draft),
        times_block(choices, draft),
        _people_block(choices, draft),
        _rest_block(choices, draft),
    ]
    return [block for block in found if block is not None and block.lines]


def name_block(choices: Choices, draft: Draft) -> Block:
    """What the programme is called in lists and by people."""
    words = choices.words
    lines = [
        Line(words.text_of(N_("In lists it is called {name}")),
             {"name": _text(draft, ("name",), words.text("Name of the programme"), None)}),
        Line(words.text_of(N_("Customers read {title} in English")),
             {"title": _text(draft, ("title", "en"), words.text("Title in English"),
                             words.text("as in lists"))}),
        Line(words.text_of(N_("and {title} in Russian")),
             {"title": _text(draft, ("title", "ru"), words.text("Title in Russian"),
                             words.text("as in lists"))}),
    ]  # fmt: skip
    return Block(words.text("Title"), "pencil", tuple(lines))


def _text(draft: Draft, path: Path, label: str, empty: str | None) -> Blank:
    return Blank(path, label, "text", draft.get(path), empty=empty, wide=320)


def _codes_block(choices: Choices, draft: Draft) -> Block:
    words = choices.words

    def choose(draft: Draft, value: str) -> None:
        def act(tables: dict[str, object]) -> None:
            tables["codes"] = value
            tables.pop("word", None)
            if value == "campaign":
                tables["word"] = ""

        draft.change(act)

    codes = Blank(
        ("codes",), words.text("Codes"), "choice", draft.get(("codes",), "personal"),
        tuple((one, words.text_of(text)) for one, text in CODES.items()), change=choose,
    )  # fmt: skip
    lines = [Line(words.text_of(N_("There is {codes}")), {"codes": codes})]
    if draft.has(("word",)) or draft.get(("codes",)) == "campaign":
        word = Blank(("word",), words.text("Word"), "text", draft.get(("word",)), wide=180)
        lines.append(Line(words.text_of(N_("The word is {word}")), {"word": word}))
    if draft.has(("code_life_days",)):
        path: Path = ("code_life_days",)
        life = Blank(path, words.text("Life of a code"), "count", draft.get(path),
                     unit=units.days(words, draft.get(path)))  # fmt: skip
        lines.append(Line(words.text_of(N_("A code works for {life} after it is issued")),
                          {"life": life}, remove=removal(words, path)))  # fmt: skip
    return Block(words.text("Codes"), "id-card", tuple(lines))


# -- spending ----------------------------------------------------------------------------------


Unit = Callable[[Words, Any], str]


def _no_unit(_words: Words, _value: Any) -> str:
    return ""


def spending_lines(words: Words) -> list[tuple[str, Kind, Unit, str, str]]:
    """Key, kind, unit, name and sentence of everything that can be said about spending."""
    days, times = units.days, units.times
    return [
        ("share", "percent", _no_unit, words.text("Share of a bill"),
         words.text_of(N_("It pays for at most {blank} of a bill"))),
        ("expires_days", "count", days, words.text("Expiry by age"),
         words.text_of(N_("It can be spent for {blank}, then it expires"))),
        ("expires_inactive_days", "count", days, words.text("Expiry without visits"),
         words.text_of(N_("It expires after {blank} without a visit"))),
        ("grace_days", "count", days, words.text("Days of grace"),
         words.text_of(N_("Given back after its term, it lives {blank} more"))),
        ("withdrawable", "percent", _no_unit, words.text("Paid out in money"),
         words.text_of(N_("Of money {blank} may be paid out, the rest is store credit"))),
        ("payout_after_referrals", "count", units.friends, words.text("Payout opens"),
         words.text_of(N_("Money is paid out once there are {blank}"))),
        ("credits_per_day", "count", times, words.text("Given a day"),
         words.text_of(N_("One person gets it at most {blank} a day"))),
        ("debits_per_day", "count", times, words.text("Spent a day"),
         words.text_of(N_("One person spends it at most {blank} a day"))),
    ]  # fmt: skip


def spending_block(choices: Choices, draft: Draft) -> Block:
    """How what the programme gives may be spent."""
    words = choices.words
    lines = []
    for key, kind, unit, name, text in spending_lines(words):
        path = ("spending", key)
        if draft.has(path):
            blank = Blank(path, name, kind, draft.get(path), unit=unit(words, draft.get(path)))
            lines.append(Line(text, {"blank": blank}, remove=removal(words, path)))
    return Block(words.text("Spending"), "wallet", tuple(lines))


# -- times and people --------------------------------------------------------------------------


def times_block(choices: Choices, draft: Draft) -> Block:
    """Seasons, days of the week and hours."""
    words = choices.words
    lines = []
    if draft.has(("valid_from",)) or draft.has(("valid_to",)):
        first: Path = ("valid_from",)
        last: Path = ("valid_to",)
        places: dict[str, Blank | str] = {
            "first": Blank(first, words.text("First day"), "date", draft.get(first),
                           empty=words.text("the start")),
            "last": Blank(last, words.text("Last day"), "date", draft.get(last),
                          empty=words.text("its end")),
        }  # fmt: skip
        lines.append(Line(words.text_of(N_("It runs from {first} to {last}")), places,
                          remove=removal(words, first, last)))  # fmt: skip
    if draft.has(("days",)) or draft.has(("hours",)):
        lines.append(_week_line(words, draft))
    return Block(words.text("Times"), "calendar-clock", tuple(lines))


def _week_line(words: Words, draft: Draft) -> Line:
    days, hours = ("days",), ("hours",)
    places: dict[str, Blank | str] = {
        "days": Blank(days, words.text("Days of the week"), "many", draft.get(days),
                      tuple((key, words.weekday(n)) for n, key in enumerate(WEEKDAYS)),
                      empty=words.text("any day")),
        "hours": Blank(hours, words.text("Hours"), "hours", draft.get(hours),
                       empty=words.text("at any time"), wide=180),
    }  # fmt: skip
    return Line(words.text_of(N_("It works on {days} at {hours}")), places,
                remove=removal(words, days, hours))  # fmt: skip


def _people_block(choices: Choices, draft: Draft) -> Block:
    words = choices.words
    lines = []
    people: Path = ("customers",)
    if draft.has(people):
        blank = Blank(people, words.text("Who takes part"), "many", draft.get(people),
                      tuple((kind, kind_name(words, kind)) for kind in KINDS),
                      empty=words.text("everybody"))  # fmt: skip
        lines.append(Line(words.text_of(N_("Those who take part: {kinds}")), {"kinds": blank},
                          remove=removal(words, people)))  # fmt: skip
    tills: Path = ("tills",)
    if draft.has(tills):
        names = dict.fromkeys((*choices.tills, *(draft.get(tills) or [])))
        blank = Blank(
            tills, words.text("Tills"), "many", draft.get(tills),
            tuple((one, one) for one in names), empty=words.text("every till"),
        )  # fmt: skip
        lines.append(
            Line(words.text_of(N_("It works only at the tills {tills}")), {"tills": blank},
                 remove=removal(words, tills))
        )  # fmt: skip
    return Block(words.text("People"), "users", tuple(lines))


def _rest_block(choices: Choices, draft: Draft) -> Block:
    words = choices.words
    stacking = Blank(
        ("stacking",), words.text("With other discounts"), "choice",
        draft.get(("stacking",), "in_order"),
        (("in_order", words.text("they add up in their order")),
         ("best_of", words.text("the better one counts")),
         ("exclusive", words.text("it stands alone, without points"))),
    )  # fmt: skip
    blocked = Blank(
        ("blocked_referrer",), words.text("Blocked referrer"), "choice",
        draft.get(("blocked_referrer",), "lapses"),
        (("lapses", words.text("stays with the shop")), ("waits", words.text("waits for him"))),
    )  # fmt: skip
    lines = [Line(words.text_of(N_("With other discounts: {stacking}")), {"stacking": stacking})]
    if draft.has(("budget",)):
        path: Path = ("budget",)
        sum_ = Blank(path, words.text("Budget"), "money", draft.get(path), wide=120)
        text = words.text_of(N_("All of it together costs at most {sum}"))
        lines.append(Line(text, {"sum": sum_}, remove=removal(words, path)))
    lines.append(
        Line(words.text_of(N_("What a blocked referrer earns {blocked}")), {"blocked": blocked})
    )
    return Block(words.text("Rules of all"), "scale", tuple(lines))
