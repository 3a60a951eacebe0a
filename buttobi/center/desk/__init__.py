"""What staff, owners and whoever has an idea do for themes: a month is planned, a theme proposed or opened."""
