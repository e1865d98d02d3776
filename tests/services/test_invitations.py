"""A customer's own code for the screen: which one, and what is left behind of it."""

from refdesk.domain.codes import group_code
from refdesk.services.customers import show_customer
from refdesk.services.invitations import invitation_of
from refdesk.services.programmes import set_status
from refdesk.words.catalogue import load_words
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

WORDS = load_words("en", currency="RUB")


def test_the_code_stands_in_the_offer_and_is_logged(wash: TestShop) -> None:
    code = wash.add("Anna Lee")
    found = invitation_of(wash.desk, wash.who("Anna Lee"), WORDS)
    assert (found.name, found.code, found.shown) == ("Anna Lee", code, group_code(code))
    assert found.shown in found.text
    ((details,),) = wash.desk.store.sql("SELECT details FROM audit WHERE action = 'code_shown'")
    assert code not in details
    assert f'"customer":{wash.who("Anna Lee")}' in details


def test_of_several_codes_the_one_that_gives_friends_something_is_shown(shops: Shops) -> None:
    shop = shops.open("car-wash", "salon")
    shop.add("Anna")
    codes = show_customer(shop.desk, shop.who("Anna")).codes
    assert len(codes) == 2
    assert invitation_of(shop.desk, shop.who("Anna"), WORDS).code == codes[0].code


def test_without_a_code_that_works_there_is_nothing_to_show(wash: TestShop) -> None:
    wash.add("Anna")
    set_status(wash.desk, "P1", "pause")
    with refused("code_unknown"):
        invitation_of(wash.desk, wash.who("Anna"), WORDS)
