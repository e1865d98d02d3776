"""A terms file that cannot be is refused with the path of the key and what was expected."""

import pytest

from refdesk.domain.errors import DomainError
from refdesk.domain.terms_file import parse_terms

FRIEND = """
[[rule]]
id = "friend"
referral = { kind = "percent_off", percent = "10" }
referrer = [ { kind = "points", amount = 100 } ]
"""


def refusal(text: str) -> tuple[str, str]:
    """The path and what was expected there."""
    with pytest.raises(DomainError) as refused:
        parse_terms(text, 2)
    assert refused.value.code == "bad_terms"
    return str(refused.value.params["field"]), str(refused.value.params["expected"])


def whole(line: str) -> str:
    """A file with one more line above its rules."""
    return f'name = "Test"\n{line}\n{FRIEND}'


def ruled(line: str) -> str:
    """A file whose second rule has one more line."""
    return (
        f'name = "Test"\n{FRIEND}\n[[rule]]\nid = "second"\ntrigger = "every"\n'
        f'{line}\nbuyer = {{ kind = "points", amount = 1 }}\n'
    )


@pytest.mark.parametrize("line, path, expected", [
    ("x = ", "", "toml"),
    ('colour = "red"', "colour", "known_key"),
    ("title = { de = \"x\" }", "title.de", "known_key"),
    ('title = "x"', "title", "table"),
    ('terms_text = { en = 5 }', "terms_text.en", "text"),
    ('codes = "secret"', "codes", "choice"),
    ('word = "SUMMER"', "word", "only_for_campaign"),
    ('codes = "campaign"\nword = "x"', "word", "word"),
    ("code_life_days = -1", "code_life_days", "count"),
    ('code_life_days = "5"', "code_life_days", "count"),
    ("code_life_days = true", "code_life_days", "count"),
    ("code_life_days = 1.5", "code_life_days", "count"),
    ('valid_from = "2026-11-01"', "valid_from", "date"),
    ("valid_from = 2026-11-01T10:00:00", "valid_from", "date"),
    ("valid_from = 2026-12-01\nvalid_to = 2026-11-30", "valid_to", "not_before_start"),
    ('days = ["monday"]', "days.1", "choice"),
    ("days = []", "days", "list"),
    ('days = "mon"', "days", "list"),
    ('hours = ["10-16"]', "hours.1", "hours"),
    ('hours = ["10:00-16:00", "10:00-10:00"]', "hours.2", "hours"),
    ('hours = ["24:00-01:00"]', "hours.1", "hours"),
    ('hours = ["10:00-24:01"]', "hours.1", "hours"),
    ('hours = ["10:60-12:00"]', "hours.1", "hours"),
    ('tills = [""]', "tills.1", "text"),
    ('customers = ["client", "dog"]', "customers.2", "choice"),
    ('stacking = "all"', "stacking", "choice"),
    ('split = "free"', "split", "choice"),
    ('blocked_referrer = "gone"', "blocked_referrer", "choice"),
    ('budget = "0"', "budget", "sum"),
    ("budget = 50000", "budget", "sum"),
    ('budget = "1.001"', "budget", "sum"),
    ('budget = "1,000.00"', "budget", "sum"),
    ('spending = { share = "101" }', "spending.share", "percent"),
    ('spending = { share = 50 }', "spending.share", "percent"),
    ('spending = { expires = 5 }', "spending.expires", "known_key"),
    ("spending = { grace_days = -1 }", "spending.grace_days", "count"),
    ('[statuses]\nperiod = "week"', "statuses.period", "choice"),
])  # fmt: skip
def test_a_key_of_the_whole_version_is_refused_with_its_path(
    line: str, path: str, expected: str
) -> None:
    assert refusal(whole(line)) == (path, expected)


@pytest.mark.parametrize("line, path, expected", [
    ('trigger = "often"', "rule.1.trigger", "choice"),
    ('id = "a b"', "rule.1.id", "rule_id"),
    ("n = 0", "rule.1.n", "positive"),
    ('trigger = "first_n"', "rule.1.n", "required"),
    ('trigger = "nth_visit"\nn = 1', "rule.1.n", "two_or_more"),
    ('trigger = "within_days"', "rule.1.within_days", "required"),
    ('trigger = "milestone"\nn = 3', "rule.1.referrer", "required"),
    ('new_only = "yes"', "rule.1.new_only", "flag"),
    ('minimum = "-5"', "rule.1.minimum", "sum"),
    ("services = []", "rule.1.services", "list"),
    ('excluded_groups = ["food"]', "rule.1.excluded_groups.1", "choice"),
    ("hold_days = 2000000000", "rule.1.hold_days", "count"),
    ('hold_days_by_service = { Tyres = "7" }', "rule.1.hold_days_by_service.Tyres", "count"),
    ("carry_over = 1", "rule.1.carry_over", "flag"),
    ('pool = { percent = "20" }', "rule.1.pool", "only_for_picked"),
    ("limits = { per_week = 1 }", "rule.1.limits.per_week", "known_key"),
    ("limits = { per_code = { month = -1 } }", "rule.1.limits.per_code.month", "count"),
    ("limits = { per_code = 3 }", "rule.1.limits.per_code", "table"),
    ('limits = { per_purchase = "0" }', "rule.1.limits.per_purchase", "sum"),
    ('by_service = { A = { referrer = [] } }', "rule.1.by_service.A.referrer", "list"),
    ('by_referrals = [ { referrer = [] } ]', "rule.1.by_referrals.1.from", "positive"),
    ("by_referrals = [ { from = 9 }, { from = 9 } ]", "rule.1.by_referrals.2.from", "rising"),
])  # fmt: skip
def test_a_key_of_a_rule_is_refused_with_its_path(line: str, path: str, expected: str) -> None:
    head = "" if line.startswith("id") else 'id = "friend"\n'
    side = "" if "milestone" in line else 'buyer = { kind = "points", amount = 1 }\n'
    assert refusal(f'name = "T"\n[[rule]]\n{head}{line}\n{side}') == (path, expected)


def test_the_path_counts_rules_levels_and_keys() -> None:
    text = 'referrer = [ { kind = "money", percent = "five" } ]'
    assert refusal(ruled(text)) == ("rule.2.referrer.1.percent", "percent")


@pytest.mark.parametrize("benefit, path, expected", [
    ('{ amount = 5 }', "kind", "required"),
    ('{ kind = "love", amount = 5 }', "kind", "choice"),
    ('{ kind = "points" }', "", "one_measure"),
    ('{ kind = "points", amount = "100" }', "amount", "positive"),
    ('{ kind = "points", amount = 0 }', "amount", "positive"),
    ('{ kind = "points", amount = 5, percent = "5" }', "", "one_measure"),
    ('{ kind = "points", per = "50.00" }', "", "one_measure"),
    ('{ kind = "points", amount = 5, cap = "5" }', "", "one_measure"),
    ('{ kind = "store_credit", amount = 500 }', "amount", "sum"),
    ('{ kind = "money", percent = "5", cost = "1" }', "", "one_measure"),
    ('{ kind = "percent_off", amount = "5" }', "percent", "required"),
    ('{ kind = "percent_off", percent = "5", amount = "5" }', "amount", "not_for_kind"),
    ('{ kind = "percent_off", percent = "100.01" }', "percent", "percent"),
    ('{ kind = "amount_off", percent = "5" }', "amount", "required"),
    ('{ kind = "amount_off", amount = "5", cap = "9" }', "cap", "not_for_kind"),
    ('{ kind = "gift", cost = "5" }', "gift", "required"),
    ('{ kind = "gift", gift = "x", amount = "5" }', "amount", "not_for_kind"),
    ('{ kind = "stamps", percent = "5" }', "percent", "not_for_kind"),
    ('{ kind = "points", amount = 1, colour = "red" }', "colour", "known_key"),
    ('"points"', "", "table"),
])  # fmt: skip
def test_a_benefit_that_cannot_be_is_refused(benefit: str, path: str, expected: str) -> None:
    where = f"rule.1.referral.{path}".rstrip(".")
    text = f'name = "T"\n[[rule]]\nid = "r"\nreferral = {benefit}\n'
    assert refusal(text) == (where, expected)


@pytest.mark.parametrize("text, path, expected", [
    (FRIEND, "name", "required"),
    ('name = "T"', "rule", "required"),
    ('name = "T"\nrule = []', "rule", "list"),
    (f'name = "T"\n{FRIEND}{FRIEND}', "rule.2.id", "unique"),
    ('name = "T"\n[[rule]]\nid = "r"\n', "rule.1", "gives_nothing"),
    (f'name = "T"\ncodes = "none"\n{FRIEND}', "rule.1.referral", "needs_codes"),
    (f'name = "T"\nsplit = "picked"\n{FRIEND}', "rule.1.referral", "unlike_sides"),
    ('name = "T"\n' + FRIEND + 'trigger = "birthday"\n', "rule.1.referral", "not_for_trigger"),
    (f'name = "{"x" * 501}"\n{FRIEND}', "name", "text"),
    (f'name = "  "\n{FRIEND}', "name", "text"),
])  # fmt: skip
def test_what_does_not_agree_with_itself_is_refused(text: str, path: str, expected: str) -> None:
    assert refusal(text) == (path, expected)


def test_r57_a_pool_stands_alone_and_has_one_measure() -> None:
    head = 'name = "T"\nsplit = "picked"\n[[rule]]\nid = "r"\n'
    side = 'referral = { kind = "percent_off", percent = "5" }\n'
    pool = 'pool = { percent = "20" }\n'
    assert refusal(head + side + pool) == ("rule.1.referral", "not_with_pool")
    both = 'pool = { percent = "20", amount = "5" }\n'
    assert refusal(head + both) == ("rule.1.pool", "one_percent_or_sum")


@pytest.mark.parametrize("kind", ["money", "store_credit"])
def test_r23_a_word_is_never_worth_money(kind: str) -> None:
    text = (f'name = "T"\ncodes = "campaign"\n[[rule]]\nid = "r"\ntrigger = "every"\n'
            f'referral = {{ kind = "{kind}", amount = "5" }}\n')  # fmt: skip
    assert refusal(text) == ("rule.1.referral.kind", "not_money_for_word")
    by_service = (
        f'name = "T"\ncodes = "campaign"\n[[rule]]\nid = "r"\ntrigger = "every"\n'
        f'by_service = {{ Wash = {{ referral = {{ kind = "{kind}", amount = "5" }} }} }}\n'
    )
    assert refusal(by_service) == ("rule.1.by_service.Wash.referral.kind", "not_money_for_word")


STATUS = '[[status]]\nname = "{name}"\n{terms}\n'


@pytest.mark.parametrize("first, second, path, expected", [
    ("", 'spend = "5"', "status.1.spend", "required"),
    ('spend = "50"', 'spend = "50"', "status.2", "rising"),
    ("referrals = 4", "referrals = 2", "status.2", "rising"),
    ('spend = "5"', 'spend = "6"\noverride = { other = {} }', "status.2.override.other",
     "rule_of_this_file"),
    ('spend = "5"\nbadge = 1', "referrals = 3", "status.1.badge", "known_key"),
])  # fmt: skip
def test_r45_statuses_rise(first: str, second: str, path: str, expected: str) -> None:
    parts = [STATUS.format(name="A", terms=first), STATUS.format(name="B", terms=second)]
    assert refusal(f'name = "T"\n{FRIEND}' + "".join(parts)) == (path, expected)


@pytest.mark.parametrize("body, path, expected", [
    ("", "contest.prizes", "required"),
    ('period = "dates"', "contest.from", "required"),
    ('period = "dates"\nfrom = 2026-11-02\nto = 2026-11-01', "contest.to", "not_before_start"),
    ('measure = "tokens"', "contest.token_price", "required"),
    ('measure = "likes"', "contest.measure", "choice"),
])  # fmt: skip
def test_r78_a_contest_that_cannot_be_is_refused(body: str, path: str, expected: str) -> None:
    prizes = "" if not body else 'prizes = [{ place = 1, kind = "gift", gift = "x" }]'
    text = f'name = "T"\n{FRIEND}\n[contest]\n{body}\n{prizes}\n'
    assert refusal(text) == (path, expected)


def test_r78_a_place_has_one_prize() -> None:
    prize = '{ place = 1, kind = "gift", gift = "x" }'
    text = f'name = "T"\n{FRIEND}\n[contest]\nprizes = [{prize}, {prize}]\n'
    assert refusal(text) == ("contest.prizes", "unique")


# -- what a trigger cannot give, or nothing can take ------------------------------------------

GIFT = '{ kind = "gift", gift = "x" }'
POINT = '{ kind = "points", amount = 1 }'
SHARE = '{ kind = "points", percent = "5" }'
STAMP = '{ kind = "stamps" }'
CARD = '[[rule]]\nid = "card"\ntrigger = "nth_visit"\nn = 6\n'


def one_rule(body: str, head: str = "") -> str:
    """A file of one rule."""
    return f'name = "T"\n{head}\n[[rule]]\nid = "r"\n{body}\n'


@pytest.mark.parametrize("body, path, expected", [
    (f'trigger = "nth_visit"\nn = 6\nreferral = {GIFT}', "rule.1.referral", "not_for_trigger"),
    (f'trigger = "nth_visit"\nn = 6\nbuyer = {GIFT}', "rule.1.buyer.kind", "choice"),
    (f'trigger = "next_visit"\nreferrer = [{GIFT}]', "rule.1.referrer", "not_for_trigger"),
    (f'trigger = "birthday"\nreferral = {GIFT}', "rule.1.referral", "not_for_trigger"),
    (f'trigger = "birthday"\nbuyer = {SHARE}', "rule.1.buyer.percent", "fixed_for_occasion"),
    ('trigger = "joining"\nbuyer = { kind = "points", per = "5.00", amount = 1 }',
     "rule.1.buyer.per", "fixed_for_occasion"),
    (f'trigger = "joining"\nbuyer = {POINT}\nby_service = {{ A = {{ buyer = {POINT} }} }}',
     "rule.1.by_service", "not_for_trigger"),
    (f'trigger = "milestone"\nn = 3\nreferrer = [{POINT}]\nbuyer = {POINT}', "rule.1.buyer",
     "not_for_trigger"),
    (f'trigger = "milestone"\nn = 3\nreferrer = [{POINT}, {POINT}]', "rule.1.referrer", "list"),
    (f'trigger = "every"\nbuyer = {STAMP}', "rule.1.buyer.kind", "needs_stamp_card"),
    (f'by_service = {{ A = {{ referrer = [{STAMP}] }} }}\nreferral = {GIFT}',
     "rule.1.by_service.A.referrer.1.kind", "needs_stamp_card"),
])  # fmt: skip
def test_what_a_trigger_cannot_give_is_refused(body: str, path: str, expected: str) -> None:
    assert refusal(one_rule(body)) == (path, expected)


@pytest.mark.parametrize("body", [
    'trigger = "nth_visit"\nn = 6',
    'trigger = "nth_visit"\nn = 6\nbuyer = { kind = "stamps", amount = 2 }',
    f'referrer = [{STAMP}]\n{CARD}',
    f'trigger = "next_visit"\nbuyer = {GIFT}',
    f'trigger = "joining"\nbuyer = {POINT}\nreferral = {GIFT}\nreferrer = [{POINT}, {POINT}]',
    'trigger = "birthday"\nwithin_days = 3\nbuyer = { kind = "percent_off", percent = "20" }',
    f'trigger = "milestone"\nn = 3\nreferrer = [{GIFT}]',
    f'trigger = "every"\nbuyer = {SHARE}\ncarry_over = true',
    f'trigger = "every"\n[[status]]\nname = "A"\nspend = "5"\n'
    f'override = {{ r = {{ buyer = {SHARE} }} }}',
])  # fmt: skip
def test_what_makes_sense_is_read(body: str) -> None:
    assert parse_terms(one_rule(body), 2).rules[0].id == "r"


@pytest.mark.parametrize("body, expected", [
    (f"buyer = {POINT}", "rate_to_carry"),
    (f'buyer = {SHARE}\nreferrer = [{{ kind = "money", percent = "5" }}]', "one_kind_to_carry"),
    ('buyer = { kind = "points", per = "99999999.97", amount = 1 }', "common_measure"),
])  # fmt: skip
def test_r72_what_is_carried_over_is_a_part_of_one_unit(body: str, expected: str) -> None:
    text = one_rule(f'trigger = "every"\ncarry_over = true\n{body}')
    assert refusal(text) == ("rule.1.carry_over", expected)


def test_r57_a_pool_is_for_rules_that_bring_friends() -> None:
    pool = 'pool = { percent = "20" }'
    picked = 'split = "picked"'
    milestone = f'trigger = "milestone"\nn = 3\nreferrer = [{POINT}]\n{pool}'
    assert refusal(one_rule(milestone, picked)) == ("rule.1.pool", "not_for_trigger")
    table = f"{pool}\nby_service = {{ A = {{ referral = {GIFT} }} }}"
    assert refusal(one_rule(table, picked)) == ("rule.1.by_service.A.referral", "not_with_pool")
    no_codes = f'{picked}\ncodes = "none"'
    assert refusal(one_rule(pool, no_codes)) == ("rule.1.pool", "needs_codes")
    assert parse_terms(one_rule(pool, picked), 2).split == "picked"


def test_a_status_gives_no_more_than_its_rules_trigger_can() -> None:
    status = f'[[status]]\nname = "A"\nspend = "5"\noverride = {{ r = {{ referral = {GIFT} }} }}'
    birthday = f'trigger = "birthday"\nbuyer = {GIFT}\n{status}'
    assert refusal(one_rule(birthday)) == ("status.1.override.r.referral", "not_for_trigger")


def test_r78_prizes_are_fixed_and_a_contest_needs_codes() -> None:
    contest = '[contest]\nprizes = [{{ place = 1, kind = "points", {measure} }}]\n'
    text = f'name = "T"\n{FRIEND}' + contest.format(measure='percent = "5"')
    assert refusal(text) == ("contest.prizes.1.percent", "fixed_for_occasion")
    alone = one_rule(f'trigger = "every"\nbuyer = {POINT}', 'codes = "none"')
    assert refusal(alone + contest.format(measure="amount = 1")) == ("contest", "needs_codes")


def test_r64_a_payout_after_referrals_needs_money_to_pay_out() -> None:
    assert refusal(whole("spending = { payout_after_referrals = 3 }")) == (
        "spending.payout_after_referrals", "needs_money",
    )  # fmt: skip
    money = one_rule('referrer = [{ kind = "money", percent = "5" }]',
                     "spending = { payout_after_referrals = 3 }")  # fmt: skip
    assert parse_terms(money, 2).spending.payout_after_referrals == 3
