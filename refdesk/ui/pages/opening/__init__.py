"""What stands while the shop is opened, and while the window closes."""
