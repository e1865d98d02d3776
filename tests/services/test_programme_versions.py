"""Programmes in versions (R53, G08): revising, moving codes, words, drafts."""

from dataclasses import replace
from datetime import date

import pytest

from refdesk.domain.terms import Terms
from refdesk.domain.terms_file import parse_terms
from refdesk.services import codes, programmes
from tests.support.months import at, bring, purses
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop

FRIEND = (
    'name = "Friends"\n[[rule]]\nid = "friend"\ntrigger = "every"\n'
    'referral = {{ kind = "percent_off", percent = "{off}" }}\n'
    'referrer = [{{ kind = "points", amount = {points} }}]\n'
    '[[rule]]\nid = "own"\ntrigger = "every"\nnew_only = false\n'
    'buyer = {{ kind = "points", percent = "{own}" }}\n'
)


def friends(off: int = 10, points: int = 100, own: int = 1) -> Terms:
    return parse_terms(FRIEND.format(off=off, points=points, own=own), 2)


@pytest.fixture
def shop(shops: Shops) -> TestShop:
    made = shops.open()
    made.programme(FRIEND.format(off=10, points=100, own=1))
    return made


def test_r53_codes_keep_their_terms_and_own_purchases_take_the_new_ones(shop: TestShop) -> None:
    anna = shop.add("Anna")
    bring(shop, anna, "Boris", "1000")
    assert purses(shop) == {"Anna": {"points": 100}, "Boris": {"points": 9}}
    made = programmes.revise(shop.desk, "Friends", friends(off=20, points=50, own=5))
    assert (made.number, made.status) == (2, "active")
    # Anna's printed code and Boris's claim keep version 1; own purchases follow version 2 at once
    assert bring(shop, anna, "Clara", "1000").discount == 100_00
    assert shop.buy("1000", customer="Boris").discount == 100_00
    assert purses(shop) == {
        "Anna": {"points": 300}, "Boris": {"points": 9 + 45}, "Clara": {"points": 45},
    }  # fmt: skip
    # a code issued from now on is of version 2
    assert bring(shop, shop.add("Dmitry"), "Egor", "1000").discount == 200_00
    assert purses(shop)["Dmitry"] == {"points": 50}
    assert shop.problems() == []


def test_g08_only_the_owner_moves_live_codes_and_no_claim_moves(shop: TestShop) -> None:
    anna = shop.add("Anna")
    shop.add("Blocked")
    codes.block_code(shop.desk, shop.code("Blocked"), "lost")
    bring(shop, anna, "Boris", "1000")
    programmes.revise(shop.desk, "Friends", friends(off=20, points=50))
    lines = programmes.list_versions(shop.desk, "P1")
    assert [(one.version.number, one.codes) for one in lines] == [(2, 0), (1, 2)]
    with shop.acting(shop.hire("Max", "manager")), refused("not_allowed"):
        programmes.move_codes(shop.desk, "P1")
    # Anna's and Boris's; a blocked card stays what it is
    assert programmes.move_codes(shop.desk, "P1") == 2
    assert programmes.move_codes(shop.desk, "P1") == 0
    assert bring(shop, anna, "Clara", "1000").discount == 200_00
    # Boris was brought under version 1 and stays under it, for life
    assert shop.buy("1000", customer="Boris").discount == 100_00
    assert purses(shop)["Anna"] == {"points": 100 + 50 + 100}
    moved = shop.desk.store.sql("SELECT details FROM audit WHERE action = 'codes_moved'")
    assert len(moved) == 1
    assert shop.problems() == []


def test_a_revision_with_equal_terms_changes_nothing(shop: TestShop) -> None:
    before = shop.counts()
    assert programmes.revise(shop.desk, "P1", friends()).number == 1
    assert shop.counts() == before


def test_a_revision_may_rename_but_not_to_anothers_name(shop: TestShop) -> None:
    shop.programme(FRIEND.format(off=5, points=5, own=5).replace("Friends", "Other"))
    with refused("name_taken", name="other"):
        programmes.revise(shop.desk, "P1", replace(friends(), name="other"))
    programmes.revise(shop.desk, "P1", replace(friends(), name="Best friends"))
    assert [one.name for one in programmes.list_programmes(shop.desk)] == ["Best friends", "Other"]
    assert programmes.get_programme(shop.desk, "best friends").number == 2


def test_an_ended_programme_is_not_revised_and_a_paused_one_stays_paused(shop: TestShop) -> None:
    programmes.set_status(shop.desk, "P1", "pause")
    assert programmes.revise(shop.desk, "P1", friends(off=7)).status == "paused"
    programmes.set_status(shop.desk, "P1", "end")
    with refused("programme_ended"):
        programmes.revise(shop.desk, "P1", friends(off=8))


def test_terms_that_cannot_be_leave_the_version_as_it_is(shop: TestShop) -> None:
    before = shop.counts()
    word = parse_terms(
        'name = "Friends"\ncodes = "campaign"\nword = "WINTER"\n[[rule]]\nid = "w"\n'
        'trigger = "every"\nreferral = { kind = "percent_off", percent = "5" }\n', 2,
    )  # fmt: skip
    with refused("bad_terms", expected="cap_for_word"):
        programmes.revise(shop.desk, "P1", word)
    assert shop.counts() == before


# -- words ----------------------------------------------------------------------------------------

WORD = (
    'name = "Season"\ncodes = "campaign"\nword = "{word}"\n{season}[[rule]]\nid = "w"\n'
    'trigger = "every"\nreferral = {{ kind = "percent_off", percent = "{off}" }}\n'
    "limits = {{ per_code = {{ life = {most} }} }}\n"
)


def season(off: int = 5, word: str = "WINTER", most: int = 100, season: str = "") -> str:
    return WORD.format(off=off, word=word, most=most, season=season)


def test_a_word_takes_the_new_terms_with_the_revision(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(season())
    shop.add("Anna")
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 5_00
    codes.add_word(shop.desk, programmes.get_programme(shop.desk, "P1"), "SNOWMAN")
    programmes.revise(shop.desk, "P1", parse_terms(season(off=8, most=2), 2))
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 8_00
    assert shop.buy("100", code="SNOWMAN", customer="Anna").discount == 8_00
    # the use under the old terms counts towards the limit
    with refused("code_used_up", limit=2):
        shop.buy("100", code="WINTER", customer="Anna")
    assert shop.count("promo_code") == 2
    assert shop.problems() == []


def test_a_word_that_is_replaced_keeps_its_old_terms(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(season())
    shop.add("Anna")
    programmes.revise(shop.desk, "P1", parse_terms(season(off=8, word="SUMMER"), 2))
    assert shop.buy("100", code="SUMMER", customer="Anna").discount == 8_00
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 5_00


def test_r27_a_season_that_does_not_touch_the_last_is_a_word_of_its_own(shops: Shops) -> None:
    shop = shops.open()
    first = "valid_from = 2026-11-01\nvalid_to = 2026-12-31\n"
    shop.programme(season(season=first))
    shop.add("Anna")
    later = "valid_from = 2027-01-10\nvalid_to = 2027-02-28\n"
    programmes.revise(shop.desk, "P1", parse_terms(season(off=8, season=later), 2))
    # this season goes on as it was promised
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 5_00
    at(shop, "2027-01-05")
    with refused("code_not_yet_valid"):
        shop.buy("100", code="WINTER", customer="Anna")
    at(shop, "2027-01-10")
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 8_00
    # a longer season touches the word's own: it is the same word
    longer = "valid_from = 2027-01-10\nvalid_to = 2027-03-31\n"
    programmes.revise(shop.desk, "P1", parse_terms(season(off=9, season=longer), 2))
    assert shop.buy("100", code="WINTER", customer="Anna").discount == 9_00
    assert shop.count("promo_code") == 2


def test_r27_a_season_that_another_programmes_word_has_is_refused(shops: Shops) -> None:
    shop = shops.open()
    shop.programme(season(season="valid_to = 2026-11-30\n"))
    other = season(season="valid_from = 2027-01-01\n").replace('"Season"', '"Other"')
    shop.programme(other)
    before = shop.counts()
    with refused("word_taken", word="WINTER"):
        programmes.revise(shop.desk, "P1", parse_terms(season(season="valid_to = 2027-01-05\n"), 2))
    assert shop.counts() == before


# -- drafts ---------------------------------------------------------------------------------------


def test_a_draft_gives_nothing_and_is_written_over_until_it_starts(shops: Shops) -> None:
    shop = shops.open()
    text = FRIEND.format(off=10, points=100, own=1)
    made = programmes.add_programme(shop.desk, terms_text=text, draft=True)
    assert made.status == "draft"
    assert shop.add("Anna") == ""
    shop.buy("1000", customer="Anna")
    assert purses(shop) == {}
    again = programmes.revise(shop.desk, "P1", friends(own=3))
    assert (again.number, again.status) == (1, "draft")
    assert shop.count("programme_version") == 1
    programmes.set_status(shop.desk, "P1", "resume")
    shop.buy("1000", customer="Anna")
    assert purses(shop) == {"Anna": {"points": 30}}
    assert shop.problems() == []


def test_a_drafts_word_works_from_its_start(shops: Shops) -> None:
    shop = shops.open()
    programmes.add_programme(shop.desk, preset="campaign-word", draft=True)
    shop.add("Anna")
    with refused("code_unknown"):
        shop.buy("1000", code="SUMMER", customer="Anna")
    programmes.set_status(shop.desk, "P1", "resume")
    assert shop.buy("1000", code="SUMMER", customer="Anna").discount == 150_00


def test_what_is_shown_comes_back_equal_after_a_revision(shop: TestShop) -> None:
    made = programmes.revise(shop.desk, "P1", replace(friends(off=3), valid_to=date(2027, 1, 31)))
    assert programmes.get_programme(shop.desk, "P1") == made
    assert made.terms.valid_to == date(2027, 1, 31)
    since = [one.since for one in programmes.list_versions(shop.desk, "P1")]
    assert since == sorted(since, reverse=True)
