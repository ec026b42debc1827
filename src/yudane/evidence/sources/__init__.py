"""The systems evidence comes from: a folder each, with source.yaml and one SQL map for each table."""

from yudane.evidence.sources.source import Source, load_source, source_names

__all__ = ["Source", "load_source", "source_names"]
