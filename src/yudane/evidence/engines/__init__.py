"""Where SQL runs. DuckDB, in memory over the lake's files, is the default."""
