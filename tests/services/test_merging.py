"""Two records of a person become one: who he is, who brought him, whom he brought (R30-R39)."""

from collections.abc import Iterator

import pytest

from refdesk.services import accounts, customers, look_up, staff
from refdesk.services.codes import issue_personal
from refdesk.services.customer_state import block_customer, change_referrer
from refdesk.services.customers import CustomerDetails, NewCustomer
from refdesk.services.merging import Merged, merge_customers
from refdesk.services.programmes import get_programme
from refdesk.storage import customers as people
from refdesk.storage import merging as storage
from refdesk.storage import shop as shops_storage
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop, day


@pytest.fixture
def shop(wash: TestShop) -> Iterator[TestShop]:
    """A shop in which nothing is wrong, before and after."""
    for name in ("Anna", "Boris"):
        wash.add(name)
    yield wash
    assert wash.problems() == []


def merge(shop: TestShop, keep: str, other: str, *, drops_claim: bool = False) -> Merged:
    return merge_customers(shop.desk, shop.who(keep), shop.who(other), drops_claim=drops_claim)


def shown(shop: TestShop, name: str) -> CustomerDetails:
    return customers.show_customer(shop.desk, shop.who(name))


def brings(shop: TestShop, friend: str, name: str) -> int:
    """A newcomer with a friend's code, who has paid; his id."""
    made = shop.buy("1000", code=shop.code(friend), name=name, phone=f"+7917{len(shop.names):07}")
    assert made.customer is not None
    shop.names[name] = made.customer
    return made.customer


def referrer_of(shop: TestShop, name: str) -> int | None:
    referral = shown(shop, name).referral
    return referral.referrer if referral else None


# -- who he is -----------------------------------------------------------------------------------


def test_r39_the_person_has_what_is_known_on_either_record(wash: TestShop) -> None:
    first = NewCustomer("", phones=("+79160000001",), tags=("vip", "fleet"), consent="paper")
    anna = customers.add_customer(wash.desk, first).customer.id
    wash.clock.forward(days=3)
    second = NewCustomer(
        "Anna Lebedeva", phones=("+79160000002",), plates=("А123ВС777",),
        emails=("anna@example.org",), kind="ambassador", birthday=day("1990-12-31"),
        tags=("fleet", "blog"), consent="at the till",
    )  # fmt: skip
    other = customers.add_customer(wash.desk, second).customer.id
    with wash.desk.store.write():
        people.update_customer(wash.desk.store, anna, note="likes wax")
        people.update_customer(wash.desk.store, other, note="came from the blog")
    made = merge_customers(wash.desk, anna, other)
    person = made.customer
    assert (made.merged, made.repeated) == (other, False)
    assert (person.id, person.name, person.kind) == (anna, "Anna Lebedeva", "ambassador")
    assert (person.registered_on, person.birthday) == (day("2026-11-18"), day("1990-12-31"))
    assert person.tags == ("vip", "fleet", "blog")
    assert [len(person.of_kind(kind)) for kind in ("phone", "plate", "email")] == [2, 1, 1]
    assert person.note.splitlines() == [
        "likes wax", "came from the blog", f"2026-11-21: + C{other} Anna Lebedeva",
    ]  # fmt: skip
    assert wash.desk.store.sql("SELECT customer_id FROM consent") == [(anna,), (anna,)]
    assert wash.problems() == []


def test_r39_the_older_registration_is_kept_whichever_record_is(shop: TestShop) -> None:
    shop.clock.forward(days=9)
    shop.add("Clara")
    assert merge(shop, "Clara", "Boris").customer.registered_on == day("2026-11-18")


def test_r39_the_kept_record_says_who_he_is_where_both_do(wash: TestShop) -> None:
    wash.add("Anna", kind="employee", birthday=day("1990-01-01"))
    wash.add("Anya", kind="ambassador", birthday=day("1991-01-01"))
    person = merge(wash, "Anna", "Anya").customer
    assert (person.name, person.kind, person.birthday) == ("Anna", "employee", day("1990-01-01"))


def test_r39_both_cards_and_both_phones_keep_working(shop: TestShop) -> None:
    codes = [shop.code("Anna"), shop.code("Boris")]
    merge(shop, "Anna", "Boris")
    assert [code.code for code in shown(shop, "Anna").codes] == codes
    for number, code in enumerate(codes):
        shop.buy("1000", code=code, phone=f"+7917000000{number}")
        found = customers.find_who(shop.desk, shop.desk.shop(), code)
        assert found is not None
        assert (found.customer.id, found.proof) == (shop.who("Anna"), "code")
    assert shop.balance("Anna") == 200
    for phone in ("+79160000001", "+79160000002"):
        assert customers.get_who(shop.desk, phone).customer.id == shop.who("Anna")
    with refused("own_code"):
        shop.buy("1000", code=codes[1], customer=codes[0])


def test_r39_the_number_on_an_old_paper_finds_the_person(shop: TestShop) -> None:
    boris = shop.who("Boris")
    merge(shop, "Anna", "Boris")
    found = customers.find_who(shop.desk, shop.desk.shop(), f"C{boris}")
    assert found is not None
    assert (found.customer.id, found.by, found.proof) == (shop.who("Anna"), "id", None)
    seen = look_up.look_up(shop.desk, f"c{boris}")
    assert seen.customer is not None
    assert (seen.kind, seen.customer.id) == ("customer", shop.who("Anna"))
    assert shop.buy("500", customer=f"C{boris}").customer == shop.who("Anna")


def test_r39_a_merged_record_is_in_no_list(shop: TestShop) -> None:
    merge(shop, "Anna", "Boris")
    assert customers.search_customers(shop.desk, "") == [shop.who("Anna")]
    assert customers.search_customers(shop.desk, "bor") == []
    assert customers.search_customers(shop.desk, shop.code("Anna")) == [shop.who("Anna")]
    (line,) = customers.customer_lines(shop.desk, [shop.who("Anna")])
    assert (line.name, line.phone) == ("Anna", "+79160000001")
    with refused("customer_unknown"):
        customers.get_customer(shop.desk, shop.who("Boris"))


def test_r51_a_merged_record_holds_nothing_about_anybody(shop: TestShop) -> None:
    boris = shop.who("Boris")
    merge(shop, "Anna", "Boris")
    row = shop.desk.store.sql(
        "SELECT name, name_folded, birthday, tags, note, purchases, state, merged_into"
        " FROM customer WHERE id = ?", (boris,),
    )  # fmt: skip
    assert row == [("", "", None, "[]", "", 0, "merged", shop.who("Anna"))]
    found = shop.desk.store.sql("SELECT COUNT(*) FROM customer_search WHERE rowid = ?", (boris,))
    assert found == [(0,)]


def test_r39_a_merge_of_the_kept_one_leads_on_in_one_step(shop: TestShop) -> None:
    shop.add("Clara")
    merge(shop, "Boris", "Anna")
    merge(shop, "Clara", "Boris")
    for name in ("Anna", "Boris"):
        assert storage.merged_into(shop.desk.store, shop.who(name)) == shop.who("Clara")
        found = customers.get_who(shop.desk, f"C{shop.who(name)}")
        assert (found.customer.id, found.merged) == (shop.who("Clara"), shop.who(name))
    assert len(shown(shop, "Clara").codes) == 3


def test_r39_staff_stacks_and_codes_follow(shop: TestShop) -> None:
    boris = shop.hire("Boris", "cashier", customer="Boris")
    version = get_programme(shop.desk, "P1")
    issue_personal(shop.desk, customers.get_customer(shop.desk, shop.who("Boris")), version)
    merge(shop, "Anna", "Boris")
    row = shops_storage.find_staff(shop.desk.store, "boris")
    assert (row.id, row.customer) == (boris.staff, shop.who("Anna"))
    assert len(shown(shop, "Anna").codes) == 3


# -- who brought him, whom he brought --------------------------------------------------------------


def test_r39_whom_either_brought_the_person_brought(shop: TestShop) -> None:
    dora, eva = brings(shop, "Anna", "Dora"), brings(shop, "Boris", "Eva")
    merge(shop, "Anna", "Boris")
    details = shown(shop, "Anna")
    assert {one.customer for one in details.referrals} == {dora, eva}
    assert details.effective_referrals == 2
    assert [referrer_of(shop, name) for name in ("Dora", "Eva")] == [shop.who("Anna")] * 2
    shop.add("Fedor", code=shop.code("Eva"))
    shop.buy("1000", customer="Eva")
    assert people.referrer_line(shop.desk.store, shop.who("Fedor")) == [eva, shop.who("Anna")]


@pytest.mark.parametrize("keep, other", [("Clara", "Dora"), ("Dora", "Clara")])
def test_r39_the_earlier_claim_is_kept_whichever_record_is(
    shop: TestShop, keep: str, other: str
) -> None:
    brings(shop, "Anna", "Clara")
    shop.clock.forward(days=1)
    brings(shop, "Boris", "Dora")
    before = shown(shop, "Clara").referral
    merge(shop, keep, other)
    kept = shown(shop, keep).referral
    assert before is not None
    assert kept is not None
    assert (kept.referrer, kept.claimed_on) == (shop.who("Anna"), before.claimed_on)
    assert kept.effective == before.effective
    assert [shown(shop, name).effective_referrals for name in ("Anna", "Boris")] == [1, 0]


def test_r30_no_benefit_moves_with_a_claim_that_is_forgotten(shop: TestShop) -> None:
    brings(shop, "Anna", "Clara")
    brings(shop, "Boris", "Dora")
    merge(shop, "Clara", "Dora")
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [100, 100]
    shop.buy("1000", customer="Clara")
    assert [shop.balance(name) for name in ("Anna", "Boris")] == [100, 100]


def test_r39_the_only_claim_is_the_persons(shop: TestShop) -> None:
    brings(shop, "Anna", "Clara")
    merge(shop, "Boris", "Clara")
    assert referrer_of(shop, "Boris") == shop.who("Anna")


def test_r39_of_two_claims_by_one_referrer_one_is_left(shop: TestShop) -> None:
    brings(shop, "Anna", "Clara")
    brings(shop, "Anna", "Dora")
    merge(shop, "Clara", "Dora")
    details = shown(shop, "Anna")
    assert ([one.customer for one in details.referrals], details.effective_referrals) == (
        [shop.who("Clara")],
        1,
    )


def test_r33_who_had_paid_on_either_record_is_not_new(shop: TestShop) -> None:
    shop.buy("1000", customer="Boris")
    shop.clock.forward(days=1)
    shop.add("Clara", code=shop.code("Anna"))
    claim = shown(shop, "Clara").referral
    assert claim is not None
    assert claim.was_new
    merge(shop, "Boris", "Clara")
    claim = shown(shop, "Boris").referral
    assert claim is not None
    assert not claim.was_new
    assert shop.buy("1000", customer="Boris").discount == 0
    assert shop.balance("Anna") == 0


def test_r33_who_paid_after_the_claim_only_is_new(shop: TestShop) -> None:
    shop.add("Clara", code=shop.code("Anna"))
    shop.clock.forward(days=1)
    shop.buy("1000", customer="Boris")
    merge(shop, "Boris", "Clara")
    assert shop.buy("1000", customer="Boris").discount == 10_000
    assert shop.balance("Anna") == 100


# -- nobody his own referrer, no circle ------------------------------------------------------------


@pytest.mark.parametrize("keep, other", [("Anna", "Clara"), ("Clara", "Anna")])
def test_r31_a_merge_that_makes_somebody_his_own_referrer_is_refused(
    shop: TestShop, keep: str, other: str
) -> None:
    brings(shop, "Anna", "Clara")
    counts = shop.counts()
    with refused("own_code", invited=shop.who("Clara"), friend=shop.who("Anna")):
        merge(shop, keep, other)
    assert shop.counts() == counts


@pytest.mark.parametrize("keep, other", [("Anna", "Clara"), ("Clara", "Anna")])
def test_r31_where_it_is_said_to_be_one_person_that_claim_is_forgotten(
    shop: TestShop, keep: str, other: str
) -> None:
    brings(shop, "Anna", "Clara")
    merge(shop, keep, other, drops_claim=True)
    assert (referrer_of(shop, keep), shown(shop, keep).referrals) == (None, ())
    assert (shop.balance(keep), shown(shop, keep).customer.purchases) == (100, 1)


def test_r30_with_a_claim_by_himself_forgotten_the_first_valid_one_is_kept(shop: TestShop) -> None:
    brings(shop, "Anna", "Clara")
    shop.clock.forward(days=1)
    change_referrer(shop.desk, shop.who("Anna"), shop.who("Boris"), "said so by phone")
    with refused("own_code"):
        merge(shop, "Anna", "Clara")
    merge(shop, "Anna", "Clara", drops_claim=True)
    assert referrer_of(shop, "Anna") == shop.who("Boris")


def test_r31_a_later_claim_by_himself_is_forgotten_without_a_question(shop: TestShop) -> None:
    change_referrer(shop.desk, shop.who("Anna"), shop.who("Boris"), "said so by phone")
    shop.clock.forward(days=1)
    brings(shop, "Anna", "Clara")
    merge(shop, "Anna", "Clara")
    assert referrer_of(shop, "Anna") == shop.who("Boris")


@pytest.mark.parametrize("keep, other", [("Anna", "Eva"), ("Eva", "Anna")])
def test_r32_a_merge_that_closes_a_circle_is_refused(shop: TestShop, keep: str, other: str) -> None:
    brings(shop, "Anna", "Clara")
    brings(shop, "Clara", "Dora")
    brings(shop, "Dora", "Eva")
    with refused("referral_cycle", invited=shop.who("Eva"), friend=shop.who("Dora")):
        merge(shop, keep, other)
    merge(shop, keep, other, drops_claim=True)
    assert referrer_of(shop, keep) is None
    line = people.referrer_line(shop.desk.store, shop.who("Dora"))
    assert line == [shop.who("Clara"), shop.who(keep)]


def test_r32_a_claim_that_is_forgotten_closes_no_circle(shop: TestShop) -> None:
    change_referrer(shop.desk, shop.who("Anna"), shop.who("Boris"), "said so by phone")
    shop.clock.forward(days=1)
    brings(shop, "Anna", "Clara")
    brings(shop, "Clara", "Dora")
    merge(shop, "Anna", "Dora")
    assert [referrer_of(shop, name) for name in ("Anna", "Clara")] == [
        shop.who("Boris"),
        shop.who("Anna"),
    ]


# -- who may, and what cannot be -------------------------------------------------------------------


def test_a_merge_is_a_managers_and_is_audited(shop: TestShop) -> None:
    brings(shop, "Anna", "Clara")
    brings(shop, "Boris", "Dora")
    cashier, manager = shop.hire("Rita", "cashier"), shop.hire("Max", "manager", pin="5038")
    with shop.acting(cashier), refused("not_allowed", role="manager"):
        merge(shop, "Clara", "Dora")
    with shop.acting(cashier, manager):
        merge(shop, "Clara", "Dora")
    rows = shop.desk.store.sql("SELECT details FROM audit WHERE action = 'customers_merged'")
    clara, dora = shop.who("Clara"), shop.who("Dora")
    assert rows == [
        (
            f'{{"claim_of":{clara},"customer":{clara},"dropped":[{shop.who("Boris")}],'
            f'"merged":{dora}}}',
        )
    ]


def test_r39_the_same_merge_again_changes_nothing(shop: TestShop) -> None:
    first = merge(shop, "Anna", "Boris")
    counts = shop.counts()
    again = merge(shop, "Anna", "Boris")
    assert (again.repeated, again.customer) == (True, first.customer)
    assert shop.counts() == counts


def test_what_cannot_be_merged_is_refused_in_plain_words(shop: TestShop) -> None:
    shop.add("Clara")
    anna, clara = shop.who("Anna"), shop.who("Clara")
    merge(shop, "Anna", "Boris")
    for keep, other in (("Clara", "Boris"), ("Boris", "Clara"), ("Boris", "Anna")):
        with refused("already_merged", customer=anna, name="Anna"):
            merge(shop, keep, other)
    with refused("same_customer"):
        merge(shop, "Anna", "Anna")
    for one, two in ((anna, 99), (99, anna)):
        with refused("customer_unknown"):
            merge_customers(shop.desk, one, two)
    block_customer(shop.desk, clara, "a ring of friends")
    for keep, other in (("Anna", "Clara"), ("Clara", "Anna")):
        with refused("customer_blocked", customer=clara, name="Clara"):
            merge(shop, keep, other)


def test_r51_an_erased_person_is_merged_with_nobody(shop: TestShop) -> None:
    with shop.desk.store.write():
        people.update_customer(shop.desk.store, shop.who("Boris"), state="erased", name="")
    for keep, other in (("Anna", "Boris"), ("Boris", "Anna")):
        with refused("customer_unknown"):
            merge(shop, keep, other)


def test_r38_nobody_unites_his_own_account_with_another_one_alone(shop: TestShop) -> None:
    boris = shop.hire("Boris", "manager", customer="Boris")
    rita = shop.hire("Rita", "cashier", pin="5038")
    for keep, other in (("Anna", "Boris"), ("Boris", "Anna")):
        with shop.acting(boris), refused("second_person_needed"):
            merge(shop, keep, other)
    with shop.acting(boris, boris), refused("second_person_needed"):
        merge(shop, "Anna", "Boris")
    with shop.acting(boris, rita):
        merge(shop, "Anna", "Boris")


def test_r46_no_wrong_clock_merges(shop: TestShop) -> None:
    shop.clock.wrong(shop.clock.at.replace(year=2031))
    with refused("clock_suspect"):
        merge(shop, "Anna", "Boris")


def test_r39_nothing_is_written_to_a_record_that_another_till_has_merged(shop: TestShop) -> None:
    boris = customers.get_customer(shop.desk, shop.who("Boris"))
    version = get_programme(shop.desk, "P1")
    merge(shop.at_till("2"), "Anna", "Boris")
    with refused("customer_unknown"):
        issue_personal(shop.desk, boris, version)
    with refused("customer_unknown"):
        customers.edit_customer(shop.desk, boris.id, NewCustomer(phones=("+79990000000",)))
    with refused("customer_unknown"):
        staff.add_staff(shop.desk, "Boris", "cashier", "4927", customer=boris.id)


def test_r38_who_is_signed_in_while_his_account_is_merged_is_watched_still(shop: TestShop) -> None:
    boris = shop.hire("Boris", "cashier", customer="Boris")
    merge(shop, "Anna", "Boris")
    with shop.acting(boris), refused("second_person_needed"):
        shop.buy("1000", code=shop.code("Anna"), phone="+79170000001")


def test_i4_a_merge_that_fails_half_way_has_not_happened(
    shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = shops.open("car-wash")
    for name in ("Anna", "Boris"):
        shop.add(name)
    brings(shop, "Anna", "Clara")
    brings(shop, "Boris", "Dora")
    before = list(shop.desk.store.db.connection().iterdump())

    def dies(*_: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr("refdesk.services.merging.mark_effective", dies)
    with pytest.raises(RuntimeError, match="killed"):
        merge(shop, "Clara", "Dora")
    assert list(shop.desk.store.db.connection().iterdump()) == before
    assert accounts.get_balance(shop.desk, shop.who("Anna")).spendable["points"] == 100
