"""What staff decide: marked hosts, blogs that move, and the way to every other screen of theirs."""
