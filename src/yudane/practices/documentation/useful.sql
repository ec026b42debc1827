with sizes as (
  select team_id, count(*) as people_count
  from people
  where (active_from is null or active_from <= $as_of) and (active_to is null or active_to > $as_of)
  group by team_id
),
answers as (
  select service_id as about, team_id as of_team, respondent_key, question_key, value
  from survey_responses
  where kind = 'doc_quality' and question_key in ('findable', 'accurate', 'clear')
    and cast(submitted_on as timestamp) >= $as_of - interval 180 day and cast(submitted_on as timestamp) < $as_of
),
asked as (  -- a team too small to hide who said what is asked together with its business unit
  select s.service_id, z.team_id, z.people_count, z.people_count < $team_min as pooled,
    case when z.people_count < $team_min then concat('unit ', t.business_unit_id) else concat('service ', s.service_id)
    end as crowd
  from services s
  join sizes z on z.team_id = s.team_id
  left join teams t on t.team_id = z.team_id
),
units as (
  select concat('unit ', t.business_unit_id) as crowd, t.team_id,
    sum(z.people_count) over (partition by t.business_unit_id) as people_count
  from teams t left join sizes z on z.team_id = t.team_id
  where t.business_unit_id is not null
),
told as (
  select q.crowd, a.question_key, a.value, a.respondent_key, a.of_team = q.team_id as asked_for, q.people_count
  from asked q join answers a on a.about = q.service_id
  where not q.pooled
  union all
  select q.crowd, a.question_key, a.value, a.respondent_key, true as asked_for, q.people_count
  from asked q join answers a on a.of_team = q.team_id
  where not q.pooled and a.about is null
  union all
  select u.crowd, a.question_key, a.value, a.respondent_key, true as asked_for, u.people_count
  from units u join answers a on a.of_team = u.team_id
),
questions as (  -- nobody's own answer is shown
  select crowd, question_key, count(*) as answer_count, median(value) as median_grade
  from told
  group by crowd, question_key
  having count(distinct respondent_key) >= $respondents_min
),
evidence as (
  select q.service_id, n.question_key, n.answer_count, n.median_grade
  from asked q join questions n on n.crowd = q.crowd
),
summed as (
  select crowd, count(*) as answer_count, count(distinct respondent_key) as people_answering,
    max(people_count) as people_asked, median(value) as median_grade,
    round(count(distinct case when asked_for then respondent_key end) * 1.0 / max(people_count), 9) as share_answering
  from told
  group by crowd
)
select q.service_id, r.answer_count, r.people_answering, r.people_asked, r.median_grade, r.share_answering
from asked q join summed r on r.crowd = q.crowd
