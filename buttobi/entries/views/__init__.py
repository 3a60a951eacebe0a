"""The screens of writing and the pages of reading."""
