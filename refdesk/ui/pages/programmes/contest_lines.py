"""The contest: its period, what it is won by, its prizes by place (R78)."""

from typing import Any

from refdesk.domain import terms as t
from refdesk.ui.pages.programmes.benefit_lines import Whose, benefit_line, fresh, take_away
from refdesk.ui.pages.programmes.draft import Draft, Path
from refdesk.ui.pages.programmes.lines import Action, Blank, Block, Line
from refdesk.ui.pages.programmes.when_lines import Choices
from refdesk.words.catalogue import N_, Words


def contest_block(choices: Choices, draft: Draft) -> Block | None:
    """The contest, where the programme has one."""
    words = choices.words
    if not draft.has(("contest",)):
        return None
    lines = [_head_line(words, draft), *_more_lines(words, draft)]
    prizes = draft.get(("contest", "prizes")) or []
    only_one = len(prizes) == 1
    lines += [_prize_line(words, draft, at, only_one=only_one) for at in range(len(prizes))]
    add = Action("add_prize", words.text("Add a prize"), _add_prize, icon="plus")
    return Block(words.text("Contest"), "trophy", tuple(lines), (add,))


def fresh_contest() -> dict[str, Any]:
    """A contest to begin with."""
    return {"prizes": [{"place": 1, **fresh(t.STORE_CREDIT), "amount": "3000"}]}


def _head_line(words: Words, draft: Draft) -> Line:
    def choose(draft: Draft, value: str) -> None:
        def act(tables: dict[str, Any]) -> None:
            contest = tables["contest"]
            contest["period"] = value
            if value != "dates":
                contest.pop("from", None)
                contest.pop("to", None)

        draft.change(act)

    def measure(draft: Draft, value: str) -> None:
        def act(tables: dict[str, Any]) -> None:
            contest = tables["contest"]
            contest["measure"] = value
            contest.pop("token_price", None)
            if value == "tokens":
                contest["token_price"] = "1000"

        draft.change(act)

    path: Path = ("contest", "period")
    won: Path = ("contest", "measure")
    period = Blank(
        path, words.text("Period of the contest"), "choice", draft.get(path, "month"),
        (("month", words.text("Every month")), ("quarter", words.text("Every quarter")),
         ("year", words.text("Every year")), ("dates", words.text("Once"))),
        change=choose,
    )  # fmt: skip
    by = Blank(
        won, words.text("What wins"), "choice", draft.get(won, "effective_referrals"),
        (("effective_referrals", words.text("brings most friends")),
         ("paid_base", words.text("has friends who pay most")),
         ("tokens", words.text("has most tokens"))),
        change=measure,
    )  # fmt: skip
    text = words.text_of(N_("{period} whoever {measure} wins"))
    return Line(text, {"period": period, "measure": by}, remove=_remove(words))


def _remove(words: Words) -> Action:
    def run(draft: Draft) -> None:
        draft.change(lambda tables: tables.pop("contest"))

    return Action("remove_contest", words.text("Take away"), run, icon="x")


def _more_lines(words: Words, draft: Draft) -> list[Line]:
    lines = []
    if draft.get(("contest", "period")) == "dates":
        first: Path = ("contest", "from")
        last: Path = ("contest", "to")
        places: dict[str, Blank | str] = {
            "first": Blank(first, words.text("First day of the contest"), "date", draft.get(first)),
            "last": Blank(last, words.text("Last day of the contest"), "date", draft.get(last)),
        }  # fmt: skip
        lines.append(Line(words.text_of(N_("It lasts from {first} to {last}")), places))
    if draft.get(("contest", "measure")) == "tokens":
        path: Path = ("contest", "token_price")
        price = Blank(path, words.text("Price of a token"), "money", draft.get(path))
        lines.append(
            Line(words.text_of(N_("A token is earned for every {price} that friends pay")),
                 {"price": price})
        )  # fmt: skip
    return lines


def _prize_line(words: Words, draft: Draft, at: int, *, only_one: bool) -> Line:
    path: Path = ("contest", "prizes", at)
    place = draft.get((*path, "place"))
    number = words.number(place) if isinstance(place, int) else "?"
    who = words.text("Place {n}", n=number)
    remove = None if only_one else Action(
        f"remove_prize_{at}", words.text("Take away"), lambda draft: take_away(draft, path),
        icon="x",
    )  # fmt: skip
    return benefit_line(words, draft, path, Whose(who, who, may_be_nothing=False), remove=remove)


def _add_prize(draft: Draft) -> None:
    def act(tables: dict[str, Any]) -> None:
        prizes = tables["contest"]["prizes"]
        places = [one["place"] for one in prizes if isinstance(one.get("place"), int)]
        prizes.append({**prizes[-1], "place": max(places, default=0) + 1})

    draft.change(act)
