"""Commands of the writing room."""
