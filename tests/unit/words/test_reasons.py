"""Every refusal has words in both languages, and its verdict."""

from datetime import UTC, date, datetime
from string import Formatter

import pytest

from refdesk.domain.errors import DomainError
from refdesk.storage import errors as storage
from refdesk.words.catalogue import Words
from refdesk.words.expected import EXPECTED
from refdesk.words.reasons import REFUSALS, refusal_text, storage_text, verdict_of
from refdesk.words.verdicts import VERDICT_OF, VERDICTS, verdict_text
from tests.unit.words.code_base import first_words, names_in

PROMISED = (
    "no_shop shop_exists pin_wrong pin_locked not_allowed clock_suspect key_reused till_paused"
    " code_unknown code_voided code_blocked code_not_activated code_not_yet_valid code_expired"
    " code_used_up programme_paused programme_ended outside_hours till_excluded customer_unknown"
    " identity_needed own_code not_new_customer already_referred referral_cycle customer_excluded"
    " second_person_needed service_unknown service_excluded below_minimum limit_per_customer"
    " limit_per_period budget_spent not_combinable entitlement_unavailable hold_not_over"
    " proof_needed points_insufficient points_share_exceeded sum_changed purchase_unknown"
    " already_voided refund_exceeds_purchase identity_taken word_taken payout_locked"
    " payout_exceeds_balance bad_amount bad_phone bad_date bad_terms bad_file"
).split()


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def used_codes() -> set[str]:
    return first_words("DomainError") | names_in("domain/conditions.py", "_DEAD")


def test_the_code_base_is_read() -> None:
    assert {"own_code", "bad_terms", "programme_ended", "programme_paused"} <= used_codes()


STATES = {"retired", "spoiled", "blocked", "printed"}


@pytest.mark.parametrize("code", sorted({*PROMISED, *used_codes()} - STATES))
def test_every_refusal_has_words_in_both_languages(
    code: str, english: Words, russian: Words
) -> None:
    assert code in REFUSALS
    told = [refusal_text(words, DomainError(code)) for words in (english, russian)]
    for title, step in told:
        assert title
        assert step
        assert code not in title
        assert "{" not in title + step
        assert len(title) <= 60
    assert told[0] != told[1]
    verdict = verdict_of(code)
    assert verdict is None or verdict in VERDICTS


def test_every_verdict_of_a_refusal_is_a_refusals() -> None:
    assert set(VERDICT_OF) <= set(REFUSALS)
    assert {verdict.partition("_")[0] for verdict in VERDICT_OF.values()} == {"stop", "check"}


@pytest.mark.parametrize("key", sorted(VERDICTS))
def test_every_verdict_has_words_whatever_is_known(
    key: str, english: Words, russian: Words
) -> None:
    texts = VERDICTS[key]
    values = {
        name: f"<{name}>"
        for text in (*texts.titles, *texts.steps)
        for _, name, _, _ in Formatter().parse(text)
        if name
    }
    for words in (english, russian):
        for known in ({}, values):
            title, step = verdict_text(words, key, **known)
            assert title
            assert step
            assert "{" not in title + step
        assert "<" not in "".join(verdict_text(words, key))
    assert verdict_text(english, key) != verdict_text(russian, key)


@pytest.mark.parametrize(
    "error, title",
    [
        (DomainError("below_minimum", minimum=50000, missing=10000),
         "Code works from 500 ₽, 100 ₽ to go"),
        (DomainError("code_expired", valid_to=date(2026, 10, 31)), "Code expired on 31 Oct 2026"),
        (DomainError("points_insufficient", unit="points", max=120),
         "Not enough: there is 120 points"),
        (DomainError("points_insufficient", unit="points", max=60, asked=300, have=120),
         "Not enough points: 120 of 300"),
        (DomainError("points_share_exceeded", unit="store_credit", max=2550),
         "This bill takes at most 25,50 ₽"),
        (DomainError("sum_changed", expected=90000, to_pay=95000),
         "The sum has changed: 950 ₽, not 900 ₽"),
        (DomainError("outside_hours", days=(0, 1, 2, 3), hours=((600, 960),)),
         "Code works Mon–Thu 10:00–16:00"),
        (DomainError("outside_hours", days=(0, 2, 5, 6), hours=()),
         "Code works Mon, Wed, Sat, Sun"),
        (DomainError("own_code", name="Anna Lebedeva"), "No discount: this is Anna L.’s own code"),
        (DomainError("own_code", name=""), "No discount: this is an own code"),
        (DomainError("name_taken", name="Anna Lebedeva"), "The name is taken: Anna Lebedeva"),
        (DomainError("not_allowed", role="owner"), "The owner’s PIN is needed"),
        (DomainError("not_allowed", role="manager"), "A manager’s PIN is needed"),
        (DomainError("till_paused", seconds=30, until=datetime(2026, 1, 1, tzinfo=UTC)),
         "Codes are paused: 30 seconds"),
        (DomainError("code_used_up", count=1, limit=1), "Code is already used"),
        (DomainError("code_used_up", count=10, limit=10), "Code has reached its limit, 10 of 10"),
        (DomainError("code_used_up", mask="…QT2"), "Nothing is left on the gift card …QT2"),
        (DomainError("code_expired", mask="…QT2", valid_to=date(2026, 10, 31)),
         "Gift card …QT2 expired on 31 Oct 2026"),
        (DomainError("limit_per_period", period="day", count=2, limit=2, spent_today=2,
                     spend_on=date(2026, 11, 19)),
         "Spent as often as allowed today, 2 of 2"),
        (DomainError("service_excluded", services=("", "Express"), allowed=()),
         "Code is not for: Express"),
        (DomainError("identity_taken", kind="plate", customer=3, name="Anna Lebedeva"),
         "Anna L. already has this plate"),
        (DomainError("bad_pin", reason="digits"), "A PIN has 4 to 6 digits"),
        (DomainError("bad_pin", reason="weak"), "This PIN is too easy to guess"),
    ],
)  # fmt: skip
def test_what_is_known_stands_in_the_title(error: DomainError, title: str, english: Words) -> None:
    assert plain(refusal_text(english, error)[0]) == title


def test_a_gift_card_that_cannot_pay_is_left_aside(english: Words) -> None:
    step = refusal_text(english, DomainError("code_used_up", mask="…QT2"))[1]
    assert step == "Go on without the card …QT2"


def test_what_may_not_be_spent_today_may_be_tomorrow(english: Words) -> None:
    error = DomainError("limit_per_period", count=2, limit=2, spent_today=2,
                        spend_on=date(2026, 11, 19), today=date(2026, 11, 18))  # fmt: skip
    assert plain(refusal_text(english, error)[1]) == "Can be spent again on 19 Nov"


@pytest.mark.parametrize(
    "on, title",
    [(date(2026, 11, 19), "Code starts on 19 Nov (Thursday)"),
     (date(2026, 11, 24), "Code starts on 24 Nov (Tuesday)"),
     (date(2026, 11, 25), "Code starts on 25 Nov")],
)  # fmt: skip
def test_a_weekday_is_said_of_a_day_within_a_week(on: date, title: str, english: Words) -> None:
    error = DomainError("code_not_yet_valid", valid_from=on, today=date(2026, 11, 18))
    assert plain(refusal_text(english, error)[0]) == title


def test_a_code_that_works_once_is_another_verdict_than_a_limit() -> None:
    assert verdict_of("code_used_up", {"limit": 1}) == "stop_used"
    assert verdict_of("code_used_up", {"limit": 3}) == "stop_cap"
    assert verdict_of("bad_phone") is None


def test_r76_a_slip_of_one_symbol_is_another_verdict_than_nobodys_code() -> None:
    assert verdict_of("code_unknown") == "stop_unknown"
    assert verdict_of("code_unknown", {"suggestion": "WASH-7K4M-9XQT-2"}) == "check_typo"


@pytest.mark.parametrize("expected", sorted(first_words("refuse", argument=1)))
def test_every_expectation_of_the_terms_file_is_a_sentence(
    expected: str, english: Words, russian: Words
) -> None:
    assert expected in EXPECTED
    for params in ({}, {"options": "a, b", "most": 3, "kind": "gift", "trigger": "every"}):
        error = DomainError("bad_terms", field="rule.1.n", expected=expected, **params)
        texts = [refusal_text(words, error)[0] for words in (english, russian)]
        assert all("rule.1.n: " in text for text in texts)
        assert texts[0] != texts[1]


def reasons() -> list[str]:
    return [value for name, value in vars(storage).items() if name.isupper() and len(name) > 1
            and isinstance(value, str)]  # fmt: skip


@pytest.mark.parametrize("reason", reasons())
def test_every_trouble_with_the_storage_has_words(
    reason: str, english: Words, russian: Words
) -> None:
    trouble = storage.StorageError(reason, "detail")
    title, step = storage_text(english, trouble)
    assert title != storage_text(russian, trouble)[0]
    assert step
    is_unreachable = reason == storage.UNREACHABLE
    assert is_unreachable or title != storage_text(english, storage.StorageError("unreachable"))[0]
