"""The database: the only folder that knows it. `database` connects and fails, `sql` writes values, `reading` says what
a text of SQL reads and whether it may run, `run_untrusted` runs what did not come with the package."""
