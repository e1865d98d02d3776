"""A version's terms as one card has them: with the split that was picked for it (R57, G07)."""

from dataclasses import replace

from refdesk.domain.terms import AMOUNT_OFF, PERCENT_OFF, STORE_CREDIT, WHOLE, Benefit, Rule, Terms

HALF = WHOLE // 2


def terms_of_card(terms: Terms, friend_share: int | None) -> Terms:
    """The same terms with every pool shared out: the friend's part of a split in basis points,
    None = half. What is nothing is not there."""
    share = HALF if friend_share is None else friend_share
    return replace(terms, rules=tuple(_shared(rule, share) for rule in terms.rules))


def _shared(rule: Rule, share: int) -> Rule:
    """As R57 rounds: the referrer's part down, the rest is the friend's."""
    pool = rule.pool
    if pool is None:
        return rule
    whole = pool.percent if pool.percent is not None else pool.amount or 0
    referrer = whole * (WHOLE - share) // WHOLE
    friend = whole - referrer
    if pool.percent is not None:
        given = Benefit(STORE_CREDIT, percent=referrer)
        offer = Benefit(PERCENT_OFF, percent=friend)
    else:
        given = Benefit(STORE_CREDIT, amount=referrer)
        offer = Benefit(AMOUNT_OFF, amount=friend)
    return replace(
        rule, pool=None, referral=offer if friend else None, referrer=(given,) if referrer else ()
    )
