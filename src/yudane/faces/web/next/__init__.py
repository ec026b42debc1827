"""What would make the most of the map known, quickest first."""
