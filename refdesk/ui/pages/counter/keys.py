"""The keys of the counter in each of its states (ui.md section 6)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from refdesk.ui.page import KeyHint
from refdesk.ui.pages.counter.layout import Screen
from refdesk.words.catalogue import Words

if TYPE_CHECKING:
    from refdesk.ui.pages.counter.forms import Forms
    from refdesk.ui.pages.counter.page import CounterPage


def hints_of(page: "CounterPage", words: Words) -> tuple[KeyHint, ...]:
    """What each key does now; the first ones stand in the status bar."""
    if page.has_waiting_scan() and page.screen_shown is Screen.IDLE:
        return (
            KeyHint("Enter", words.text("Open"), page.enter),
            KeyHint("Esc", words.text("Forget"), page.escape),
            *(hint for hint in _idle(page, words) if hint.key not in ("Enter", "Esc")),
        )
    if page.has_waiting_scan():
        return (
            KeyHint("Enter", words.text("Switch"), page.enter),
            KeyHint("Esc", words.text("Keep"), page.escape),
        )
    by_screen: dict[Screen, Callable[[CounterPage, Words], list[KeyHint]]] = {
        Screen.IDLE: _idle,
        Screen.NEWCOMER: _newcomer,
        Screen.CUSTOMER: _customer,
        Screen.MATCHES: _matches,
        Screen.REFUSED: _refused,
    }
    return tuple(by_screen[page.screen_shown](page, words))


def _idle(page: "CounterPage", words: Words) -> list[KeyHint]:
    return [
        KeyHint("Enter", words.text("Find"), page.enter, in_status=False),
        KeyHint("Esc", words.text("Clear"), page.escape, in_status=False),
        KeyHint("F2", words.text("Scan box"), page.to_box),
        KeyHint("F4", words.text("New customer"), page.start_newcomer),
        KeyHint("F8", words.text("Print card"), page.print_card),
        *_receipts(page, words),
        *page.after.hints(words),
        KeyHint("Ctrl+Z", words.text("Undo"), page.undo_last),
        KeyHint("Ctrl+Y", words.text("Repeat"), page.repeat_last, in_status=False),
        KeyHint("F10", words.text("Close shift"), page.shift_end_wanted.emit),
        KeyHint("F1", words.text("All keys")),
    ]


def _newcomer(page: "CounterPage", words: Words) -> list[KeyHint]:
    view, forms = page.newcomer, page.forms
    has_code = bool(view.opening.code)
    way = view.ways.main() if view.is_refused() else None
    if way is not None:
        main = way.title
    else:
        main = words.text("Redeem") if has_code else words.text("Record purchase")
    hints = [KeyHint("Enter", main, page.enter)]
    if not view.is_refused() and view.offers_card():
        hints.append(KeyHint("F8", words.text("With card"), page.print_card))
    hints += _receipts(page, words)
    if view.leaves_phone_out():
        hints.append(KeyHint("F9", words.text("Without phone"), forms.go_without_code))
    elif has_code:
        in_status = way is None or way.run != forms.go_without_code  # Enter does that one
        hints.append(
            KeyHint("F9", words.text("Without code"), forms.go_without_code, in_status=in_status)
        )
    hints += [
        KeyHint("F5", words.text("To phone"), forms.focus_phone, in_status=view.is_refused()),
        KeyHint("F6", words.text("To amount"), forms.focus_amount),
    ]
    if view.sells_services():
        to_service = words.text("To service")
        hints.append(KeyHint("Shift+F6", to_service, forms.focus_service, in_status=False))
    if view.offers_own_card():
        text = words.text("Own card") if has_code else words.text("Open the customer")
        hints.append(KeyHint("F7", text, forms.own_card))
    is_told = view.is_refused() or view.phone.is_bad()  # then the verdict names the key
    hints += _leave(forms, words, in_status=is_told)
    return [*hints, *_always(page, words)]


def _customer(page: "CounterPage", words: Words) -> list[KeyHint]:
    forms = page.forms
    hints = [
        KeyHint("Enter", words.text("Record purchase"), page.enter),
        KeyHint("F6", words.text("To amount"), forms.focus_amount),
        KeyHint("F7", words.text("To points"), forms.focus_points),
        KeyHint("F8", words.text("Print card"), page.print_card),
    ]
    hints += [*_receipts(page, words), *_leave(forms, words)]
    return [*hints, *_always(page, words)]


def _receipts(page: "CounterPage", words: Words) -> list[KeyHint]:
    return page.receipts.hints(words) if page.receipts is not None else []


def _leave(forms: "Forms", words: Words, *, in_status: bool = True) -> list[KeyHint]:
    leave = forms.leave()
    if leave is None:
        return []
    title = words.text("Manager’s PIN") if leave.by_manager else words.text("Second PIN")
    in_sight = in_status or not leave.by_manager
    return [KeyHint("Ctrl+M", title, forms.ask_leave, in_status=in_sight)]


def _matches(page: "CounterPage", words: Words) -> list[KeyHint]:
    return [KeyHint("Enter", words.text("Choose"), page.enter), *_always(page, words)]


def _refused(page: "CounterPage", words: Words) -> list[KeyHint]:
    ways = page.refused.ways.ways()
    main = ways[0].title if ways else words.text("Go on")
    hints = [KeyHint("Enter", main, page.enter)]
    own = ("F3", "F8", "F9", "Ctrl+M")
    hints += [
        KeyHint(way.key, way.title, way.run, in_status=way is not ways[0])  # Enter does that one
        for way in ways
        if way.key in own
    ]
    box, *rest = _always(page, words)
    to_box = (way.title for way in ways if way.key == box.key)
    another = box._replace(text=next(to_box, words.text("Try another code")), in_status=True)
    return [*hints, another, *rest]


def _always(page: "CounterPage", words: Words) -> list[KeyHint]:
    return [
        KeyHint("F2", words.text("Scan box"), page.to_box, in_status=False),
        KeyHint("F4", words.text("New customer"), page.start_newcomer, in_status=False),
        KeyHint("Esc", words.text("Clear"), page.escape),
    ]
