"""From the level of a day to the published one, with hysteresis, and the cause of every change.

A higher level is published after it held for some days, a lower one after it held for longer, the first at once.
While evidence is missing nothing moves and the level says since when it is unconfirmed; after 90 days it is unknown. A first
publication is made anew where a statement it rested on falls within 14 days.
"""

from datetime import date

from yudane.evidence.engines.database import Connection
from yudane.evidence.engines.sql import literal
from yudane.program import Program

STATE = {
    "published": "TINYINT",
    "published_on": "DATE",
    "published_before": "TINYINT",
    "cause": "VARCHAR",  # first evidence program statement scope owner unconfirmed
    "cause_criteria": "VARCHAR[]",
    "unconfirmed_since": "DATE",
    "moving": "VARCHAR",  # up, down: the evidence points there, not yet long enough
    "moving_to": "TINYINT",
    "moving_since": "DATE",
    "moving_cause": "VARCHAR",
    "moving_criteria": "VARCHAR[]",
    "on_word": "BOOLEAN",  # when it was published, systems alone allowed more
}
_COUNTS = ("core2", "met2", "unmet2", "core3", "met3", "unmet3")  # of core criteria, by level
LEVELS = {
    "lowest": "TINYINT",
    "highest": "TINYINT",
    "confidence": "DOUBLE",
    **dict.fromkeys(_COUNTS, "BIGINT"),
    "sources": "VARCHAR",
} | STATE


UNCONFIRMED_DAYS, FIRST_DAYS = 90, 14
_STATED = "('joint', 'attested')"


def publish(con: Connection, program: Program, as_of: date) -> None:
    """Make `published` from `levels` and the assessment before (temp tables `before_levels`, `before_outcomes`,
    `before_services`, and `same_program`, all empty or true where there was none)."""
    day = literal(as_of)
    con.execute(f"create or replace table causes as {_CAUSES}")
    con.execute(f"create or replace table published as {_published(program, day)}")


_CAUSES = f"""
    with changed as (
        select n.service_id, n.activity, n.criterion_id,
               coalesce(n.origin in {_STATED}, false) or coalesce(b.origin in {_STATED}, false)
                   or n.outcome = 'exempt' or coalesce(b.outcome = 'exempt', false) as stated,
               coalesce(b.origin in {_STATED} and (n.outcome = 'unknown' or n.cause in ('empty', 'expired')), false) as fell
        from outcomes n join before_services o on o.service_id = n.service_id  -- a new service has nothing to change from
        left join before_outcomes b
             on b.service_id = n.service_id and b.criterion_id = n.criterion_id
        where n.outcome is distinct from b.outcome),
    listed as (
        select service_id, activity, list(criterion_id order by criterion_id) as criteria, bool_or(stated) as stated,
               bool_or(fell) as fell
        from changed group by service_id, activity)
    select l.service_id, l.activity, coalesce(c.criteria, []) as criteria, coalesce(c.fell, false) as fell,
           case when o.service_id is not null and s.team_id is distinct from o.team_id then 'owner'
                when o.service_id is not null and (s.tier, s.user_facing, s.on_call_hours)
                     is distinct from (o.tier, o.user_facing, o.on_call_hours) then 'scope'
                when not (select same from same_program) then 'program'
                when c.stated then 'statement' else 'evidence' end as cause
    from levels l
    join services s on s.service_id = l.service_id
    left join before_services o on o.service_id = l.service_id
    left join listed c on c.service_id = l.service_id and c.activity = l.activity"""


def _published(program: Program, day: str) -> str:
    up, down = (literal(program.setting(f"publish_{way}_after_days")) for way in ("up", "down"))
    return f"""
        with met as (
            select l.*, b.published as was, b.published_on as was_on, b.published_before as was_before,
                   b.cause as was_cause, b.cause_criteria as was_criteria, b.unconfirmed_since as was_unconfirmed,
                   b.moving as was_moving, b.moving_to as was_to, b.moving_since as was_since,
                   b.moving_cause as was_moving_cause, b.moving_criteria as was_moving_criteria,
                   c.cause as new_cause, c.criteria as new_criteria,
                   case when l.lowest = l.highest or l.lowest >= 2 then l.lowest end as at_first,
                   coalesce(b.cause = 'first' and b.on_word and {day} - b.published_on <= {FIRST_DAYS} and c.fell, false)
                       as undone,
                   b.published is null and coalesce(b.cause = 'unconfirmed', false) as gave_up, b.on_word as was_on_word,
                   coalesce({day} - b.unconfirmed_since > {UNCONFIRMED_DAYS}, false)
                       and l.lowest < b.published and b.published <= l.highest as given_up,
                   case when b.published is null then null when l.lowest > b.published then 'up'
                        when l.highest < b.published then 'down' end as points
            from levels l join causes c using (service_id, activity)
            left join before_levels b using (service_id, activity)),
        streak as (
            select *, points = was_moving as goes_on,
                   case when points = was_moving then was_since when points is not null then {day} end as since,
                   case when points = 'up' then least(lowest, case when was_moving = 'up' then was_to end)
                        when points = 'down' then greatest(highest, case when was_moving = 'down' then was_to end)
                   end as goal,
                   case when points = was_moving then was_moving_cause when points is not null then new_cause end as why,
                   case when points = was_moving then was_moving_criteria when points is not null then new_criteria
                   end as why_criteria
            from met),
        decided as (
            select *, case when gave_up then case when lowest = highest then lowest end
                           when was is null or undone then at_first when given_up then null
                           when points = 'up' and {day} - since >= {up} then goal
                           when points = 'down' and {day} - since >= {down} then goal
                           else was end as published
            from streak),
        moved as (select *, published is distinct from was as changed from decided)
        select service_id, activity, lowest, highest, met, unmet, unknown, not_applicable, exempt, ideal, attested,
               joint, recorded, lowest_measured, highest_measured, {", ".join(_COUNTS)}, sources,
               case when coalesce(published, 1) = 1 then round(auto2 * 1.0 / nullif(decided2, 0), 4)
                    else round((auto2 + auto3) * 1.0 / nullif(decided2 + decided3, 0), 4) end as confidence,
               published,
               case when changed then {day} else was_on end as published_on,
               case when changed then was else was_before end as published_before,
               case when changed and gave_up then 'evidence' when changed and was is null then 'first' when changed and undone then 'statement'
                    when changed and given_up then 'unconfirmed' when changed then why else was_cause end as cause,
               case when changed and (was is null or given_up) then cast([] as varchar[])
                    when changed and undone then new_criteria when changed then why_criteria
                    else was_criteria end as cause_criteria,
               case when lowest < published and published <= highest then coalesce(was_unconfirmed, {day}) end
                   as unconfirmed_since,
               case when not changed then points end as moving,
               case when not changed then goal end as moving_to,
               case when not changed then since end as moving_since,
               case when not changed then why end as moving_cause,
               case when not changed then why_criteria end as moving_criteria,
               case when changed then lowest_measured < lowest or highest_measured > highest else was_on_word end as on_word
        from moved"""
