"""What people read: one catalogue of texts, numbers and dates for window, command line and cards."""
