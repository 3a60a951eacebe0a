"""The portal of each section: front page, help, error pages. May look into every other room."""
