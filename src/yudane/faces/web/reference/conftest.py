"""A home whose organization brings an indicator, one observed of a phase, a decision table, values and an earlier name."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from yudane.faces.web.testing import catalog_home
from yudane.workspace import Workspace

_FILES = {
    "slo/activity.yaml": "indicators: [own-work, strict-share]\ntables: [strict-targets]\n",
    "slo/strict-targets.yaml": """
title: {en: Strict targets, ja: 厳しい目標}
about: {en: From which target on an SLO is strict., ja: どの目標から厳しいとみなすかの表です。}
columns:
  category: {type: str, about: {en: The property looked at., ja: 見ている性質です。}}
  strict_from: {type: decimal, about: {en: Strict from this target on., ja: この目標から厳しいとみなします。}}
rows:
  - {category: availability, strict_from: 0.99995}
  - {category: latency, strict_from: 0.95}
sources:
  - {en: Our own., ja: 独自の値です。, mark: O}
""",
    "slo/strict-share.yaml": """
title: {en: Share of strict SLOs, ja: 厳しいSLOの割合}
asks: {en: Most SLOs are strict., ja: ほとんどのSLOが厳しい目標を持っています。}
reads: [slo_definitions.target, "sli_queries.*"]
applies: tier <= 2
value: share
unit: ratio
better: higher
met: share >= $share_min
when_empty: not_applicable
because:
  met: {en: "{share:percent} are strict, {$share_min:percent} asked for.", ja: "{share:percent}です(基準は{$share_min:percent})。"}
  unmet: {en: "{share:percent} are strict, {$share_min:percent} asked for.", ja: "{share:percent}です(基準は{$share_min:percent})。"}
next: {en: Look at each target., ja: 目標を1つずつ見直します。}
params:
  share_min: {default: 0.5, unit: ratio, range: [0, 1], about: {en: The least share., ja: 割合の下限です。}}
sources:
  - {en: Our own., ja: 独自の値です。, mark: O}
readings:
  - {en: "<b>Bold</b> words stay words.", ja: "<b>太字</b>も文字のままです。"}
stage: experimental
formerly: [slo.hard-share]
examples:
  - name: {en: Half of them, ja: 半分}
    given:
      slo_definitions:
        - {slo_id: "a{i}", target: 0.99999, count: 2, valid_from: -40d, source_ref: null}
        - {slo_id: "b{i}", target: 0.5, each: {valid_from: [-2d, 0d, 1d]}, valid_to: -28795m}
      sli_queries: []
    not_filled: {slo_definitions: [user_journey]}
    expect: {shop: {outcome: unmet, value: 0.5}, "*": unknown}
  - name: {en: Nobody looked, ja: 収集されていない}
    given: {}
    expect: unknown
""",
    "slo/strict-share.sql": """
with evidence as (
    select d.service_id, d.target >= t.strict_from as strict
    from slo_definitions d join strict_targets t on t.category = d.sli_category
)
select service_id, avg(cast(strict as int)) as share from evidence
group by grouping sets ((service_id), ()) having count(*) > 0
""",
    "phases/design.yaml": """
title: {en: Designs reviewed, ja: レビューされた設計}
asks: {en: Every design is reviewed., ja: どの設計もレビューを受けています。}
reads: [reviews]
value: held
unit: count
better: higher
met: held > 0
when_empty: not_applicable
because:
  met: {en: "{held} reviews.", ja: "{held}件です。"}
  unmet: {en: "{held} reviews.", ja: "{held}件です。"}
next: {en: Ask for a review., ja: レビューを依頼します。}
sources:
  - {en: Our own., ja: 独自の値です。, mark: O}
stage: stable
examples:
  - {name: {en: Nobody looked, ja: 収集されていない}, given: {}, expect: unknown}
""",
    "phases/design.sql": "with evidence as (select service_id from reviews)\n"
    "select service_id, count(*) as held from evidence group by service_id\n",
    "overrides.yaml": """
overrides:
  - {check: slo.strict-share, param: share_min, value: 0.7, author: Kei, reason: an old one, on: 2026-01-01}
  - {check: slo.strict-share, param: share_min, value: 0.9, author: Sora, reason: We agreed on it., on: 2026-09-01}
  - {check: slo.strict-share, param: share_min, value: 0.2, tier: 3, author: Sora, reason: Tools., on: 2026-09-01}
  - {check: slo.strict-share, param: share_min, value: 1, service: shop, author: Mei, reason: A try., on: 2999-01-01}
""",
}


def overlay(root: Path) -> None:
    """Write the organization's own files."""
    for name, text in _FILES.items():
        path = root / "program" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = catalog_home(tmp_path_factory.mktemp("own") / "home")
    overlay(home.root)
    return home


@pytest.fixture
def own(own_home: Workspace, serve_home: Callable[[Path], None]) -> Client:
    serve_home(own_home.root)
    return Client(headers={"accept-language": "en"})
