"""The maturity map: services by team, activities across, a level in each cell."""
