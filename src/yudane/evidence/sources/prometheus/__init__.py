"""SLI samples from a running Prometheus."""
