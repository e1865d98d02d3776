"""Ready programmes: the terms files of ``resources/presets`` in a shop's language and currency.

A file is written once, in English. What people read inside it (statuses, gifts, services) has
its Russian beside it in ``texts.toml`` and ``services.toml`` and is put in for a shop that speaks
Russian, so that its table by service names what it really sells.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_amount, parse_percent
from refdesk.domain.records import Shop
from refdesk.domain.terms import Terms
from refdesk.domain.terms_file import parse_terms
from refdesk.resources import resource_text
from refdesk.services.desk import Desk
from refdesk.storage import programmes as storage

FILE_LANGUAGE = "en"
"""What the terms files are written in."""


@dataclass(frozen=True)
class Preset:
    """A ready programme: its terms, the group it is shown in and the services that it brings."""

    name: str
    terms: Terms
    terms_text: str
    services: tuple[Mapping[str, Any], ...] = ()
    group: str = ""


@dataclass(frozen=True)
class PresetGroup:
    """Presets that are shown together, with the group's title by language."""

    name: str
    title: Mapping[str, str]
    presets: tuple[str, ...]

    def titled(self, language: str) -> str:
        """The title in a language, or in the files' own."""
        return self.title.get(language, self.title[FILE_LANGUAGE])


@lru_cache(maxsize=8)
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads(resource_text("presets", f"{name}.toml"))


def list_groups() -> list[PresetGroup]:
    """The groups of the gallery in order; each preset is in one of them."""
    return [
        PresetGroup(group["name"], group["title"], tuple(group["presets"]))
        for group in _table("index")["group"]
    ]


def list_presets(decimals: int = 2, language: str = FILE_LANGUAGE) -> list[Preset]:
    """The presets in domain.md's order."""
    return [load_preset(name, decimals, language) for name in _table("index")["order"]]


def load_preset(name: str, decimals: int = 2, language: str = FILE_LANGUAGE) -> Preset:
    """One preset, for a currency of so many decimals and a language.

    Raises DomainError ``bad_preset``.
    """
    known = _table("index")["order"]
    if name not in known:
        raise DomainError("bad_preset", text=name, options=", ".join(known))
    services = tuple(_table("services").get(name, ()))
    text = _translated(name, resource_text("presets", f"{name}.toml"), services, language)
    group = next((one.name for one in list_groups() if name in one.presets), "")
    return Preset(name, parse_terms(text, decimals), text, services, group)


def _translated(
    name: str, text: str, services: tuple[Mapping[str, Any], ...], language: str
) -> str:
    """The file with the names that people read in their language; its comments stay."""
    if language == FILE_LANGUAGE:
        return text
    names = {one["name"][FILE_LANGUAGE]: one["name"].get(language) for one in services}
    names |= {one: other.get(language) for one, other in _table("texts").get(name, {}).items()}
    for one, other in names.items():
        text = text.replace(f'"{one}"', f'"{other or one}"')
    return text


def put_services(desk: Desk, shop: Shop, preset: Preset) -> None:
    """Add what a preset names to what the shop sells, where the shop has none of that name."""
    for service in preset.services:
        name = service["name"][shop.language]
        if storage.find_service(desk.store, name) is None:
            price = parse_amount(service["price"], shop.decimals)
            margin = parse_percent(service["margin"]) if "margin" in service else None
            storage.save_service(desk.store, name, service["group"], price, margin)
