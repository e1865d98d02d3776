"""Pure values and decisions: no Qt, database, files, clock, randomness or translation."""
