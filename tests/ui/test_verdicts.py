"""Every verdict and every refusal of the counter in the real window: words, look and ways on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from refdesk.services.undoing import void_purchase
from refdesk.ui.page import Context
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.sayings import ICONS
from refdesk.ui.pages.counter.ways import Way
from refdesk.ui.widgets.verdict import Verdict
from refdesk.words.reasons import COUNTER_REFUSALS
from refdesk.words.verdicts import VERDICT_OF, VERDICTS
from tests.ui.counter_shop import MANAGER_PIN
from tests.ui.counter_till import SECOND, Till, plain
from tests.ui.keys import Clock
from tests.ui.verdict_cases import CASES, Case
from tests.ui.verdict_scenes import NEW_PHONE, form

CTRL = Qt.KeyboardModifier.ControlModifier
MOST_SIGNS = 60


@pytest.fixture
def till(
    qtbot: QtBot, context: Context, clock: Clock, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Till]:
    """In English, unless a test asks for another language."""
    language = getattr(request, "param", "en")
    till = Till(qtbot, context, clock, tmp_path, language=language)
    yield till
    till.close()


def verdict_of(till: Till) -> Verdict:
    """What the banner says, and that it is in sight."""
    verdict = till.page.banner.verdict()
    assert verdict is not None
    assert till.page.banner.isVisible()
    return verdict


def english(till: Till) -> bool:
    return till.context.words.language == "en"


def ways(till: Till) -> tuple[Way, ...]:
    """The ways on that are offered now."""
    if till.screen() is Screen.REFUSED:
        return till.page.refused.ways.ways()
    if till.screen() is Screen.NEWCOMER and till.page.newcomer.is_refused():
        return till.page.newcomer.ways.ways()
    return ()


def uses(till: Till) -> int:
    """How often any code was used."""
    return int(till.desk.store.sql("SELECT COUNT(*) FROM code_use")[0][0])


def happened(till: Till) -> str:
    """Everything that the panel of what happened says."""
    return plain("\n".join(label.text() for label in till.page.refused.findChildren(QLabel)))


# -- kind, icon, words -----------------------------------------------------------------------------

TITLES = {
    "a_friends_card": "Code works, invited by Anna L.",
    "a_standing_discount": "Marina D.: −10 % on every purchase",
    "a_word_of_the_shop": "Shop promo code works, −10 %",
    "a_regular": "Marina D., regular customer",
    "an_own_card_opened": "Own card of Anna L.",
    "a_new_number": "New number, not in the list yet",
    "several_names": "Customers that match: 3",
    "a_bill_too_small": "Code works from 500 ₽, 100 ₽ to go",
    "a_service_left_out": "Code is not for: Express",
    "another_till": "Code works only at tills: 2, 3",
    "a_better_discount": "Better discount is already on: −150 ₽",
    "nobody_named": "This code needs a phone or a plate",
    "no_consent": "No consent yet",
    "another_sum": "The sum has changed: 800 ₽, not 900 ₽",
    "the_cashiers_own_card": "Own card of the person at the till",
    "a_limit_that_cuts": "Cut to the limit: 0 of 100 points",
    "a_clock_ten_years_back": "Check the clock: the computer says 19 Nov 2016",
    "nobodys_code": "No such code",
    "a_link": "Not one of our cards",
    "a_products_barcode": "Not one of our cards",
    "no_newcomer": "No discount: Marina D. is already our customer",
    "not_for_these_people": "No discount: the code is not for Marina D.",
    "an_own_code": "No discount: this is Anna L.’s own code",
    "invited_by_another": "No discount: already invited by Oleg P.",
    "each_others_friend": "No discount: they would invite each other",
    "a_card_of_last_month": "Code expired on 29 Nov",
    "a_card_from_monday_on": "Code starts on 23 Nov (Monday)",
    "a_coupon_used": "Code already used on 19 Nov",
    "a_code_at_its_limit": "Code has reached its limit, 2 of 2",
    "a_code_at_its_months_limit": "Code has reached its limit, 2 of 2",
    "a_customer_at_his_limit": "Limit of this customer: 1 of 1",
    "a_lost_card": "Code is blocked",
    "a_stolen_card": "Stolen card, reported on 19 Nov",
    "a_blocked_owners_card": "Code is blocked",
    "a_spoiled_card": "This card is no longer in use",
    "a_paused_programme": "Programme is paused since 19 Nov",
    "an_ended_programme": "Programme has ended",
    "another_hour": "Code works Mon–Wed 10:00–16:00",
    "an_empty_budget": "Programme budget is used up",
    "a_card_not_out_yet": "Print run R1 is not confirmed yet",
    "a_blank_that_is_nobodys_yet": "Card is not activated yet",
    "five_wrong_codes": "Codes are paused",
    "too_many_points": "Not enough: 100 points of 300 points",
    "too_large_a_share": "This bill takes at most 200 points",
    "points_on_hold": "Points are on hold until 3 Dec",
    "a_gift_used_at_another_till": "This gift is not available",
}
STEPS = {
    "a_slip": "Enter takes the suggestion, Esc clears",
    "a_service_left_out": "It works for: Full wash",
    "a_coupon_used": "One-time code. Marina D., till 2: Olga",
    "a_code_at_its_months_limit": "Works again on 1 Dec. Record without the code",
    "a_customer_at_his_limit": "Works again on 1 Dec. Record without the code",
    "a_lost_card": "Denis, 19 Nov: lost card",
    "a_stolen_card": "Denis reported it: from the car. Keep the card and ask a manager",
    "a_blocked_owners_card": "Its owner is blocked: Denis, 19 Nov",
    "a_paused_programme": "Paused by Denis. Record the purchase without the code",
    "a_card_of_last_month": "Record without the code, or print a new card of: Anna L.",
    "invited_by_another": "Since 19 Nov, for good. Record the purchase",
    "the_cashiers_own_card": "A second person’s PIN is needed: Ctrl+M",
    "too_large_a_share": "Spend 200 points or less",
}
"""Second lines that say more than the verdict by itself."""


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
@pytest.mark.parametrize("name", CASES)
def test_each_answer_has_its_kind_its_icon_and_its_words(till: Till, name: str) -> None:
    key, code, go = CASES[name]
    go(till)
    verdict = verdict_of(till)
    assert verdict.kind == key.partition("_")[0]
    icon = "siren" if name == "a_stolen_card" else ICONS.get(key, "")
    assert verdict.icon == icon
    assert 0 < len(verdict.title) <= MOST_SIGNS
    assert verdict.line
    if verdict.kind == "stop":
        assert verdict.figure
    if english(till):
        assert plain(verdict.title) == TITLES.get(name, plain(verdict.title))
        assert plain(verdict.line) == STEPS.get(name, plain(verdict.line))
    else:
        assert verdict.title not in (TITLES.get(name), "")
        assert any("а" <= sign <= "я" for sign in verdict.title)
    told = till.page.forms.refusal()
    unwritten = {"check_typo", "check_clock", "stop_hold"}  # nothing was refused at the till yet
    assert not code or key in unwritten or code in {*till.refusals(), told.code if told else ""}


def test_every_row_of_the_table_and_every_refusal_of_the_till_is_proved() -> None:
    shown = {case.key for case in CASES.values()}
    strips = {"info_twice", "check_manager", "stop_not_saved"} | {
        key for key in VERDICTS if key.startswith("done_")
    }
    assert set(VERDICTS) - shown - strips == set()
    elsewhere = {
        "pin_wrong", "pin_locked",  # in the dialog that asks for it
        "not_allowed",  # asks for a manager's PIN: below
        "not_combinable", "proof_needed",  # the field is closed, or the next one asks: see rewards
        "key_reused", "customer_unknown", "service_unknown",  # no form of the window can ask so
    }  # fmt: skip
    met = {case.code for case in CASES.values()}
    assert set(COUNTER_REFUSALS) - met - elsewhere == set()
    assert set(VERDICT_OF) <= set(COUNTER_REFUSALS)


# -- what the cashier may do next ------------------------------------------------------------------

GO_ON = [
    name for name, (key, _, _) in CASES.items()
    if (key.startswith("stop_") and key not in ("stop_self", "stop_points", "stop_hold"))
    or key in ("check_minimum", "check_service", "check_second")
]  # fmt: skip


@pytest.mark.parametrize("name", GO_ON)
def test_enter_goes_on_without_the_code_and_the_refusal_is_kept(till: Till, name: str) -> None:
    case: Case = CASES[name]
    case.go(till)
    first = ways(till)[0]
    assert first.key == "Enter"
    assert first.title
    before, used = len(till.purchases()), uses(till)
    till.enter()
    assert till.screen() in (Screen.NEWCOMER, Screen.CUSTOMER)
    assert not ways(till)
    view = till.page.newcomer if till.page.newcomer.isVisible() else till.page.customer
    if view is till.page.newcomer:
        assert till.page.newcomer.opening.code == ""
    if view.entry.amount() is None:
        till.press(Qt.Key.Key_F6)
        till.type("600")
    till.enter()
    assert len(till.purchases()) == before + 1
    assert uses(till) == used
    assert case.code in till.refusals()


def test_enter_on_an_own_code_opens_the_own_card(till: Till) -> None:
    CASES["an_own_code"].go(till)
    assert ways(till)[0].key == "Enter"
    till.enter()
    assert till.screen() is Screen.CUSTOMER
    known = till.page.customer.known()
    assert known is not None
    assert (known.person.id, known.proof) == (till.shop.anna, "code")
    till.enter()
    assert till.purchases() == [(100_000, False)]


def test_enter_takes_the_code_that_was_meant(till: Till) -> None:
    CASES["a_slip"].go(till)
    code = till.shop.anna_code
    assert f"{code[:5]}-{code[5:]}" in verdict_of(till).title
    till.enter()
    assert verdict_of(till).kind == "ok"


def test_f2_takes_another_code_in_the_place_of_the_refused_one(till: Till) -> None:
    CASES["a_lost_card"].go(till)
    till.press(Qt.Key.Key_F2)
    till.scan(till.shop.marina_code)
    assert verdict_of(till).kind == "ok"


def test_f5_corrects_the_phone_of_somebody_else(till: Till) -> None:
    CASES["no_newcomer"].go(till)
    till.press(Qt.Key.Key_F5)
    till.type(NEW_PHONE)
    assert verdict_of(till).kind == "ok"
    till.enter()
    assert till.purchases()[-1] == (90_000, False)


def test_f6_changes_the_amount_that_is_too_small(till: Till) -> None:
    CASES["a_bill_too_small"].go(till)
    till.press(Qt.Key.Key_F6)
    till.type("800")
    assert verdict_of(till).kind == "ok"
    till.enter()
    assert till.purchases() == [(72_000, False)]


def test_f9_goes_on_without_a_code_that_needs_a_phone(till: Till) -> None:
    CASES["nobody_named"].go(till)
    till.press(Qt.Key.Key_F9)
    till.enter()
    assert till.purchases() == [(100_000, False)]


def test_g27_consent_ticked_goes_on_and_enter_records(till: Till) -> None:
    CASES["no_consent"].go(till)
    assert till.page.newcomer.consent.hasFocus()
    till.press(Qt.Key.Key_Space)
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_another_sum_is_accepted_by_enter(till: Till) -> None:
    CASES["another_sum"].go(till)
    before = len(till.purchases())
    till.enter()
    assert till.purchases()[before:] == [(80_000, False)]


@pytest.mark.parametrize("name", ["a_better_discount", "a_limit_that_cuts", "an_old_card"])
def test_a_success_with_less_is_recorded_by_enter(till: Till, name: str) -> None:
    CASES[name].go(till)
    if name == "an_old_card":
        till.type(NEW_PHONE)
        till.press(Qt.Key.Key_F6)
        till.type("1000")
    before = len(till.purchases())
    till.enter()
    assert len(till.purchases()) == before + 1


@pytest.mark.parametrize("name", ["too_many_points", "too_large_a_share"])
def test_spending_less_lets_the_purchase_go_on(till: Till, name: str) -> None:
    CASES[name].go(till)
    before = len(till.purchases())
    till.press(Qt.Key.Key_F7)
    till.type("50")
    assert verdict_of(till).kind == "info"
    till.enter()
    assert len(till.purchases()) == before + 1


def test_points_on_hold_let_the_purchase_go_on(till: Till) -> None:
    CASES["points_on_hold"].go(till)
    before = len(till.purchases())
    till.enter()
    assert till.purchases()[before:] == [(100_000, False)]


def test_r38_a_second_persons_pin_lets_the_cashier_be_served(till: Till) -> None:
    CASES["the_cashiers_own_card"].go(till)
    till.press(Qt.Key.Key_M, CTRL)
    dialog = till.page.saving.dialog()
    assert dialog is not None
    dialog.person.setCurrentIndex(dialog.person.findText("Vera" if english(till) else "Вера"))
    dialog.pin.setText(MANAGER_PIN)
    dialog.submit()
    till.settle()
    till.come_back()
    assert verdict_of(till).kind == "ok"
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_r46_enter_asks_who_confirms_the_time(till: Till) -> None:
    CASES["a_clock_ten_years_back"].go(till)
    till.enter()
    dialog = till.page.saving.dialog()
    assert dialog is not None
    dialog.person.setCurrentIndex(dialog.person.findText("Vera" if english(till) else "Вера"))
    dialog.pin.setText(MANAGER_PIN)
    dialog.submit()
    till.settle()
    till.come_back()
    assert verdict_of(till).kind == "ok"


# -- what happened, in detail ----------------------------------------------------------------------


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_a_used_coupon_says_when_at_which_till_by_whom(till: Till) -> None:
    CASES["a_coupon_used"].go(till)
    said = happened(till)
    if english(till):
        assert "Used on 19 Nov at till 2\nMarina D. · Olga" in said
    else:
        assert "19 ноября" in said
        assert "Марина Д. · Ольга" in said


def test_a_blocked_and_a_paused_one_say_when_and_by_whom(till: Till) -> None:
    CASES["a_lost_card"].go(till)
    if english(till):
        assert "Blocked on 19 Nov by Denis\nlost card" in happened(till)
    till.press(Qt.Key.Key_Escape)
    till.scan(till.shop.marina_code)
    assert verdict_of(till).kind == "ok"


def test_a_refusal_has_a_sentence_to_say(till: Till) -> None:
    CASES["a_card_not_out_yet"].go(till)
    assert till.page.refused.sentence()


# -- what is said in strips ------------------------------------------------------------------------


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_read_twice_is_said_beside_the_code(till: Till) -> None:
    till.scan(till.shop.anna_code)
    till.scan(till.shop.anna_code, later=SECOND // 2)
    note = till.page.box.field._note
    assert note == (
        "Read twice, counted once" if english(till) else "Считано дважды, учтено один раз"
    )


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
def test_done_and_undone_are_said_with_the_way_back(till: Till) -> None:
    form(till, till.shop.anna_code)
    till.enter()
    if english(till):
        assert "Redeemed." in till.result()
    message = till.page.result.message()
    assert message is not None
    assert message.kind == "ok"
    till.press(Qt.Key.Key_Z, CTRL)
    assert till.purchases() == [(90_000, True)]
    assert till.result() == (
        "Undone. Everything is as it was" if english(till) else "Отменено. Всё как было"
    )
    till.press(Qt.Key.Key_Y, CTRL)
    assert till.purchases() == [(90_000, True), (90_000, False)]


def test_trouble_says_what_was_not_saved_and_enter_tries_again(till: Till) -> None:
    form(till, till.shop.anna_code)
    till.desk.store.sql("PRAGMA query_only = ON")
    till.enter()
    message = till.page.strip.message()
    assert message is not None
    assert message.kind == "stop"
    assert len(message.title) <= MOST_SIGNS
    till.desk.store.sql("PRAGMA query_only = OFF")
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_an_old_purchase_asks_for_a_managers_pin(till: Till) -> None:
    till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.shop.clock.pass_time(minutes=20)
    till.page.refresh()
    till.page.earlier.rows_shown()[0].void_button.click()
    till.settle()
    dialog = till.page.saving.dialog()
    assert dialog is not None
    assert dialog.person.count()


def test_what_another_till_has_undone_is_said_and_done_once(till: Till) -> None:
    bought = till.shop.buy(60_000, customer=f"C{till.shop.marina}")
    till.page.refresh()
    void_purchase(till.shop.at_till(), bought.purchase, "at another till")
    till.page.earlier.rows_shown()[0].undo_button.click()
    till.settle()
    message = till.page.strip.message()
    assert message is not None
    assert message.kind == "check"
    if english(till):
        assert message.title == "This purchase is already void"
