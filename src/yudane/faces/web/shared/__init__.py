"""What every page shares: the reader, what it is drawn from, the frame around it, its error pages."""
