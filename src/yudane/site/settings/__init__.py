"""Django's settings: `base` for all, `local` for one machine and one person, `server` behind a proxy for many."""
