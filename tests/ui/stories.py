"""Ten everyday stories of the counter, and a first day, told in key presses and scans.

Each begins at the waiting box of a cashier in the middle of her shift and ends there. Texts that
are looked for stand in both languages, English first.
"""

from collections.abc import Callable
from typing import Final

from tests.support.story_till import StoryTill

Story = Callable[[StoryTill], None]
STORIES: Final[dict[str, Story]] = {}


def _told(story: Story) -> Story:
    STORIES[story.__name__] = story
    return story


@_told
def new_friend(till: StoryTill) -> None:
    """A friend comes with Anna's card: scan, phone, amount, Enter."""
    till.picture("The box waits")
    till.scan("anna")
    till.see("Code works, invited by Anna L.", "Код действует, приглашает Анна Л.")
    till.picture("Anna's card is scanned")
    till.keys("9000001234")
    till.press("Tab")
    till.keys(till.say("Boris Kim", "Борис Ким"))
    till.picture("Phone and name")
    till.press("F6")
    till.keys("1000")
    till.see("900 ₽")
    till.picture("What everybody gets")
    till.press("Enter")
    till.see("Boris K. paid 900 ₽", "Борис К.: оплата 900 ₽")
    till.at_box()
    till.picture("Saved")


@_told
def regular(till: StoryTill) -> None:
    """Lena comes again: her phone's last digits, the amount, Enter."""
    till.keys("7788")
    till.see("Lena S.", "Лена С.")
    till.picture("The last digits of a phone")
    till.press("Enter")
    till.see("regular customer", "постоянный клиент")
    till.picture("Lena is known")
    till.keys("1200")
    till.see("1 200 ₽")
    till.picture("The amount")
    till.press("Enter")
    till.see("Lena S. paid 1 200 ₽", "Лена С.: оплата 1 200 ₽")
    till.at_box()
    till.picture("Saved")


@_told
def points(till: StoryTill) -> None:
    """Marina spends points: her own card, the amount, F7, how many, Enter."""
    till.scan("marina")
    till.see("Marina D.", "Марина Д.")
    till.picture("Her card is scanned")
    till.press("F7")
    till.see("400 points", "400 баллов")
    till.picture("Her own page")
    till.keys("1200")
    till.press("F7")
    till.keys("300")
    till.see("900 ₽")
    till.picture("300 points off")
    till.press("Enter")
    till.see("Marina D. paid 900 ₽", "Марина Д.: оплата 900 ₽")
    till.at_box()
    till.picture("Saved")


@_told
def gift(till: StoryTill) -> None:
    """Timur's sixth wash is free; then a gift card pays somebody's wash."""
    till.scan("timur")
    till.see("Timur A.", "Тимур А.")
    till.press("F7")
    till.keys("600")
    till.see("5 stamps", "5 штампов")
    till.picture("Five stamps pay")
    till.press("Enter")
    till.see("Timur A. paid 0 ₽", "Тимур А.: оплата 0 ₽")
    till.picture("Saved")
    till.scan("gift")
    till.see("1 500 ₽")
    till.picture("A gift card")
    till.keys("1000")
    till.see("500 ₽")
    till.picture("It pays the whole wash")
    till.press("Enter")
    till.at_box()
    till.picture("Saved")


@_told
def expired(till: StoryTill) -> None:
    """A coupon of the autumn has run out; the purchase goes on without it."""
    till.scan("expired")
    till.see("Code expired", "Срок кода истёк")
    till.picture("A coupon of the autumn")
    till.press("Enter")
    till.see("Purchase without a code", "Покупка без кода")
    till.picture("On without the code")
    till.press("F6")
    till.keys("600")
    till.see("600 ₽")
    till.press("Enter")
    till.at_box()
    till.picture("Saved")


@_told
def own_card(till: StoryTill) -> None:
    """A friend with the card of Olga, who is at the till herself: a second PIN (R38)."""
    till.scan("olga")
    till.see("Olga V.", "Ольга В.")
    till.keys("9000001235")
    till.press("F6")
    till.keys("1000")
    till.see("Own card of the person at the till", "Личная карта того, кто за кассой")
    till.picture("Olga's own card")
    with till.asking():
        till.press("Ctrl+M")
        till.picture("Who allows it?")
        till.press("Down")
        till.see("Vera", "Вера")
        till.keys("7391")
        till.picture("Vera's PIN")
        till.press("Enter")
    till.see("900 ₽")
    till.picture("Allowed")
    till.press("Enter")
    till.at_box()
    till.picture("Saved")


@_told
def undo(till: StoryTill) -> None:
    """A wrong amount is undone by Ctrl+Z, and typed right."""
    till.keys("7788")
    till.press("Enter")
    till.see("regular customer", "постоянный клиент")
    till.keys("12000")
    till.see("12 000 ₽")
    till.press("Enter")
    till.see("paid 12 000 ₽", "оплата 12 000 ₽")
    till.picture("One nought too many")
    till.press("Ctrl+Z")
    till.see("Undone", "Отменено")
    till.picture("Undone")
    till.press("Ctrl+Y")
    till.see("12 000 ₽")
    till.picture("Repeated")
    till.press("Ctrl+Z")
    till.see("Undone", "Отменено")
    till.at_box()


@_told
def shift_close(till: StoryTill) -> None:
    """The end of the day: F10, the slips, the report as a PDF, Enter."""
    till.press("F10")
    till.see("Look at these first", "Сначала посмотрите это")
    till.picture("The shift's figures")

    till.press_for("F8", lambda asked: asked.press("Enter"))
    till.made("Shift 2.pdf", "Смена 2.pdf")
    till.see("The slip is saved", "Отчёт сохранён")
    till.press("Enter")
    till.see("Who is at the counter?", "Кто за кассой?")
    till.picture("Whoever comes next")


@_told
def language_switch(till: StoryTill) -> None:
    """Somebody who reads another language takes over the words, not the work: F12, Tab, PIN."""
    till.scan("anna")
    till.keys("9000001236")
    till.press("F6")
    till.keys("1000")
    till.see("900 ₽")
    till.picture("A form is open")
    till.press("F12")
    till.see("Who is at the counter?", "Кто за кассой?")
    till.press("Shift+Tab", till.say("Right", "Left"))
    till.hear_other_language()
    till.see("Who is at the counter?", "Кто за кассой?")
    till.picture("Another language")
    till.keys("5926")
    till.press("Enter")
    till.see("Code works, invited by", "Код действует, приглашает")
    till.see("900 ₽")
    till.picture("The same form")
    till.press("Enter")
    till.see("Redeemed. Paid 900 ₽", "Код применён. Оплата 900 ₽")
    till.at_box()
    till.picture("Saved")


@_told
def database_gone(till: StoryTill) -> None:
    """The folder of the shop goes away while a form is open, and comes back."""
    till.scan("anna")
    till.keys("9000001237")
    till.press("F6")
    till.keys("1000")
    till.see("900 ₽")
    with till.without_data():
        till.press("Enter")
        till.see("Not saved", "Не сохранено")
        till.picture("Nothing is saved, all stays")
    till.press("Enter")
    till.see("Redeemed. Paid 900 ₽", "Код применён. Оплата 900 ₽")
    till.at_box()
    till.picture("Saved")


@_told
def scanner_alone(till: StoryTill) -> None:
    """What a scanner does by itself: each card takes the place of the one before."""
    till.scan("expired")
    till.see("Code expired", "Срок кода истёк")
    till.scan("4600000000017")
    till.see("Not one of our cards", "Это не наша карта")
    till.picture("A product's barcode")
    till.scan("anna", ending="none")
    till.see("invited by Anna L.", "приглашает Анна Л.")
    till.scan("marina", layout="ru without key codes")
    till.see("invited by Marina D.", "приглашает Марина Д.")
    till.picture("The next card, in the Russian layout")
    till.scan("gift")
    till.see("1 500 ₽")
    till.picture("A gift card joins the form")


@_told
def first_day(till: StoryTill) -> None:
    """The first day, nothing read: three cards, one of them wrong, and mended."""
    till.scan("anna")
    till.keys("1000")
    till.press("Enter")
    till.see("This code needs a phone", "Для этого кода нужен телефон")
    till.picture("The amount where the phone belongs")
    _redeem(till, "9000001238", "1000", "900 ₽")
    till.picture("Saved")
    till.keys(till.mistyped("gleb"))
    till.press("Enter")
    till.see("No such code. Is it", "Такого кода нет. Может быть,")
    till.picture("A card that is typed, with a slip")
    till.press("Enter")
    till.see("invited by Gleb N.", "приглашает Глеб Н.")
    _redeem(till, "9000001239", "600", "540 ₽")
    till.picture("The second card")
    till.scan("lena")
    _redeem(till, "9000001240", "15000", "13 500 ₽")
    till.picture("One nought too many")
    till.press("Ctrl+Z")
    till.see("Undone", "Отменено")
    till.picture("Undone")
    till.scan("lena")
    _redeem(till, "9000001240", "1500", "1 350 ₽")
    till.at_box()
    till.picture("Mended")


def _redeem(till: StoryTill, phone: str, amount: str, paid: str) -> None:
    """Somebody's phone, Tab to the amount, Enter."""
    till.keys(phone)
    till.press("Tab", "Tab")
    till.keys(amount)
    till.see(paid)
    till.press("Enter")
    till.see(f"Redeemed. Paid {paid}", f"Код применён. Оплата {paid}")
