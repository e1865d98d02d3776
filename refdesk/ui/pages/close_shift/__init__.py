"""Closing a shift: its figures, the payout slips in the drawer, and what to look at first."""
