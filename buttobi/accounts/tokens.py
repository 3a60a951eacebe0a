"""Tokens of links that are good once: the link carries the token, the database its digest alone."""

import hashlib
import secrets


def fresh() -> str:
    """A token that nobody can guess, of letters that an address may carry."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """What is kept of a token; 64 characters."""
    return hashlib.sha256(token.encode()).hexdigest()
