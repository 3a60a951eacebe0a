"""A blog: its name, address, section, language and who may write in it."""
