"""Every verdict and every refusal of the counter in the real window: words, look and ways on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from refdesk.domain.codes import group_code
from refdesk.services.programmes import add_programme
from refdesk.services.shop import set_setting
from refdesk.services.undoing import void_purchase
from refdesk.ui.pages.counter.layout import Screen
from refdesk.ui.pages.counter.ways import Way
from refdesk.ui.widgets.verdict import Verdict
from refdesk.words.reasons import COUNTER_REFUSALS
from refdesk.words.verdicts import VERDICT_OF, VERDICTS
from tests.ui.counter_shop import give_points
from tests.ui.counter_till import SECOND, Till, plain
from tests.ui.verdict_answers import (
    FIGURES,
    ICONS,
    REFUSED,
    SENTENCES,
    STEPS,
    TITLES,
    USUAL_ICONS,
    WAYS,
)
from tests.ui.verdict_cases import CASES, Case
from tests.ui.verdict_scenes import NEW_PHONE, WAX, annas, form, marina

CTRL = Qt.KeyboardModifier.ControlModifier
MOST_SIGNS = 60
TERMS = """
{head}
[[rule]]
id = "friend"
trigger = "first"
referral = {{ kind = "percent_off", percent = "10" }}
"""


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


def spoken(till: Till) -> str:
    """What may be said to the customer about a refusal."""
    if till.screen() is Screen.REFUSED:
        return till.page.refused.sentence()
    return till.page.newcomer.ways.say_box.sentence() if ways(till) else ""


# -- kind, icon, words -----------------------------------------------------------------------------


@pytest.mark.parametrize("till", ["en", "ru"], indirect=True)
@pytest.mark.parametrize("name", CASES)
def test_each_answer_has_its_kind_its_icon_and_its_words(till: Till, name: str) -> None:
    key, code, go = CASES[name]
    go(till)
    verdict = verdict_of(till)
    assert verdict.kind == key.partition("_")[0]
    assert till.page.banner._icon.icon() == ICONS.get(name, USUAL_ICONS[verdict.kind])
    assert 0 < len(verdict.title) <= MOST_SIGNS
    if english(till):
        shown = group_code(till.shop.anna_code)
        assert plain(verdict.title) == TITLES[name].format(code=shown)
        assert plain(verdict.line) == STEPS[name]
        figure = (plain(verdict.figure), plain(verdict.caption))
        assert figure == FIGURES.get(name, REFUSED if verdict.kind == "stop" else ("", ""))
        offered = tuple((way.key, way.title) for way in ways(till))
        expected = WAYS.get(name, ())
        assert offered == tuple((way, title.format(code=shown)) for way, title in expected)
        assert spoken(till) == SENTENCES.get(name, "")
    else:
        for said in (verdict.title, verdict.line):
            assert any("а" <= sign <= "я" for sign in said)
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
    assert not case.code or case.code in till.refusals()


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
    till.allow()
    assert verdict_of(till).kind == "ok"
    till.enter()
    assert till.purchases() == [(90_000, False)]


def test_r46_enter_asks_who_confirms_the_time(till: Till) -> None:
    CASES["a_clock_ten_years_back"].go(till)
    assert "today’s list" not in happened(till)
    till.enter()
    till.allow()
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


def test_a_code_says_until_when_it_works_by_whatever_ends_first(till: Till) -> None:
    for number, head in enumerate(("code_life_days = 3", "code_life_days = 30")):
        name = f'name = "Own terms {number}"\nvalid_to = 2026-11-26'
        version = add_programme(till.shop.desk, terms_text=TERMS.format(head=f"{name}\n{head}"))
        till.scan(annas(till, version.id))
        until = ("22 Nov", "26 Nov")[number]
        assert plain(verdict_of(till).line).endswith(f" · code works until {until}")
        till.press(Qt.Key.Key_Escape)


def test_r53_a_coupon_that_was_earned_outlives_its_programme(till: Till) -> None:
    wax = WAX.replace('codes = "none"', 'codes = "none"\nvalid_to = 2026-11-30')
    wax = wax.replace('trigger = "first"', 'trigger = "next_visit"')
    add_programme(till.shop.desk, terms_text=wax)
    till.press(Qt.Key.Key_F4)
    till.press(Qt.Key.Key_F6)
    till.type("600")
    till.enter()
    [[code]] = till.desk.store.sql("SELECT code FROM promo_code WHERE effect IS NOT NULL")
    till.scan(str(code))
    assert verdict_of(till).kind == "ok"
    assert "30 Nov" not in plain(verdict_of(till).line)


def test_points_are_worth_what_the_shop_says(till: Till) -> None:
    set_setting(till.shop.desk, "point_value", "2.50")
    give_points(till.shop, 1)
    till.page.refresh()
    marina(till)
    verdict = verdict_of(till)
    assert (plain(verdict.figure), plain(verdict.caption)) == ("100 points", "worth 250 ₽")


def test_a_blocked_and_a_paused_one_say_when_and_by_whom(till: Till) -> None:
    CASES["a_lost_card"].go(till)
    if english(till):
        assert "Blocked on 19 Nov by Denis\nlost card" in happened(till)
        assert "This refusal is already in today’s list." in happened(till)
    till.press(Qt.Key.Key_Escape)
    till.scan(till.shop.marina_code)
    assert verdict_of(till).kind == "ok"


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
