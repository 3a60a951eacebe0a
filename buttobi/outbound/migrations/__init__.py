"""Migrations of the way out."""
