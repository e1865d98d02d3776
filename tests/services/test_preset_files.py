"""The files of the presets: all of them, in their order, in any currency and both languages."""

import tomllib

import pytest

from refdesk.domain.terms_file import dump_terms, parse_terms
from refdesk.resources import resource_text
from refdesk.services import presets
from tests.support.refusals import refused
from tests.support.shops import Shops

ORDER = (
    "car-wash salon spa joining-bonus cafe bank hosting internal-credit gift-in-kind"
    " instalment-card four-levels affiliate me-friend-half manager-codes strictly-capped"
    " stamp-card campaign-word partner-stack"
).split()


def test_the_presets_are_those_that_were_promised_in_their_order() -> None:
    assert [one.name for one in presets.list_presets()] == ORDER


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("decimals", [0, 2, 3])
@pytest.mark.parametrize("name", ORDER)
def test_a_preset_is_read_and_written_back_equal(name: str, decimals: int, language: str) -> None:
    preset = presets.load_preset(name, decimals, language)
    assert parse_terms(preset.terms_text, decimals) == preset.terms
    assert parse_terms(dump_terms(preset.terms, decimals), decimals) == preset.terms
    assert set(preset.terms.title) == {"en", "ru"}


@pytest.mark.parametrize("name", ORDER)
def test_a_preset_names_only_what_it_brings_or_nothing(name: str) -> None:
    for language in ("en", "ru"):
        preset = presets.load_preset(name, language=language)
        sold = {service["name"][language] for service in preset.services}
        for rule in preset.terms.rules:
            named = {*rule.by_service, *(rule.services or ()), *rule.excluded_services}
            assert named <= sold


def test_every_preset_is_in_one_group_of_the_gallery() -> None:
    groups = presets.list_groups()
    shown = [name for group in groups for name in group.presets]
    assert sorted(shown) == sorted(ORDER)
    assert all(group.titled("en") != group.titled("ru") for group in groups)
    assert presets.load_preset("salon").group == "loyalty"


def test_what_people_read_is_in_the_shops_language() -> None:
    assert presets.load_preset("salon", language="ru").terms.statuses[0].name == "Бронза"
    assert (
        "Обычный хостинг" in presets.load_preset("hosting", language="ru").terms.rules[0].by_service
    )
    gift = presets.load_preset("gift-in-kind", language="ru").terms.rules[0].referral
    assert gift is not None
    assert gift.gift == "Дополнительная процедура"
    # every name that has a Russian stands in its file, so that none is left behind by an edit
    for table in ("texts", "services"):
        for name, entries in tomllib.loads(resource_text("presets", f"{table}.toml")).items():
            text = resource_text("presets", f"{name}.toml")
            if table == "texts":
                assert all(f'"{one}"' in text for one in entries), name


def test_a_preset_that_is_not_there_is_refused() -> None:
    with refused("bad_preset", text="../car-wash"):
        presets.load_preset("../car-wash")
    with refused("bad_preset"):
        presets.load_preset("services")


def test_all_presets_run_side_by_side_in_one_shop(shops: Shops) -> None:
    shop = shops.open(*ORDER)
    assert shop.count("programme") == 18
    names = [name for (name,) in shop.desk.store.sql("SELECT name FROM service")]
    assert len(names) == len(set(names))
    # clients get a code of each programme for friends, none of the ambassadors' ones
    shop.add("Anna")
    assert shop.count("promo_code") == 1 + 12
    shop.add("Vera", kind="ambassador")
    assert shop.count("promo_code") == 13 + 14
    receipt = shop.buy(("Full wash", "1000"), customer="Anna")
    # the joining bonus may be spent, the wash is stamped
    assert receipt.to_pay == 1000_00
    assert (shop.balance("Anna"), shop.balance("Anna", "stamps")) == (200, 1)
    assert shop.problems() == []
