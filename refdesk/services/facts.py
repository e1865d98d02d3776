"""Gathering what a quote looks at: only what the terms at hand ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from refdesk.domain.bill import NEVER, Buyer, Counts, Facts, Referrer, ShopRules, ShownCode, Source
from refdesk.domain.business_day import business_date, local
from refdesk.domain.records import Customer, PromoCode, Referral, Shop, Version
from refdesk.domain.settings import Settings, cash_step
from refdesk.domain.terms import Terms
from refdesk.services.desk import Desk
from refdesk.storage import codes, customers, ledger, programmes, purchases


def gather(
    desk: Desk,
    shop: Shop,
    *,
    code: PromoCode | None = None,
    customer: Customer | None = None,
    has_identity: bool = False,
    proof: str | None = None,
) -> Facts:
    """The facts for a bill of this customer with this code, as they stand now."""
    at = desk.now()
    today = business_date(at, shop.zone, shop.settings.business_day_start)
    reader = _Reader(desk, shop, today)
    referral = customers.find_referral(desk.store, customer.id) if customer else None
    shown = reader.shown(code, customer, referral) if code else None
    buyer = reader.buyer(customer, referral, shown, code)
    if buyer is None and has_identity:
        buyer = Buyer(has_identity=True)
    elif buyer is not None:
        buyer = replace(buyer, has_identity=buyer.has_identity or has_identity, proof=proof)
    lots = buyer.lots if buyer else ()
    return Facts(
        local=local(at, shop.zone),
        today=today,
        till=desk.till,
        shop=shop_rules(shop.settings, shop.decimals),
        buyer=buyer,
        code=shown,
        standing=reader.standing(customer, referral) if referral and customer else None,
        spending=reader.versions({lot.version for lot in lots if lot.version is not None}),
        staff_customer=desk.actor.customer,
        is_approved=desk.approver is not None and desk.approver.staff != desk.actor.staff,
        manager_allows=desk.manager_allows,
    )


def shop_rules(settings: Settings, decimals: int) -> ShopRules:
    """The settings that a quote looks at."""
    mode, step = cash_step(settings, decimals)
    return ShopRules(
        point_value=settings.point_value,
        points_share=settings.points_share,
        cash_step=step,
        cash_mode=mode,
        proof_from=settings.proof_from if settings.proof_of_presence else None,
    )


class _Reader:
    """Reads facts of one moment of one shop."""

    def __init__(self, desk: Desk, shop: Shop, today: date) -> None:
        self.desk, self.store, self.shop, self.today = desk, desk.store, shop, today

    def version(self, version: int) -> Version:
        return programmes.get_version(self.store, version, self.shop.decimals)

    def versions(self, wanted: Iterable[int]) -> Mapping[int, Source]:
        return {one: self.source(self.version(one)) for one in wanted}

    def source(self, version: Version, **more: object) -> Source:
        return Source(
            version=version.id,
            number=version.number,
            programme=version.programme,
            terms=version.terms,
            status=version.status,
            budget_left=version.budget_left,
            **more,  # type: ignore[arg-type]
        )

    # -- the shown code --------------------------------------------------------------------

    def shown(
        self, code: PromoCode, customer: Customer | None, referral: Referral | None
    ) -> ShownCode:
        referrer = code.referrer
        bound = referral if referral and referral.referrer == referrer else None
        # R53: a claim made earlier keeps the version that it was made under
        version = self.version(bound.version if bound else code.version)
        owner = customers.find_customer(self.store, referrer) if referrer else None
        source = self._with_history(
            self.source(
                version,
                is_shown=True,
                referrers=self.referrers(version.terms, referrer),
                was_new_at_claim=bound.was_new if bound else True,
            ),
            customer,
        )
        return ShownCode(
            kind=code.kind,
            state=code.status,
            source=source,
            owner=referrer,
            owner_is_blocked=owner is not None and owner.state == "blocked",
            valid_from=code.valid_from,
            valid_to=code.valid_to,
            use_limit=code.use_limit,
            uses=self._code_uses(code, version.terms),
        )

    def _code_uses(self, code: PromoCode, terms: Terms) -> Counts:
        if any(rule.limits.per_code for rule in terms.rules):
            return codes.code_use_counts(self.store, code.id, self.today)
        return Counts(life=code.uses)

    def _with_history(self, source: Source, customer: Customer | None) -> Source:
        source = self._with_credits(source)
        if customer is None:
            return source
        fired, first_on = purchases.fired_counts(self.store, customer.id, source.version)
        return replace(source, fired=fired, first_fired_on=first_on)

    def standing(self, customer: Customer, referral: Referral) -> Source:
        version = self.version(referral.version)
        source = self.source(
            version,
            referrers=self.referrers(version.terms, referral.referrer),
            was_new_at_claim=referral.was_new,
        )
        return self._with_history(source, customer)

    # -- who is above ----------------------------------------------------------------------

    def referrers(self, terms: Terms, first: int | None) -> tuple[Referrer, ...]:
        """The people who may get something, level 1 first."""
        levels = max((len(rule.referrer) for rule in terms.rules), default=0)
        if first is None:
            return ()
        # even with nothing to give, level 1 is who made the claim
        line = [first, *customers.referrer_line(self.store, first)[: max(levels, 1) - 1]]
        return tuple(self._referrer(terms, one, level) for level, one in enumerate(line, 1))

    def _referrer(self, terms: Terms, customer: int, level: int) -> Referrer:
        person = customers.find_customer(self.store, customer)
        counts_needed = any(rule.by_referrals for rule in terms.rules)
        effective = customers.count_effective(self.store, customer) if counts_needed else 0
        return Referrer(
            customer=customer,
            level=level,
            name=person.name if person else "",
            is_blocked=person is not None and person.state == "blocked",
            is_erased=person is None or person.state in ("erased", "merged"),
            effective_referrals=effective,
            credits={},
        )

    def _with_credits(self, source: Source) -> Source:
        """The same version with what its limits count of each referrer's credits."""
        terms = source.terms
        limited = [rule.id for rule in terms.rules if rule.limits.per_referrer]
        if not limited and not terms.spending.credits_per_day:
            return source
        referrers = tuple(
            replace(
                one,
                credits={rule: self._credits(one, source, rule) for rule in limited},
                credits_today=self._credits_today(one),
            )
            for one in source.referrers
        )
        return replace(source, referrers=referrers)

    def _credits(self, referrer: Referrer, source: Source, rule: str) -> Counts:
        days = purchases.credit_days(self.store, referrer.customer, source.version, rule)
        today = self.today
        return Counts(
            day=sum(n for on, n in days if on == today),
            month=sum(n for on, n in days if (on.year, on.month) == (today.year, today.month)),
            year=sum(n for on, n in days if on.year == today.year),
            life=sum(n for _, n in days),
        )

    def _credits_today(self, referrer: Referrer) -> int:
        return purchases.credits_on(self.store, referrer.customer, self.today)

    # -- the buyer -------------------------------------------------------------------------

    def buyer(
        self,
        customer: Customer | None,
        referral: Referral | None,
        shown: ShownCode | None,
        code: PromoCode | None,
    ) -> Buyer | None:
        if customer is None:
            return None
        names = customers.names_of(self.store, [referral.referrer]) if referral else {}
        purse = ledger.purse_of(self.store, customer.id)
        return Buyer(
            id=customer.id,
            kind=customer.kind,
            name=customer.name,
            has_identity=bool(customer.identities),
            is_blocked=customer.state == "blocked",
            paid_purchases=customer.purchases,
            referrer=referral.referrer if referral else None,
            referrer_name=names.get(referral.referrer, "") if referral else "",
            is_above_referrer=self._is_above(customer.id, code),
            uses=self._uses(customer.id, shown),
            last_purchase_on=customer.last_on,
            lots=purse.lots,
            owed=purse.owed,
        )

    def _is_above(self, customer: int, code: PromoCode | None) -> bool:
        """R32: whether the buyer stands anywhere above who would become his referrer."""
        if code is None or code.referrer is None:
            return False
        return customer in customers.referrer_line(self.store, code.referrer)

    def _uses(self, customer: int, shown: ShownCode | None) -> Counts:
        if shown is None or not any(rule.limits.per_customer for rule in shown.source.terms.rules):
            return NEVER
        versions = [shown.source.version]
        return codes.customer_use_counts(self.store, customer, versions, self.today)
