"""What people read: one catalogue of texts, numbers and dates for window, terminal and cards."""
