"""Programmes: made from a preset or a terms file, paused, resumed and ended."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from refdesk.domain.customer import fold
from refdesk.domain.errors import DomainError
from refdesk.domain.money import parse_amount, parse_percent
from refdesk.domain.records import PromoCode, Shop, Stamp, Version
from refdesk.domain.terms import Terms
from refdesk.domain.terms_check import check_capped, check_runnable
from refdesk.domain.terms_file import dump_terms, parse_terms
from refdesk.resources import resource_path, resource_text
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.storage import codes as code_storage
from refdesk.storage import programmes as storage

_NEXT = {
    "pause": ({"active"}, "paused"),
    "resume": ({"paused"}, "active"),
    "end": ({"active", "paused"}, "ended"),
}


@dataclass(frozen=True)
class Preset:
    """A ready programme: its terms and the services that it names."""

    name: str
    terms: Terms
    terms_text: str
    services: tuple[Mapping[str, Any], ...] = ()


def list_presets(decimals: int = 2) -> list[Preset]:
    """The presets in domain.md's order."""
    names = tomllib.loads(resource_text("presets", "index.toml"))["order"]
    return [load_preset(name, decimals) for name in names]


def load_preset(name: str, decimals: int = 2) -> Preset:
    """One preset, for a currency of so many decimals. Raises DomainError ``bad_preset``."""
    path = resource_path("presets", f"{name}.toml")
    known = tomllib.loads(resource_text("presets", "index.toml"))["order"]
    if name not in known or not path.is_file():
        raise DomainError("bad_preset", text=name, options=", ".join(known))
    text = path.read_text(encoding="utf-8")
    services = tomllib.loads(resource_text("presets", "services.toml")).get(name, [])
    return Preset(name, parse_terms(text, decimals), text, tuple(services))


def put_preset(
    desk: Desk, shop: Shop, stamp: Stamp, preset: str, name: str | None = None
) -> Version:
    """Add a preset's programme and services inside the caller's transaction."""
    found = load_preset(preset, shop.decimals)
    for service in found.services:
        _put_service(desk, shop, service)
    terms = replace(found.terms, name=name) if name else found.terms
    return _put(desk, shop, stamp, terms, preset)


def _put_service(desk: Desk, shop: Shop, service: Mapping[str, Any]) -> None:
    name = service["name"][shop.language]
    if storage.find_service(desk.store, name) is None:
        price = parse_amount(service["price"], shop.decimals)
        margin = parse_percent(service["margin"]) if "margin" in service else None
        storage.save_service(desk.store, name, service["group"], price, margin)


def add_programme(
    desk: Desk, *, preset: str | None = None, terms_text: str | None = None,
    name: str | None = None,
) -> Version:  # fmt: skip
    """Add a programme from a preset or a terms file; it works at once. Owner only.

    Every client gets his personal code when it is first needed. Raises DomainError
    ``not_allowed``, ``bad_terms``, ``bad_preset``, ``name_taken``, ``word_taken``.
    """
    desk.require("owner")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        if preset is not None:
            return put_preset(desk, shop, stamp, preset, name)
        terms = parse_terms(terms_text or "", shop.decimals)
        return _put(desk, shop, stamp, replace(terms, name=name) if name else terms, None)


def _put(desk: Desk, shop: Shop, stamp: Stamp, terms: Terms, preset: str | None) -> Version:
    check_runnable(terms)
    check_capped(terms)
    if find_programme(desk, terms.name) is not None:
        raise DomainError("name_taken", name=terms.name)
    text = dump_terms(terms, shop.decimals)
    version = storage.insert_programme(desk.store, terms.name, text, stamp.at, preset)
    made = storage.get_version(desk.store, version, shop.decimals)
    if terms.word is not None:
        codes.put_word(desk, stamp, made, terms.word)
    desk.audit(stamp, "programme_added", programme=made.programme, version=made.number)
    return made


def list_programmes(desk: Desk) -> list[Version]:
    """Every programme's newest version."""
    return storage.current_versions(desk.store, desk.shop().decimals)


def get_version(desk: Desk, version: int) -> Version:
    """A version, whether or not it is the newest of its programme."""
    return storage.get_version(desk.store, version, desk.shop().decimals)


def find_programme(desk: Desk, wanted: str) -> Version | None:
    """A programme by its printed id (P3) or its name."""
    folded = fold(wanted)
    for version in list_programmes(desk):
        if folded in (f"p{version.programme}", fold(version.name)):
            return version
    return None


def get_programme(desk: Desk, wanted: str) -> Version:
    """Like `find_programme`. Raises DomainError ``bad_programme``."""
    version = find_programme(desk, wanted)
    if version is None:
        raise DomainError("bad_programme", text=wanted)
    return version


def set_status(desk: Desk, wanted: str, action: str) -> Version:
    """Pause, resume or end a programme (R53). Owner only.

    Raises DomainError ``not_allowed``, ``bad_programme``, ``programme_ended``.
    """
    desk.require("owner")
    version = get_programme(desk, wanted)
    before, after = _NEXT[action]
    if version.status == "ended":
        raise DomainError("programme_ended")
    if version.status in before:
        with desk.store.write():
            stamp = desk.stamp(desk.shop())
            storage.set_programme_status(desk.store, version.programme, after)
            desk.audit(stamp, f"programme_{after}", programme=version.programme)
    return replace(version, status=after)


def inviting(versions: list[Version], kind: str | None = None) -> list[Version]:
    """The active programmes whose customers, or those of one kind, get personal codes."""
    running = [one for one in versions if one.status == "active" and one.terms.invites]
    return [
        one for one in running
        if kind is None or not one.terms.customers or kind in one.terms.customers
    ]  # fmt: skip


def word_of(desk: Desk, version: Version) -> PromoCode | None:
    """The live campaign word of a programme, if it has one."""
    word = version.terms.word
    if word is None:
        return None
    found = code_storage.find_codes(desk.store, [word], desk.today())
    return found[0] if found else None
