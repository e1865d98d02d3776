"""Who may change what of a person."""

import pytest

from refdesk.services import customers
from refdesk.services.customers import NewCustomer
from tests.support.refusals import refused
from tests.support.shops import TestShop


def phones(shop: TestShop, name: str) -> list[str]:
    person = customers.get_customer(shop.desk, shop.who(name))
    return [phone.value for phone in person.of_kind("phone")]


def test_another_phone_is_a_managers_to_note(wash: TestShop) -> None:
    wash.add("Anna", "+79161234567")
    ivan, maria = wash.hire("Ivan", "cashier"), wash.hire("Maria", "manager")
    other = NewCustomer(phones=("8 916 999-88-77",))
    with wash.acting(ivan), refused("not_allowed"):
        customers.edit_customer(wash.desk, wash.who("Anna"), other)
    assert phones(wash, "Anna") == ["+79161234567"]
    with wash.acting(ivan, approver=maria):
        customers.edit_customer(wash.desk, wash.who("Anna"), other)
    assert "+79169998877" in phones(wash, "Anna")


@pytest.mark.parametrize("change", [
    NewCustomer("Anna Petrova"), NewCustomer(phones=("+7 916 123-45-67",)),
    NewCustomer(plates=("A123BC77",)),
])  # fmt: skip
def test_a_cashier_notes_the_rest(wash: TestShop, change: NewCustomer) -> None:
    wash.add("Anna", "+79161234567")
    with wash.acting(wash.hire("Ivan", "cashier")):
        customers.edit_customer(wash.desk, wash.who("Anna"), change)
    assert phones(wash, "Anna") == ["+79161234567"]


def test_a_cashier_notes_the_first_phone_of_somebody(wash: TestShop) -> None:
    added = customers.add_customer(wash.desk, NewCustomer("Boris"))
    wash.names["Boris"] = added.customer.id
    with wash.acting(wash.hire("Ivan", "cashier")):
        customers.edit_customer(wash.desk, wash.who("Boris"), NewCustomer(phones=("89161234567",)))
    assert phones(wash, "Boris") == ["+79161234567"]
