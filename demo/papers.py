"""Postmortems as Markdown: each team in its own manner, some without front matter."""

from collections.abc import Iterator

from demo.habits import Learning
from demo.happenings import Drill, Incident, drills, incidents, observed
from demo.organization import Service, company
from demo.rows import TRACKER, WIKI
from demo.timeline import Timeline, chance

Paper = tuple[str, str]  # path below the folder of postmortems, and the text

_PLAIN = "notifications"  # the service whose postmortems have no front matter
_JAPANESE = ("kawasemi", "mikan", "suzume")
_CAUSES = (
    ("A migration locked a table longer than planned.", "マイグレーションがテーブルを想定より長くロックした。"),
    ("A certificate of a partner ran out.", "連携先の証明書の期限が切れた。"),
    ("A cache was emptied at the busiest hour.", "混雑する時間帯にキャッシュが空になった。"),
    ("A new release doubled the queries of a page.", "新しいリリースで画面あたりのクエリが倍になった。"),
    ("A queue filled up behind a slow consumer.", "処理の遅いコンシューマの手前でキューがあふれた。"),
)
_ACTIONS = (
    ("Limit the time of locks in migrations", "マイグレーションのロック時間に上限を設ける", "prevent"),
    ("Page on the age of the oldest message", "最古のメッセージの経過時間でアラートを出す", "detect"),
    ("Write down how to roll back in one step", "一手で戻せるロールバック手順を書く", "mitigate"),
    ("Show expiry dates on the team's board", "有効期限をチームのボードに表示する", "detect"),
)
_TITLES = {
    "summary": ("Summary", "概要"),
    "impact": ("Impact", "影響"),
    "timeline": ("Timeline", "時系列"),
    "trigger": ("Trigger", "きっかけ"),
    "root_causes": ("Root causes", "根本原因"),
    "detection": ("Detection", "検知"),
    "lessons": ("Lessons learned", "学び"),
    "action_items": ("Action items", "再発防止策"),
}
_SHORT = ("summary", "impact", "timeline", "root_causes", "action_items")


def papers(timeline: Timeline) -> Iterator[Paper]:
    for service in observed():
        for incident in incidents(service):
            if incident.major and incident.habits.learning.writes and _drafted(incident) < 0:
                yield _name(incident, timeline), _incident_paper(incident, timeline)
        if service.key == "booking-mail":
            last = drills(service)[-1]
            yield f"{service.team}/{service.key}/{timeline.date(last.day)}-drill.md", _drill_paper(last, timeline)


def _drafted(incident: Incident) -> float:
    return incident.closed + incident.habits.learning.draft * _spread(incident)


def _spread(incident: Incident) -> float:
    return chance(incident.id, "paper").uniform(0.8, 1.2)


def _name(incident: Incident, timeline: Timeline) -> str:
    service = incident.service
    return f"{service.team}/{service.key}/{timeline.date(incident.began)}-{incident.id.lower()}.md"


def _incident_paper(incident: Incident, timeline: Timeline) -> str:
    japanese = incident.service.team in _JAPANESE
    title = _title(incident, japanese)
    sections = _SHORT if not incident.habits.learning.full else tuple(_TITLES)
    body = "\n".join(_section(key, incident, timeline, japanese) for key in sections)
    if incident.service.key == _PLAIN:
        return f"# {title}\n\n## Status\n\n{_status(incident, japanese)}\n\n## Date\n\n{timeline.date(_drafted(incident))}\n\n{body}"
    return f"---\n{_front(incident, timeline, japanese)}---\n# {title}\n\n{body}"


def _title(incident: Incident, japanese: bool) -> str:
    service = incident.service.title
    return f"{incident.id} {service}の障害" if japanese else f"{incident.id}: {service} was degraded"


def _status(incident: Incident, japanese: bool) -> str:
    review = incident.habits.learning.review
    if review is None:
        return "下書き" if japanese else "draft"
    if incident.closed + review < 0:
        return "レビュー済み" if japanese else "reviewed"
    return "レビュー中" if japanese else "in_review"


def _front(incident: Incident, timeline: Timeline, japanese: bool) -> str:
    """What the head says: keys in the team's language, and only days that have come."""
    how = incident.habits.learning
    words = _front_words(japanese)
    fields = {
        "id": f"PM-{incident.id.removeprefix('INC-')}",
        "incident": incident.id,
        "service": incident.service.key,
        "status": _status(incident, japanese),
        "owner": f"user:default/{incident.leader}",
        "drafted": timeline.stamp(_drafted(incident)),
        "meeting": timeline.past_date(incident.closed + how.review - 1) if how.meets and how.review else None,
        "reviewed": timeline.past(incident.closed + how.review) if how.review else None,
        "published": timeline.past(incident.closed + how.publish) if how.publish else None,
        "audience": "チーム" if japanese and how.audience == "team" else how.audience,
        "blameless": "true" if how.full else None,
        "url": f"{WIKI}/{incident.service.key}/postmortems/{incident.id.lower()}",
        "updated": timeline.date(-1),
    }
    return "".join(f"{words.get(key, key)}: {value}\n" for key, value in fields.items() if value)


def _front_words(japanese: bool) -> dict[str, str]:
    if not japanese:
        return {
            "drafted": "draft_completed_at",
            "meeting": "meeting_held_on",
            "reviewed": "reviewed_at",
            "published": "published_at",
        }
    return {
        "id": "文書ID",
        "incident": "インシデント",
        "service": "対象サービス",
        "status": "ステータス",
        "owner": "責任者",
        "drafted": "初稿完了日",
        "meeting": "ふりかえり会",
        "reviewed": "レビュー完了日",
        "published": "公開日",
        "audience": "公開範囲",
        "updated": "最終更新日",
    }


def _section(key: str, incident: Incident, timeline: Timeline, japanese: bool) -> str:
    return f"## {_TITLES[key][japanese]}\n\n{_text(key, incident, timeline, japanese)}\n"


def _text(key: str, incident: Incident, timeline: Timeline, japanese: bool) -> str:
    minutes = round((incident.mitigated - incident.began) * 1440)
    cause = _CAUSES[incident.number % len(_CAUSES)][japanese]
    users = round(incident.service.requests * incident.burn / 40)
    if key == "impact" and incident.habits.learning.full:
        return (
            f"約{users}人が{minutes}分間影響を受けた。" if japanese else f"About {users} users for {minutes} minutes."
        )
    if key == "timeline":
        return _timeline(incident, timeline, japanese)
    if key == "action_items":
        return _items(incident, timeline, japanese)
    if key in ("summary", "root_causes", "trigger"):
        return cause
    return "チームで話し合った内容を記録した。" if japanese else "Written down as the team told it."


def _timeline(incident: Incident, timeline: Timeline, japanese: bool) -> str:
    moments = [
        (incident.began, "It began", "発生"),
        (incident.detected, "Noticed", "検知"),
        (incident.mitigated, "Users were fine again", "影響が収束"),
    ]
    return "\n".join(
        f"- {timeline.moment(day):%Y-%m-%d %H:%M} UTC {(english, nihongo)[japanese]}"
        for day, english, nihongo in moments
    )


def _items(incident: Incident, timeline: Timeline, japanese: bool) -> str:
    """Two actions: one urgent, due two weeks after the incident, one due after a month."""
    head = (
        "| 内容 | 種別 | 優先度 | チーム | 期限 | ステータス | 起票日 | チケット |"
        if japanese
        else "| Action | Type | Priority | Team | Due | Status | Created | Ticket |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|"]
    for number, (after, priority) in enumerate(((13, "P1"), (30, "P2"))):
        action = _ACTIONS[(incident.number + number * 2) % len(_ACTIONS)]
        due = incident.detected + after
        cells = (
            action[japanese],
            action[2],
            priority,
            incident.service.team,
            timeline.date(due),
            _done(incident.habits.learning, due, timeline, japanese),
            timeline.date(_drafted(incident)),
            f"{TRACKER}/{incident.id}-{number + 1}",
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _done(how: Learning, due: float, timeline: Timeline, japanese: bool) -> str:
    day = due + how.late
    if how.done and day < -1:
        return f"{'完了' if japanese else 'done'} {timeline.date(day)}"
    return "未着手" if japanese else "open"


def _drill_paper(drill: Drill, timeline: Timeline) -> str:
    """A quiet service writes up its drill instead."""
    service: Service = drill.service
    front = (
        f"id: PM-{drill.id}\ndrill: {drill.id}\nservice: {service.key}\nstatus: closed\n"
        f"owner: user:default/{company().team_of(service).people[0]}\n"
        f"draft_completed_at: {timeline.stamp(drill.day + 1)}\nmeeting_held_on: {timeline.date(drill.day + 1)}\n"
        f"reviewed_at: {timeline.stamp(drill.day + 2)}\npublished_at: {timeline.stamp(drill.day + 2.5)}\naudience: company\n"
        f"blameless: true\nno_action_reason: Both findings are tickets of the drill itself.\n"
    )
    body = "\n".join(
        f"## {english}\n\n{_drill_text(key)}\n" for key, (english, _) in _TITLES.items() if key != "action_items"
    )
    return f"---\n{front}---\n# Drill: {service.title} without its mail provider\n\n{body}"


def _drill_text(key: str) -> str:
    return "2600 mails would have waited 90 minutes." if key == "impact" else "As practiced in the drill."
