"""The screens of the staff, and the one on which an owner moves a blog."""
