"""`yudane sources`: can the numbers be trusted?"""

from typing import Any

from yudane.faces.cli.common import Session, command


@command()
def sources(session: Session) -> None:
    told = session.home.sources_told()
    session.data(told, lambda: _show(session, told))


def _show(session: Session, told: list[dict[str, Any]]) -> None:
    if not told:
        session.note("sources_none")
        return
    header = [session.say(w) for w in ("source", "table", "covers", "until", "stored", "rejected", "unmapped")]
    session.table(
        header,
        [
            (
                row["source"],
                row["table"],
                session.say("all") if row["covers"] == "all" else len(row["covers"]),
                f"{row['until']}{' !' if row['stale'] else ''}",
                row["rows"],
                row["rejected"],
                row["unmapped"],
            )
            for row in told
        ],
    )
    if any(row["stale"] for row in told):
        session.note("stale_note")
