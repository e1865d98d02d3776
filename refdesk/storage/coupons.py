"""Coupons for the next visit: what each brings, and retiring it with the purchase that gave it."""

from refdesk.domain.bill import Entitlement
from refdesk.domain.entitlements import COUPON
from refdesk.domain.records import PromoCode
from refdesk.domain.terms import Benefit
from refdesk.storage.engine import Store
from refdesk.storage.tables import CodeRow, EffectRow, VersionRow


def brought_by(store: Store, code: PromoCode) -> Entitlement | None:
    """What a coupon for the next visit has kept for who shows it; None of any other code."""
    row = store.find(EffectRow, id=code.effect) if code.effect is not None else None
    if row is None:
        return None
    return Entitlement(
        id=COUPON,
        benefit=Benefit(**row.keeps),
        available_on=row.available_on,
        expires_on=row.expires_on,
        version=row.version_id,
        programme=store.find(VersionRow, id=row.version_id).programme_id,
        rule=row.rule,
    )


def retire_of_effect(store: Store, effect: int) -> bool:
    """Retire the coupon that an effect handed out, while nobody has used it; False where somebody
    has, or where there is none."""
    query = CodeRow.update(status="retired").where(
        CodeRow.effect == effect, CodeRow.uses == 0, CodeRow.status != "retired"
    )
    return store.run(query) == 1
