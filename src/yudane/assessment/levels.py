"""Outcomes into levels: an interval [lowest, highest] that the evidence allows, one number when they meet.

Unknown is never counted as met and never as unmet. Not applicable and exempt leave the set. Beside it the interval that
systems alone allow: where that is wider, a level rests on people's word.
"""

from yudane.evidence.engines.database import Connection
from yudane.evidence.engines.sql import literal
from yudane.program import Program


def make_levels(con: Connection, program: Program) -> None:
    """Make the temp table `levels` from `outcomes`: one row for each service and rated activity."""
    rated = ", ".join(f"'{activity.key}'" for activity in program.rated) or "''"
    con.execute(f"create or replace table counted as {_counted(rated)}")
    con.execute(f"create or replace table levels as {_levels(program)}")


def _count(level: int, kind: str, *outcomes: str) -> str:
    listed = ", ".join(f"'{outcome}'" for outcome in outcomes)
    return f"count(*) filter (counts and level = {level} and kind = '{kind}' and outcome in ({listed}))"


def _counted(rated: str) -> str:
    """Counts by service and activity: of all, and `alone`, as far as systems tell."""
    return f"""
    with told as (select *, origin in ('recorded', 'joint', 'attested') as worded from outcomes where activity in ({rated})),
    each as (
        select *, false as alone from told
        union all
        select * replace (case when worded then 'unknown' else outcome end as outcome), true from told)
    select service_id, activity, alone,
           {_count(2, "core", "met")} as met2, {_count(2, "core", "unmet")} as unmet2,
           {_count(2, "core", "unknown")} as unknown2,
           {_count(3, "core", "met")} as met3, {_count(3, "core", "unmet")} as unmet3,
           {_count(3, "core", "unknown")} as unknown3,
           {_count(3, "extended", "met")} as ext_met, {_count(3, "extended", "unmet")} as ext_unmet,
           {_count(3, "extended", "unknown")} as ext_unknown,
           count(*) filter (counts and level = 2 and kind = 'core') as core2,
           count(*) filter (counts and level = 3 and kind = 'core') as core3,
           count(*) filter (outcome = 'met') as met, count(*) filter (outcome = 'unmet') as unmet,
           count(*) filter (outcome = 'unknown') as unknown,
           count(*) filter (outcome = 'not_applicable') as not_applicable,
           count(*) filter (outcome = 'exempt') as exempt,
           count(*) filter (outcome = 'exempt' and cause = 'ideal') as ideal, count(*) filter (origin = 'attested') as attested,
           count(*) filter (origin = 'joint') as joint, count(*) filter (origin = 'recorded') as recorded,
           count(*) filter (counts and level = 2 and kind = 'core' and origin = 'measured'
                            and outcome in ('met', 'unmet')) as auto2,
           count(*) filter (counts and level = 3 and kind = 'core' and origin = 'measured'
                            and outcome in ('met', 'unmet')) as auto3
    from each group by service_id, activity, alone"""


def _levels(program: Program) -> str:
    """What holds even if every unknown turns out unmet, and what may hold if every one turns out met."""
    count2, ratio2, count3, ratio3, quota = (
        literal(program.setting(name))
        for name in (
            "level2_decided_min_count",
            "level2_decided_min_ratio",
            "level3_decided_min_count",
            "level3_decided_min_ratio",
            "level3_extended_min_ratio",
        )
    )
    enough2 = f"{{}} >= greatest(1, least({count2}, core2)) and {{}} >= {ratio2} * core2"
    enough3 = f"{{}} >= greatest(1, least({count3}, core3)) and {{}} >= {ratio3} * core3"
    met2, may2, met3, may3 = "met2", "met2 + unknown2", "met3", "met3 + unknown3"
    return f"""
        with possible as (
            select c.*, unmet2 > 0 as excluded2,
                   unmet2 = 0 and unknown2 = 0 and {enough2.format(met2, met2)} as sure2,
                   unmet2 = 0 and {enough2.format(may2, may2)} as may2,
                   unmet3 = 0 and unknown3 = 0 and {enough3.format(met3, met3)}
                       and ext_met >= {quota} * (ext_met + ext_unmet + ext_unknown) as sure3,
                   unmet3 = 0 and {enough3.format(may3, may3)}
                       and ext_met + ext_unknown >= {quota} * (ext_met + ext_unmet + ext_unknown) as may3
            from counted c),
        ranged as (
            select *, case when sure2 and sure3 then 3 when sure2 then 2 else 1 end as lowest,
                   case when excluded2 then 1 when may2 and may3 then 3 else 2 end as highest
            from possible),
        told as (
            select service_id, activity, array_to_string(list_sort(list_distinct(flatten(list(string_split(sources, ', '))))), ', ')
                   as sources
            from outcomes where coalesce(sources, '') <> '' group by all)
        select r.service_id, r.activity, cast(r.lowest as tinyint) as lowest, cast(r.highest as tinyint) as highest,
               cast(a.lowest as tinyint) as lowest_measured, cast(a.highest as tinyint) as highest_measured,
               r.auto2, r.met2 + r.unmet2 as decided2, r.auto3, r.met3 + r.unmet3 as decided3,
               r.met, r.unmet, r.unknown, r.not_applicable, r.exempt, r.ideal, r.attested, r.joint, r.recorded,
               r.core2, r.met2, r.unmet2, r.core3, r.met3, r.unmet3, t.sources
        from ranged r join ranged a on a.service_id = r.service_id and a.activity = r.activity and a.alone
        left join told t on t.service_id = r.service_id and t.activity = r.activity
        where not r.alone"""
