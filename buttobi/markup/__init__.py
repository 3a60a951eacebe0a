"""What people write, as HTML that is safe to show and as plain text that is safe to send."""
