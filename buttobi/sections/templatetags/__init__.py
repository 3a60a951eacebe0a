"""What templates may ask about sections."""
