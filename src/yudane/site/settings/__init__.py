"""Django's settings: `base` for all, `local` for one machine and one person, `server` where YUDANE_URL says how many reach it."""
