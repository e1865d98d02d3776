"""What the shop sells."""

from refdesk.domain.customer import clean_name
from refdesk.domain.errors import DomainError
from refdesk.domain.records import Service
from refdesk.domain.terms_file import GROUPS
from refdesk.services.desk import Desk
from refdesk.storage import programmes as storage


def add_service(
    desk: Desk, name: str, *, group: str = "service", price: int | None = None,
    margin: int | None = None,
) -> Service:  # fmt: skip
    """Add a service or change the one of this name. Owner only.

    Raises DomainError ``not_allowed``, ``bad_name``, ``bad_group``.
    """
    desk.require("owner", "add_service")
    clean = clean_name(name)
    if not clean or len(clean) > 80:
        raise DomainError("bad_name", text=name)
    if group not in GROUPS:
        raise DomainError("bad_group", text=group, options=", ".join(GROUPS))
    shop = desk.shop()
    with desk.store.write():
        service = storage.save_service(desk.store, clean, group, price, margin)
        desk.audit(desk.stamp(shop), "service_saved", service=service)
    return Service(service, clean, group, price, margin)


def list_services(desk: Desk) -> list[Service]:
    """What the shop sells, in the order in which it was added."""
    return storage.list_services(desk.store)
