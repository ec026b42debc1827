"""The three files a new criterion begins with: they validate, and their examples hold."""

from pathlib import Path

from yudane.program.files import EXAMPLES
from yudane.reading import Place, ProblemsError

_SQL = """\
with evidence as (
    select service_id, incident_id, detected_at
    from incidents
    where detected_at >= $as_of - $window_days * interval 1 day and detected_at < $as_of
)
select service_id, count(*) as incidents_found
from evidence
group by service_id
"""

_YAML = """\
asks:
  en: The good state, as one sentence.
  ja: 良い状態を1つの文で書きます。
mode: measured
reads: [incidents]
met: incidents_found <= $incidents_max
when_empty: met
because:
  met:
    en: "{incidents_found} incidents in {$window_days:days}; at most {$incidents_max} are allowed."
    ja: "{$window_days:days}間の障害は {incidents_found} 件です(上限 {$incidents_max} 件)。"
  unmet:
    en: "{incidents_found} incidents in {$window_days:days}; at most {$incidents_max} are allowed."
    ja: "{$window_days:days}間の障害は {incidents_found} 件です(上限 {$incidents_max} 件)。"
next:
  en: What a team can do first.
  ja: チームが最初にできることを書きます。
params:
  window_days:
    default: 90
    unit: d
    range: [1, 365]
    about: {en: How far to look back., ja: さかのぼる日数です。}
  incidents_max:
    default: 3
    unit: count
    range: [0, 100]
    about: {en: The most that is allowed., ja: 許される件数の上限です。}
sources:
  - {en: Our own rule., ja: 自社の基準です。, mark: O}
stage: experimental
"""

_EXAMPLES = """\
examples:
  - name: {en: One incident, ja: 障害が1件}
    given:
      incidents:
        - {incident_id: INC-1, detected_at: -10d}
    expect: met
  - name: {en: Four incidents, ja: 障害が4件}
    given:
      incidents:
        - {incident_id: "INC-{i}", detected_at: -10d, count: 4}
    expect: unmet
    measured: {incidents_found: 4}
  - name: {en: Nobody looked, ja: データソースなし}
    given: {}
    expect: unknown
"""


def write_check(folder: Path, name: str) -> list[Path]:
    """Write NAME.yaml, NAME.sql and NAME.examples.yaml. Raises ProblemsError rather than overwrite."""
    paths = [folder / f"{name}{ending}" for ending in (".yaml", ".sql", EXAMPLES)]
    for path in paths:
        if path.exists():
            raise ProblemsError.one("file_exists", Place(str(path)))
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in zip(paths, (_YAML, _SQL, _EXAMPLES), strict=True):
        path.write_text(text, "utf-8")
    return paths
