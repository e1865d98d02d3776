"""The certificate of an erasing: what was removed, when, by whom and why; it names nobody (R51)."""

from pathlib import Path

from refdesk.cards.slip import Slip, write_slip
from refdesk.domain.business_day import local
from refdesk.domain.records import Shop
from refdesk.services.desk import Desk
from refdesk.services.erasing import Erased
from refdesk.words.catalogue import Words
from refdesk.words.erasing_text import kept_rows, removed_rows


def print_certificate(desk: Desk, done: Erased, out: Path, words: Words) -> int:
    """Write the certificate as a PDF; how many pages it has.

    Raises OSError, which leaves nothing behind. It can be written only as long as what was done is
    at hand: its reason is kept nowhere.
    """
    return write_slip(out, certificate_slip(desk.shop(), done, words))


def certificate_slip(shop: Shop, done: Erased, words: Words) -> Slip:
    """What a certificate says."""
    who = done.by or shop.name
    return Slip(
        shop=shop.name,
        contact=shop.contact,
        title=words.text("Certificate of erasing"),
        mark="",
        facts=certificate_facts(shop, done, words),
        amount=f"C{done.losses.customer.id}",
        heading=words.text("Removed from the customer list"),
        reasons=(*removed_rows(words, done.losses), *kept_rows(words, done.losses)),
        signatures=((words.text("Erased, signature"), who),),
    )


def certificate_facts(shop: Shop, done: Erased, words: Words) -> tuple[tuple[str, str], ...]:
    """When, by whom and why."""
    at = local(done.at, shop.zone)
    when = words.text("{date}, {time}", date=words.date(at.date()), time=words.time(at))
    return (
        (words.text("When"), when),
        (words.text("Who"), done.by or shop.name),
        (words.text("Reason"), done.reason),
    )
