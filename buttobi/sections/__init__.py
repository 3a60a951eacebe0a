"""General and Adult: their addresses, the age page, the wall between them."""
