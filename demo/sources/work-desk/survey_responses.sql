select origin, line,
  survey as survey_id,
  about as kind,
  product as service_id,
  team as team_id,
  who as respondent_key,
  question as question_key,
  answers->>('$.' || question) as value,
  day as submitted_on
from (
  select origin, line, body->>'$.survey' as survey, body->>'$.about' as about, body->>'$.product' as product,
    body->>'$.team' as team, body->>'$.who' as who, body->>'$.on' as day, body->'$.answers' as answers,
    unnest(json_keys(body->'$.answers')) as question
  from documents where (body->>'$.type') = 'answers'
)
