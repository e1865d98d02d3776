"""What the page of programmes reads: figures, offers with their cost, the editor's workbench."""

from refdesk.domain.bill import Line
from refdesk.domain.worked_example import work_example
from refdesk.services import programmes
from refdesk.services.programme_bench import LIKELY_MARGIN, open_workbench
from refdesk.services.programme_gallery import list_lines, show_gallery, start_preset
from refdesk.services.programme_try import try_programme
from tests.support.refusals import refused
from tests.support.shops import Shops, TestShop


def test_a_programmes_line_counts_who_was_brought_and_what_was_given(wash: TestShop) -> None:
    code = wash.add("Anna")
    bought = wash.buy("1000", code=code, phone="+79170000001")
    wash.buy("500", code=code, phone="+79170000002")
    [line] = list_lines(wash.desk)
    # twice 10 % off and 100 points of 1.00
    assert (line.brought, line.version.budget_spent) == (2, 10_000 + 5_000 + 20_000)
    wash.void(bought.purchase)
    [line] = list_lines(wash.desk)
    assert (line.brought, line.version.budget_spent) == (1, 5_000 + 10_000)


def test_programmes_that_run_stand_before_those_that_have_ended(shops: Shops) -> None:
    shop = shops.open("car-wash", "spa")
    programmes.set_status(shop.desk, "P1", "end")
    start_preset(shop.desk, "cafe")
    assert [one.version.status for one in list_lines(shop.desk)] == ["active", "draft", "ended"]


def test_the_gallery_has_each_preset_once_with_its_cost(wash: TestShop) -> None:
    gallery = show_gallery(wash.desk)
    offers = {one.preset.name: one for _, found in gallery.groups for one in found}
    assert len(offers) == sum(len(found) for _, found in gallery.groups) == 18
    tenth = gallery.average_bill // 10
    assert offers["car-wash"].cost == tenth + 10_000


def test_a_preset_is_started_as_a_draft_under_a_free_name(wash: TestShop) -> None:
    first, second = start_preset(wash.desk, "cafe"), start_preset(wash.desk, "cafe")
    assert (first.status, first.preset, second.status) == ("draft", "cafe", "draft")
    assert second.name == f"{first.name} 2"
    assert second.terms.titled("ru") == f"{first.terms.titled('ru')} 2"
    with refused("bad_preset"):
        start_preset(wash.desk, "nothing")


def test_the_workbench_holds_versions_and_what_is_reckoned_with(wash: TestShop) -> None:
    bench = open_workbench(wash.desk, 1)
    assert [one.version.number for one in bench.versions] == [1]
    assert bench.knows_margin
    assert bench.assumed.margin != LIKELY_MARGIN
    assert wash.desk.till in bench.tills
    with refused("bad_programme"):
        open_workbench(wash.desk, 99)


def test_the_editors_example_is_the_one_that_the_command_line_tells(shops: Shops) -> None:
    for preset in ("car-wash", "cafe", "joining-bonus", "four-levels"):
        shop = shops.open(preset)
        bench = open_workbench(shop.desk, 1)
        terms = bench.versions[0].version.terms
        made = work_example(terms, Line(100_000, None, "service"), bench.rules, bench.moment)
        tried = try_programme(shop.desk, "P1", 100_000)
        assert (made.quote.to_pay, made.cost) == (tried.quote.to_pay, tried.cost)
        assert [one.value for one in made.effects] == [one.value for one in tried.effects]
