"""PIN: who is at the till."""
