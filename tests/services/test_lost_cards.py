"""Lost cards and stolen ones: who reported it when, and what the counter says (G16)."""

import pytest

from refdesk.domain.errors import DomainError
from refdesk.services import codes, print_runs
from refdesk.services.activation import activate_code
from refdesk.services.card_swap import replace_code
from refdesk.services.look_up import look_up
from refdesk.services.print_runs import NewRun
from refdesk.services.run_confirming import confirm_run
from refdesk.storage.tables import AuditRow, RefusalRow
from refdesk.words.catalogue import Words, load_words
from refdesk.words.reasons import refusal_text
from refdesk.words.verdicts import verdict_of
from tests.support.refusals import refused
from tests.support.shops import TestShop

EN = load_words("en")


def seen(shop: TestShop, code: str) -> DomainError:
    refusal = look_up(shop.desk, code).refusal
    assert refusal is not None
    return refusal


def said(words: Words, refusal: DomainError) -> tuple[str, str]:
    title, step = refusal_text(words, refusal)
    return title.replace("\xa0", " "), step.replace("\xa0", " ")


def shown(shop: TestShop) -> list[dict[str, object]]:
    query = AuditRow.select().where(AuditRow.action == "stolen_card_shown")
    return [row.details for row in shop.desk.store.all(query)]


def gift_card(shop: TestShop) -> str:
    made = print_runs.create_run(shop.desk, NewRun(1, kind="gift_card", value=50_000))
    confirm_run(shop.desk, made.run.id)
    activate_code(shop.desk, made.codes[0])
    return made.codes[0]


def test_g16_a_stolen_card_alerts_with_who_reported_it_when(wash: TestShop) -> None:
    code = wash.add("Anna")
    with wash.acting(wash.hire("Denis Orlov", "cashier")):
        codes.block_code(wash.desk, code, "Stolen")
    wash.clock.forward(days=2)
    refusal = seen(wash, code)
    assert verdict_of(refusal.code, refusal.params) == "stop_blocked"
    assert said(EN, refusal) == (
        "Stolen card, reported on 18 Nov",
        "Denis O. reported it. Keep the card and ask a manager",
    )
    with refused("code_blocked", stolen=True):
        wash.buy("1000", code=code, phone="+79170000001")
    with refused("code_blocked", stolen=True):
        wash.quote("1000", code=code, phone="+79170000001")


def test_g16_the_alert_is_recorded_for_the_owner(wash: TestShop) -> None:
    code = wash.add("Anna")
    block = codes.block_code(wash.desk, code, "stolen: from the car").code
    assert shown(wash) == []
    seen(wash, code)
    with refused("code_blocked"):
        wash.buy("1000", code=code, phone="+79170000001")
    assert shown(wash) == [{"code": "…" + code[-3:], "id": block.id}] * 2
    rows = wash.desk.store.all(RefusalRow.select())
    assert [(row.refusal, row.code_mask) for row in rows] == [("code_blocked", "…" + code[-3:])] * 2


def test_g16_a_lost_card_is_refused_without_an_alert(wash: TestShop) -> None:
    code = wash.add("Anna")
    codes.block_code(wash.desk, code, "Card is lost")
    assert said(EN, seen(wash, code)) == ("Code is blocked", "18 Nov: Card is lost")
    assert shown(wash) == []


def test_g16_who_shows_a_stolen_card_is_nobody(wash: TestShop) -> None:
    code = wash.add("Anna")
    codes.block_code(wash.desk, code, "stolen")
    with refused("code_blocked", stolen=True):
        wash.buy("1000", customer=code)
    with refused("code_blocked", stolen=True):
        wash.buy("1000", customer=code, spend_points=10)
    assert len(shown(wash)) == 2
    wash.buy("1000", customer="Anna")


def test_g16_a_stolen_gift_card_alerts_where_it_should_pay(wash: TestShop) -> None:
    card, other = gift_card(wash), gift_card(wash)
    codes.block_code(wash.desk, card, "stolen: bag")
    with pytest.raises(DomainError) as refusal:
        wash.buy("1000", gift_cards=(other, card))
    assert said(EN, refusal.value) == (
        "Stolen card, reported on 18 Nov", "Keep the card and ask a manager",
    )  # fmt: skip
    assert said(EN, seen(wash, card))[0] == "Stolen card, reported on 18 Nov"
    assert [one["code"] for one in shown(wash)] == ["…" + card[-3:]] * 2


def test_g16_a_stolen_card_that_waits_for_activation_alerts_too(wash: TestShop) -> None:
    made = print_runs.create_run(wash.desk, NewRun(2, kind="gift_card", value=50_000))
    confirm_run(wash.desk, 1)
    codes.block_code(wash.desk, made.codes[0], "stolen")
    with refused("code_blocked", stolen=True):
        activate_code(wash.desk, made.codes[0])
    assert len(shown(wash)) == 1


def test_g16_a_card_is_swapped_and_reported_stolen_in_one_go(wash: TestShop) -> None:
    code = wash.add("Anna")
    with wash.acting(wash.hire("Denis Orlov", "cashier")):
        swapped = replace_code(wash.desk, code, "stolen")
    assert said(EN, seen(wash, code)) == (
        "Stolen card, reported on 18 Nov",
        "Denis O. reported it. Keep the card and ask a manager",
    )
    assert look_up(wash.desk, swapped.code).verdict == "ok_new"
    wash.buy("1000", code=swapped.code, phone="+79170000001")
    with refused("bad_reason"):
        replace_code(wash.desk, swapped.code, "x" * 201)
    assert wash.problems() == []


def test_g16_who_reported_a_card_is_known_after_it_was_swapped(wash: TestShop) -> None:
    code = wash.add("Anna")
    with wash.acting(wash.hire("Denis Orlov", "cashier")):
        codes.block_code(wash.desk, code, "stolen")
    wash.clock.forward(days=1)
    swapped = replace_code(wash.desk, code)
    assert said(EN, seen(wash, code))[1].startswith("Denis O. reported it")
    assert look_up(wash.desk, swapped.code).kind == "code"


def test_g16_the_other_way_a_lost_card_leads_to_the_new_one(wash: TestShop) -> None:
    code = wash.add("Anna")
    swapped = replace_code(wash.desk, code)
    found = look_up(wash.desk, code)
    assert (found.verdict, found.code and found.code.code) == ("check_old_card", swapped.code)
    codes.block_code(wash.desk, code, "украдена вместе с сумкой")
    refusal = seen(wash, code)
    assert refusal.params["stolen"] is True
    assert refusal.params["why"] == "вместе с сумкой"
