"""Gathering what a quote looks at: only what the terms at hand ask about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from refdesk.domain.bill import (
    NEVER,
    Buyer,
    Counts,
    Facts,
    GiftCard,
    Referrer,
    ShopRules,
    ShownCode,
    Source,
    Standing,
)
from refdesk.domain.business_day import business_date, local
from refdesk.domain.records import Customer, PromoCode, Referral, Shop, Version
from refdesk.domain.settings import Settings, cash_step
from refdesk.domain.statuses import period_start
from refdesk.domain.terms import Terms
from refdesk.services.desk import Desk
from refdesk.storage import (
    codes,
    coupons,
    customers,
    entitlements,
    ledger,
    occasions,
    programmes,
    purchases,
    standings,
)


@dataclass(frozen=True)
class Visit:
    """Who stands at the till and what was shown there.

    ``has_identity``: somebody not in the base gave one to test by (R55); ``proof``: how presence
    was proved (R79).
    """

    code: PromoCode | None = None
    customer: Customer | None = None
    has_identity: bool = False
    proof: str | None = None
    gift_cards: tuple[GiftCard, ...] = ()


def gather(desk: Desk, shop: Shop, visit: Visit) -> Facts:
    """The facts for a bill at this visit, as they stand now."""
    code, customer = visit.code, visit.customer
    at = desk.now()
    today = business_date(at, shop.zone, shop.settings.business_day_start)
    reader = _Reader(desk, shop, today)
    referral = customers.find_referral(desk.store, customer.id) if customer else None
    shown = reader.shown(code, customer, referral) if code else None
    buyer = reader.buyer(customer, referral, shown, code)
    if buyer is None and visit.has_identity:
        buyer = Buyer(has_identity=True)
    elif buyer is not None:
        has_identity = buyer.has_identity or visit.has_identity
        buyer = replace(buyer, has_identity=has_identity, proof=visit.proof)
    return Facts(
        local=local(at, shop.zone),
        today=today,
        till=desk.till,
        shop=shop_rules(shop.settings, shop.decimals),
        buyer=buyer,
        code=shown,
        standing=reader.standing(customer, referral) if referral and customer else None,
        own=reader.own(customer),
        gift_cards=visit.gift_cards,
        spending=reader.spending(buyer) if buyer and buyer.id is not None else {},
        staff_customer=desk.account_of(desk.actor),
        is_approved=desk.approver is not None and desk.approver.staff != desk.actor.staff,
        manager_allows=desk.manager_allows,
    )


def standing_source(desk: Desk, shop: Shop, version: Version, customer: Customer) -> Source:
    """How a programme stands for a person outside a purchase: under his claim's version with who
    is above him, where the programme made the claim, else under this one (R53)."""
    today = business_date(desk.now(), shop.zone, shop.settings.business_day_start)
    reader = _Reader(desk, shop, today)
    referral = customers.find_referral(desk.store, customer.id)
    if referral and reader.version(referral.version).programme == version.programme:
        return reader.standing(customer, referral)
    return reader.own_source(version, customer)


def own_source(desk: Desk, shop: Shop, version: Version, customer: Customer) -> Source:
    """How a programme's current version stands for a person's own sake (R53)."""
    today = business_date(desk.now(), shop.zone, shop.settings.business_day_start)
    return _Reader(desk, shop, today).own_source(version, customer)


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
        self._standings: dict[tuple[int, date | None], Standing] = {}

    def version(self, version: int) -> Version:
        return programmes.get_version(self.store, version, self.shop.decimals)

    def spending(self, buyer: Buyer) -> Mapping[int, Source]:
        """The versions that what the buyer has came from, as far as spending looks at them."""
        wanted = {lot.version for lot in buyer.lots} | {one.version for one in buyer.entitlements}
        return {
            version: self._spending(version, buyer.id or 0)
            for version in wanted
            if version is not None
        }

    def _spending(self, version: int, customer: int) -> Source:
        source = self.source(self.version(version))
        if source.terms.spending.debits_per_day:
            times = purchases.debits_on(self.store, customer, version, self.today)
            source = replace(source, debits_today=times)
        return replace(source, buyer_standing=self.standing_in(source.terms, customer))

    def standing_in(self, terms: Terms, customer: int) -> Standing:
        """What a person has reached in the terms' status period (R45)."""
        by_count = any(tier.sides.buyer for rule in terms.rules for tier in rule.by_referrals)
        if not terms.statuses and not by_count:
            return Standing()
        since = period_start(terms, self.today)
        if (customer, since) not in self._standings:
            # several programmes of one purchase ask about the same people
            found = standings.standing(self.store, customer, since)
            self._standings[customer, since] = found
        return self._standings[customer, since]

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
                referrers=self.referrers(version, referrer),
                was_new_at_claim=bound.was_new if bound else True,
                friend_share=self._share(bound) if bound else code.friend_share,
                makes_effective=_is_pending(bound, referral) and referrer is not None,
            ),
            customer,
        )
        return ShownCode(
            kind=code.kind,
            # R51: nobody stands behind the card of an erased person any more
            state="retired" if owner is not None and owner.state == "erased" else code.status,
            source=source,
            owner=referrer,
            owner_is_blocked=owner is not None and owner.state == "blocked",
            valid_from=code.valid_from,
            valid_to=code.valid_to,
            use_limit=code.use_limit,
            uses=self._code_uses(code, version.terms),
            brings=coupons.brought_by(self.store, code),
        )

    def _code_uses(self, code: PromoCode, terms: Terms) -> Counts:
        if any(rule.limits.per_code for rule in terms.rules):
            return codes.code_use_counts(self.store, code.id, self.today)
        return Counts(life=code.uses)

    def _with_history(self, source: Source, customer: Customer | None) -> Source:
        source = self._with_credits(source)
        if customer is None:
            return source
        fired, first_on = purchases.fired_counts(
            self.store, customer.id, [source.version], purchases.AS_REFERRAL
        )
        carry = self._carry(source.terms, customer.id, source.programme)
        return replace(source, fired=fired, first_fired_on=first_on, carry=carry)

    def _carry(
        self, terms: Terms, customer: int, programme: int
    ) -> Mapping[str, Mapping[int, int]]:
        """What a programme's rules carry over for a person, where any does (R72)."""
        if not any(rule.carry_over for rule in terms.rules):
            return {}
        return purchases.carried(self.store, customer, programme)

    def _share(self, referral: Referral) -> int | None:
        """R57: the split printed on the card that made the claim is honoured for life."""
        if referral.code is None:
            return None
        return codes.codes_by_id(self.store, [referral.code])[0].friend_share

    def standing(self, customer: Customer, referral: Referral) -> Source:
        version = self.version(referral.version)
        source = self.source(
            version,
            referrers=self.referrers(version, referral.referrer),
            was_new_at_claim=referral.was_new,
            friend_share=self._share(referral) if version.terms.split == "picked" else None,
            makes_effective=referral.effective is None,
            own_uses=self._own_uses(
                version.terms, customer.id, [version.id], purchases.AS_REFERRAL
            ),
        )
        return self._with_history(source, customer)

    def _own_uses(
        self, terms: Terms, customer: int, versions: Sequence[int], sides: Sequence[str]
    ) -> Mapping[str, Counts]:
        """How often each rule that limits a buyer's uses has worked for him (R64)."""
        return {
            rule.id: self._counts(
                purchases.worked_on(self.store, customer, versions, rule.id, sides)
            )
            for rule in terms.rules
            if rule.limits.per_customer
        }

    # -- own purchases ---------------------------------------------------------------------

    def own(self, customer: Customer | None) -> tuple[Source, ...]:
        """R53: the current versions of the running programmes that reward own purchases.

        Somebody without an account may still be given a coupon by them.
        """
        running = programmes.running_versions(self.store, self.shop.decimals)
        return tuple(
            self.own_source(version, customer)
            for version in running
            if version.terms.rewards_buyers
        )

    def own_source(self, version: Version, customer: Customer | None) -> Source:
        source = self.source(version)
        if customer is None:
            return source
        terms, one = version.terms, customer.id
        versions = programmes.versions_of(self.store, version.programme)
        fired, first_on = purchases.fired_counts(self.store, one, versions, purchases.AS_BUYER)
        limited = terms.spending.credits_per_day
        return replace(
            source,
            fired=fired,
            first_fired_on=first_on,
            own_uses=self._own_uses(terms, one, versions, purchases.AS_BUYER),
            buyer_standing=self.standing_in(terms, one),
            carry=self._carry(terms, one, version.programme),
            own_credits_today=(
                purchases.own_credits_on(self.store, one, self.today) if limited else 0
            ),
        )

    # -- who is above ----------------------------------------------------------------------

    def referrers(self, version: Version, first: int | None) -> tuple[Referrer, ...]:
        """The people who may get something, level 1 first."""
        levels = version.terms.levels
        if first is None:
            return ()
        # even with nothing to give, level 1 is who made the claim
        line = [first, *customers.referrer_line(self.store, first)[: max(levels, 1) - 1]]
        return tuple(self._referrer(version, one, level) for level, one in enumerate(line, 1))

    def _referrer(self, version: Version, customer: int, level: int) -> Referrer:
        person, terms = customers.find_customer(self.store, customer), version.terms
        milestones = any(rule.trigger == "milestone" for rule in terms.rules)
        counts_needed = milestones or any(rule.by_referrals for rule in terms.rules)
        effective = customers.count_effective(self.store, customer) if counts_needed else 0
        given = frozenset[str]()
        if milestones:
            given = occasions.given_milestones(self.store, customer, version.programme)
        return Referrer(
            customer=customer,
            level=level,
            name=person.name if person else "",
            is_blocked=person is not None and person.state == "blocked",
            is_erased=person is None or person.state in ("erased", "merged"),
            effective_referrals=effective,
            standing=self.standing_in(terms, customer),
            given=given,
            carry=self._carry(terms, customer, version.programme),
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
        return self._counts(
            purchases.credit_days(self.store, referrer.customer, source.version, rule)
        )

    def _counts(self, days: Sequence[tuple[date, int]]) -> Counts:
        """Something that happened so often on these days, by the periods of today."""
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
        purse = ledger.purse_of(self.store, customer.id, self.today)
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
            entitlements=entitlements.open_entitlements(self.store, customer.id),
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


def _is_pending(bound: Referral | None, referral: Referral | None) -> bool:
    """Whether a purchase with the code now makes its buyer an effective referral."""
    if bound is not None:
        return bound.effective is None
    return referral is None
