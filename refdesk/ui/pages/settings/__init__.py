"""What the owner sets: shop, staff, programmes, services, window, backups."""
