"""Writing entries and reading them."""
