"""RefDesk: the referral desk of a small shop, in one program and one file."""

__version__ = "0.1.0"
