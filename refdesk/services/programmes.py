"""Programmes: made from a preset or a terms file, revised in versions, paused, resumed and ended.

Decisions:
- A revision with equal terms changes nothing: there is no version without a difference.
- A draft has one version that is written over: nobody has been promised anything by it. Its words
  work from its start.
- Cards and coupons keep the version that they were printed with until the owner moves them
  (`move_codes`); what was claimed before keeps its version for good (R53, G08). A campaign word is
  one for everybody, so it takes the new terms with the revision; where the new season does not
  touch the old one it becomes a word of its own (R27). A word that the new terms have replaced by
  another one keeps the old terms until its end.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from refdesk.domain.customer import fold
from refdesk.domain.errors import DomainError
from refdesk.domain.records import PromoCode, Shop, Stamp, Version
from refdesk.domain.terms import Terms
from refdesk.domain.terms_check import check_capped, check_terms
from refdesk.domain.terms_file import dump_terms, parse_terms
from refdesk.services import codes
from refdesk.services.desk import Desk
from refdesk.services.presets import Preset, list_presets, load_preset, put_services
from refdesk.storage import codes as code_storage
from refdesk.storage import programmes as storage

__all__ = ["Preset", "list_presets", "load_preset"]

_NEXT = {
    "pause": ({"active"}, "paused"),
    "resume": ({"draft", "paused"}, "active"),
    "end": ({"draft", "active", "paused"}, "ended"),
}


@dataclass(frozen=True)
class VersionLine:
    """One version of a programme: since when it is offered, and how many live codes keep it."""

    version: Version
    since: datetime
    codes: int


# -- adding ------------------------------------------------------------------------------------


def put_preset(
    desk: Desk, shop: Shop, stamp: Stamp, preset: str, *, name: str | None = None,
    draft: bool = False,
) -> Version:  # fmt: skip
    """Add a preset's programme and services inside the caller's transaction."""
    found = load_preset(preset, shop.decimals, shop.language)
    put_services(desk, shop, found)
    return _put(desk, shop, stamp, _named(found.terms, name), preset=preset, draft=draft)


def add_programme(
    desk: Desk, *, preset: str | None = None, terms_text: str | None = None,
    name: str | None = None, draft: bool = False,
) -> Version:  # fmt: skip
    """Add a programme from a preset or a terms file; it works at once unless it is a draft.

    Owner only. Every client gets his personal code when it is first needed. Raises DomainError
    ``not_allowed``, ``bad_terms``, ``bad_preset``, ``name_taken``, ``word_taken``.
    """
    desk.require("owner", "add_programme")
    shop = desk.shop()
    with desk.store.write():
        stamp = desk.stamp(shop)
        if preset is not None:
            return put_preset(desk, shop, stamp, preset, name=name, draft=draft)
        terms = parse_terms(terms_text or "", shop.decimals)
        return _put(desk, shop, stamp, _named(terms, name), preset=preset, draft=draft)


def _named(terms: Terms, name: str | None) -> Terms:
    return replace(terms, name=name) if name else terms


def _put(
    desk: Desk, shop: Shop, stamp: Stamp, terms: Terms, *, preset: str | None = None,
    draft: bool = False,
) -> Version:  # fmt: skip
    check_terms(terms)
    check_capped(terms)
    if find_programme(desk, terms.name) is not None:
        raise DomainError("name_taken", name=terms.name)
    text = dump_terms(terms, shop.decimals)
    status = "draft" if draft else "active"
    version = storage.insert_programme(desk.store, terms.name, text, stamp.at, preset, status)
    made = storage.get_version(desk.store, version, shop.decimals)
    if terms.word is not None and not draft:
        codes.put_word(desk, stamp, made, terms.word)
    desk.audit(stamp, "programme_added", programme=made.programme, version=made.number)
    return made


# -- versions ----------------------------------------------------------------------------------


def revise(desk: Desk, wanted: str, terms: Terms) -> Version:
    """Give a programme new terms as its next version. Owner only.

    Rules for own purchases follow it at once; codes issued from now on are its own (R53). Another
    name in the terms renames the programme.

    Raises DomainError ``not_allowed``, ``bad_programme``, ``programme_ended``, ``bad_terms``,
    ``name_taken``, ``word_taken``.
    """
    desk.require("owner", "revise_programme")
    shop = desk.shop()
    check_terms(terms)
    check_capped(terms)
    with desk.store.write():
        now = get_programme(desk, wanted)
        if now.status == "ended":
            raise DomainError("programme_ended")
        other = find_programme(desk, terms.name)
        if other is not None and other.programme != now.programme:
            raise DomainError("name_taken", name=terms.name)
        if terms == now.terms:
            return now
        stamp = desk.stamp(shop)
        text = dump_terms(terms, shop.decimals)
        if now.status == "draft":
            storage.replace_terms(desk.store, now.id, text)
            version = now.id
        else:
            version = storage.insert_version(desk.store, now.programme, text, stamp.at)
        storage.rename_programme(desk.store, now.programme, terms.name)
        made = storage.get_version(desk.store, version, shop.decimals)
        if made.status != "draft":
            _revise_words(desk, stamp, now, made)
        desk.audit(stamp, "programme_revised", programme=made.programme, version=made.number)
    return made


def _revise_words(desk: Desk, stamp: Stamp, before: Version, after: Version) -> None:
    """The words of a programme take its new terms, where their seasons touch."""
    terms = after.terms
    if terms.codes != "campaign":
        return
    replaced = before.terms.word if before.terms.word != terms.word else None
    moved = set()
    for word in code_storage.words_of(desk.store, storage.versions_of(desk.store, after.programme)):
        if word.code != replaced and _touch(word, terms):
            codes.move_word(desk, word, after)
            moved.add(word.code)
    if terms.word is not None and terms.word not in moved:
        codes.put_word(desk, stamp, after, terms.word)


def _touch(word: PromoCode, terms: Terms) -> bool:
    first, last = date.min, date.max
    starts_in_time = (word.valid_from or first) <= (terms.valid_to or last)
    return starts_in_time and (terms.valid_from or first) <= (word.valid_to or last)


def move_codes(desk: Desk, wanted: str) -> int:
    """Move every live code of a programme to its newest version; how many moved. Owner only.

    Who has a printed card is promised something else by it: that is the owner's own decision.
    Claims that were made keep their version (R53); codes keep their dates and splits.

    Raises DomainError ``not_allowed``, ``bad_programme``.
    """
    desk.require("owner", "move_codes")
    with desk.store.write():
        newest = get_programme(desk, wanted)
        versions = storage.versions_of(desk.store, newest.programme)
        older = [one for one in versions if one != newest.id]
        moved = code_storage.move_to_version(desk.store, older, newest.id)
        if moved:
            stamp = desk.stamp(desk.shop())
            desk.audit(
                stamp, "codes_moved", programme=newest.programme, version=newest.number,
                count=moved,
            )  # fmt: skip
    return moved


def list_versions(desk: Desk, wanted: str) -> list[VersionLine]:
    """Every version of a programme, the newest first. Raises DomainError ``bad_programme``."""
    decimals = desk.shop().decimals
    with desk.store.read():
        ids = storage.versions_of(desk.store, get_programme(desk, wanted).programme)
        live = code_storage.count_live(desk.store, ids)
        return [
            VersionLine(
                storage.get_version(desk.store, one, decimals),
                storage.version_since(desk.store, one),
                live.get(one, 0),
            )
            for one in sorted(ids, reverse=True)
        ]


# -- finding -----------------------------------------------------------------------------------


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
    """Pause, resume or end a programme (R53); to resume a draft is to start it. Owner only.

    Raises DomainError ``not_allowed``, ``bad_programme``, ``programme_ended``, ``word_taken``.
    """
    desk.require("owner", "set_programme_status")
    version = get_programme(desk, wanted)
    before, after = _NEXT[action]
    if version.status == "ended":
        raise DomainError("programme_ended")
    if version.status in before:
        with desk.store.write():
            stamp = desk.stamp(desk.shop())
            storage.set_programme_status(desk.store, version.programme, after)
            if version.status == "draft" and after == "active" and version.terms.word is not None:
                codes.put_word(desk, stamp, version, version.terms.word)
            desk.audit(stamp, f"programme_{after}", programme=version.programme)
    return replace(version, status=after)


def inviting(versions: list[Version], kind: str | None = None) -> list[Version]:
    """The active programmes whose customers, or those of one kind, get personal codes."""
    running = [one for one in versions if one.status == "active" and one.terms.invites]
    return [one for one in running if kind is None or one.terms.gives_code_to(kind)]


def word_of(desk: Desk, version: Version) -> PromoCode | None:
    """The live campaign word of a programme, if it has one."""
    word = version.terms.word
    if word is None:
        return None
    found = code_storage.find_codes(desk.store, [word], desk.today())
    return found[0] if found else None
