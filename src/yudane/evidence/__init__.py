"""What we know of the world: contracts, sources, the lake, and what checks see of it."""
