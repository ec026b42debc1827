"""What an indicator measures by its shape: its SQL lists events with `fits` true, false or null, the rest follows."""

from collections.abc import Mapping
from importlib.resources import files
from textwrap import indent
from typing import Any

SHARE = (files("yudane.program") / "share.sql").read_text("utf-8")
MET = {
    "higher": "case when share_at_least >= $share_min then true when share_at_most < $share_min then false end",
    "lower": "case when share_at_most <= $share_max then true when share_at_least > $share_max then false end",
}
PARTIES = ("business_unit", "development_team", "company_sre", "others")


def completed(raw: Mapping[str, Any], sql: str) -> tuple[Mapping[str, Any], str]:
    """The fields and the SQL of an indicator, complete. One that says its `value` itself is so already."""
    if "value" in raw:
        return raw, sql
    fields = {"value": "share", "unit": "ratio", "met": MET[raw["better"]], **raw}
    by_party = {f"by_{party}": f"party = '{party}'" for party in PARTIES} if raw["measures"] == "share_by_party" else {}
    counts = {**by_party, **raw.get("counts", {})}
    counted = "".join(f",\n    count(case when {test} then 1 end) as {name}" for name, test in counts.items())
    events = indent(sql.rstrip().rstrip(";"), "    ")
    shares = SHARE.replace("\nfrom evidence", f"{counted}\nfrom evidence")
    if "min_n" in raw.get("params", {}):
        shares = shares.replace("count(*) >= 1", "count(*) >= $min_n")
    return fields, f"with evidence as (\n{events}\n)\n{shares}"
