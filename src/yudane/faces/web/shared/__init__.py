"""What every page shares: the reader, the state it is drawn from, the frame around it, its faults."""
