"""Buttobi: a blog-hosting service whose heart is the trackback."""
