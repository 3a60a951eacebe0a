"""What an owner sees of trackbacks received and sent."""
