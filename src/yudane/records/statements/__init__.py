"""What people state about a criterion of a service: joint statements, attestations, exemptions and agreed ideals."""
