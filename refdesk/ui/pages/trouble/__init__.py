"""What stands before the login when the data cannot be opened."""
