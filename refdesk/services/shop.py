"""Setting up a shop and changing its settings."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from refdesk.domain.customer import clean_name
from refdesk.domain.errors import DomainError
from refdesk.domain.money import decimals_of, is_currency
from refdesk.domain.records import Shop
from refdesk.domain.settings import parse_setting, setting_texts
from refdesk.services import programmes, record, staff
from refdesk.services.desk import Actor, Desk, Seal, seal_of
from refdesk.storage import shop as shops

MAX_NAME = 80
REGIONS = {"RUB": "RU", "KZT": "KZ", "BYN": "BY", "UAH": "UA", "USD": "US", "GBP": "GB"}
"""The country whose phones and numbers are expected where a currency names one."""


@dataclass(frozen=True)
class ShopDraft:
    """What is asked at the first run."""

    name: str
    currency: str = "RUB"
    time_zone: str = "Europe/Moscow"
    language: str = "ru"
    region: str = ""
    contact: str = ""
    owner: str = ""
    pin: str = ""
    presets: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShopCreated:
    """The shop, the programmes' names, the key that proves its record, and the owner's one-time
    recovery code, if he has a PIN. Key and code are not to be read again."""

    shop: Shop
    programmes: tuple[str, ...]
    audit_key: str
    recovery_code: str = ""


def create_shop(desk: Desk, draft: ShopDraft) -> ShopCreated:
    """Set up the shop of an empty database, all or nothing.

    Raises DomainError ``shop_exists``, ``bad_name``, ``bad_currency``, ``bad_time_zone``,
    ``bad_preset``, ``bad_pin``.
    """
    shop = _shop_of(draft)
    with desk.store.write():
        if shops.find_shop(desk.store) is not None:
            raise DomainError("shop_exists")
        shops.insert_shop(desk.store, shop, desk.now())
        stamp = desk.stamp(shop, opens_shift=False)
        audit_key = record.put_key(desk, stamp)
        desk.audit(stamp, "shop_created")
        recovery = ""
        owner_name = draft.owner or ("Owner" if draft.pin else "")
        if owner_name:
            recovery = staff.put_owner(desk, stamp, owner_name, draft.pin)
        names = tuple(
            programmes.put_preset(desk, shop, stamp, preset).name for preset in draft.presets
        )
    return ShopCreated(shop, names, audit_key, recovery)


def _shop_of(draft: ShopDraft) -> Shop:
    name = clean_name(draft.name)
    if not name or len(name) > MAX_NAME:
        raise DomainError("bad_name", text=draft.name)
    currency = draft.currency.strip().upper()
    if not is_currency(currency):
        raise DomainError("bad_currency", text=draft.currency)
    try:
        ZoneInfo(draft.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise DomainError("bad_time_zone", text=draft.time_zone) from unknown
    if draft.language not in ("en", "ru"):
        raise DomainError("bad_language", text=draft.language)
    return Shop(
        name=name,
        currency=currency,
        decimals=decimals_of(currency),
        time_zone=draft.time_zone,
        region=draft.region or REGIONS.get(currency, "RU"),
        language=draft.language,
        contact=clean_name(draft.contact),
    )


def list_settings(desk: Desk) -> dict[str, str]:
    """Every setting with the text that sets it."""
    shop = desk.shop()
    return setting_texts(shop.settings, shop.decimals)


def set_setting(desk: Desk, name: str, value: str) -> str:
    """Change one setting; returns its canonical text. Owner only.

    Raises DomainError ``not_allowed``, ``bad_setting``.
    """
    desk.require("owner", "set_setting")
    shop = desk.shop()
    text = parse_setting(name, value, shop.decimals)
    with desk.store.write():
        stamp = desk.stamp(shop)
        shops.set_setting(desk.store, name, text)
        desk.audit(stamp, "setting_changed", name=name, value=text)
    return text


def change_shop(desk: Desk, *, name: str, contact: str, language: str, prefix: str = "") -> Shop:
    """Change what is printed on cards and which language the shop speaks. Owner only."""
    desk.require("owner", "change_shop")
    shop = desk.shop()
    clean = clean_name(name)
    if not clean or len(clean) > MAX_NAME:
        raise DomainError("bad_name", text=name)
    if language not in ("en", "ru"):
        raise DomainError("bad_language", text=language)
    changes = {
        "name": clean, "contact": clean_name(contact), "language": language,
        "prefix": normalise_prefix(prefix),
    }  # fmt: skip
    with desk.store.write():
        stamp = desk.stamp(shop)
        shops.update_shop(desk.store, **changes)
        desk.audit(stamp, "shop_changed", fields=sorted(changes))
    return desk.shop()


def normalise_prefix(text: str) -> str:
    """The optional prefix of shown codes (R23): up to 4 capital Latin letters or digits."""
    prefix = text.strip().upper()
    if prefix and not (len(prefix) <= 4 and prefix.isascii() and prefix.isalnum()):
        raise DomainError("bad_prefix", text=text)
    return prefix


def has_staff(desk: Desk) -> bool:
    """Whether anybody can sign in; else the owner is assumed."""
    return any(member.has_pin and member.is_active for member in shops.list_staff(desk.store))


def assumed_owner(desk: Desk) -> Actor:
    """The owner as whom a call acts that names nobody."""
    owners = [one for one in shops.list_staff(desk.store) if one.role == "owner" and one.is_active]
    if not owners:
        return Actor()
    owner, row = owners[0], shops.staff_by_id(desk.store, owners[0].id)
    return Actor(owner.id, owner.name, "owner", owner.customer, Seal(seal_of(row.pin_hash)))
