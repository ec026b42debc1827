"""SLO and rule files, each team's in the format of its tool: OpenSLO, Sloth, Pyrra, Prometheus rules."""

from collections.abc import Iterator
from typing import Any

from demo.happenings import observed
from demo.organization import Service, Slo, company
from demo.rows import WIKI
from demo.timeline import Timeline

Document = dict[str, Any]
Files = Iterator[tuple[str, list[Document]]]  # path below the demo's folder, and the documents in the file

_KUBERNETES = "mikan"  # keeps its Sloth files as cluster objects
_FAST_ONLY = "invoices"  # pages at once, but has no slow page and no ticket
_SILENT = "fern"  # no burn alerts at all
_BURNS = (
    ("fast", "page", 13.44, "1h", "5m"),
    ("slow", "page", 5.6, "6h", "30m"),
    ("ticket", "ticket", 0.933, "3d", "6h"),
)


def slo_files(timeline: Timeline) -> Files:
    for service in observed():
        tool = company().team_of(service).tool
        documents = [document for slo in service.slos for document in _document(tool, slo, service, timeline)]
        if tool == "sloth" and service.team != _KUBERNETES and service.slos:
            documents = [_sloth_plain(service, timeline)]
        if documents:
            yield f"slo/{tool}/{service.team}/{service.key}.yaml", documents
    yield "slo/openslo/alerting.yaml", [*_openslo_alerting()]


def _document(tool: str, slo: Slo, service: Service, timeline: Timeline) -> list[Document]:
    if tool == "openslo":
        return [_openslo(slo, service, timeline)]
    if tool == "pyrra":
        return [_pyrra(slo, service, timeline)]
    return [_sloth_object(slo, service, timeline)] if service.team == _KUBERNETES else []


def _notes(slo: Slo, timeline: Timeline) -> dict[str, str]:
    """Our own annotations: what the formats themselves have no place for."""
    annotations = {"yudane.dev/sli-category": slo.category}
    if slo.journey:
        annotations["yudane.dev/user-journey"] = slo.journey
    if slo.since:
        annotations["yudane.dev/valid-from"] = timeline.date(-slo.since)
    if slo.policy:
        annotations["yudane.dev/error-budget-policy"] = f"{WIKI}/{slo.service}/error-budget-policy"
        annotations["yudane.dev/error-budget-policy-approved-on"] = timeline.date(-slo.policy)
    return annotations


def _total(slo: Slo) -> str:
    return f'http_requests_total{{job="{slo.called}"}}'


def _bad(slo: Slo) -> str:
    kind = 'result="late"' if slo.category in ("latency", "freshness") else 'code=~"5.."'
    return f'http_requests_total{{job="{slo.called}",{kind}}}'


# -- OpenSLO ---------------------------------------------------------------------------------------------------------


def _openslo(slo: Slo, service: Service, timeline: Timeline) -> Document:
    rules = [f"burn-{name}" for name, *_ in _BURNS]
    policies = [] if service.team == _SILENT else rules[:1] if service.key == _FAST_ONLY else rules
    spec: Document = {
        "description": f"{service.title}: {slo.category}",
        "service": service.called,
        "indicator": {"metadata": {"name": f"{slo.id}-ratio"}, "spec": {"ratioMetric": _ratio(slo)}},
        "timeWindow": [{"duration": "28d", "isRolling": True}],
        "budgetingMethod": "Occurrences",
        "objectives": [{"displayName": slo.category, "target": round(slo.target / 100, 6)}],
    }
    if policies:
        spec["alertPolicies"] = policies
    metadata = {
        "name": slo.id,
        "displayName": f"{service.title} {slo.category}",
        "labels": {"team": slo.owner},
        "annotations": _notes(slo, timeline),
    }
    return {"apiVersion": "openslo/v1", "kind": "SLO", "metadata": metadata, "spec": spec}


def _ratio(slo: Slo) -> Document:
    def source(query: str) -> Document:
        return {"metricSource": {"type": "Prometheus", "spec": {"query": f"sum(rate({query}[{{{{.window}}}}]))"}}}

    return {"counter": True, "bad": source(_bad(slo)), "total": source(_total(slo))}


def _openslo_alerting() -> Iterator[Document]:
    """One policy for each speed of burning, of two conditions: over the long window and over the short one."""
    for name, severity, factor, *windows in _BURNS:
        refs = [{"conditionRef": f"burn-{name}-{window}"} for window in windows]
        yield {
            "apiVersion": "openslo/v1",
            "kind": "AlertPolicy",
            "metadata": {"name": f"burn-{name}", "annotations": {"runbook_url": f"{WIKI}/company/burn-{name}"}},
            "spec": {"alertWhenBreaching": True, "conditions": refs, "notificationTargets": [{"targetRef": "yobirin"}]},
        }
        for window in windows:
            yield {
                "apiVersion": "openslo/v1",
                "kind": "AlertCondition",
                "metadata": {"name": f"burn-{name}-{window}"},
                "spec": {
                    "severity": severity,
                    "condition": {"kind": "burnrate", "op": "gte", "threshold": factor, "lookbackWindow": window},
                },
            }
    yield {
        "apiVersion": "openslo/v1",
        "kind": "AlertNotificationTarget",
        "metadata": {"name": "yobirin"},
        "spec": {"target": "webhook", "description": "呼び出しツール yobirin"},
    }


# -- Sloth -----------------------------------------------------------------------------------------------------------


def _sloth_plain(service: Service, timeline: Timeline) -> Document:
    slos = []
    for slo in service.slos:
        labels = {_label(key): value for key, value in _notes(slo, timeline).items()}
        events = {
            "error_query": f"sum(rate({_bad(slo)}[{{{{.window}}}}]))",
            "total_query": f"sum(rate({_total(slo)}[{{{{.window}}}}]))",
        }
        slos.append(
            {
                "name": slo.category,
                "objective": slo.target,
                "description": service.title,
                "labels": labels,
                "sli": {"events": events},
                "alerting": _sloth_alerting(service, "page_alert", "ticket_alert"),
            }
        )
    return {"version": "prometheus/v1", "service": service.called, "labels": {"owner": service.team}, "slos": slos}


def _label(annotation: str) -> str:
    """A label of Prometheus knows neither dots nor dashes."""
    return annotation.replace("yudane.dev/", "yudane_").replace("-", "_")


def _sloth_alerting(service: Service, page: str, ticket: str) -> Document:
    name = "".join(part.capitalize() for part in service.key.split("-"))
    return {
        "name": f"{name}BudgetBurn",
        "annotations": {"runbook_url": f"{WIKI}/{service.key}/runbook"},
        page: {"labels": {"severity": "page"}},
        ticket: {"labels": {"severity": "ticket"}},
    }


def _sloth_object(slo: Slo, service: Service, timeline: Timeline) -> Document:
    events = {
        "errorQuery": f"sum(rate({_bad(slo)}[{{{{.window}}}}]))",
        "totalQuery": f"sum(rate({_total(slo)}[{{{{.window}}}}]))",
    }
    one = {
        "name": slo.category,
        "objective": slo.target,
        "description": service.title,
        "sli": {"events": events},
        "alerting": _sloth_alerting(service, "pageAlert", "ticketAlert"),
    }
    return {
        "apiVersion": "sloth.slok.dev/v1",
        "kind": "PrometheusServiceLevel",
        "metadata": {"name": slo.id, "namespace": "monitoring", "annotations": _notes(slo, timeline)},
        "spec": {"service": service.called, "labels": {"owner": slo.owner}, "slos": [one]},
    }


# -- Pyrra -----------------------------------------------------------------------------------------------------------


def _pyrra(slo: Slo, service: Service, timeline: Timeline) -> Document:
    labels = {"pyrra.dev/team": slo.owner, "pyrra.dev/service": service.called}
    indicator = {"ratio": {"errors": {"metric": _bad(slo)}, "total": {"metric": _total(slo)}}}
    return {
        "apiVersion": "pyrra.dev/v1alpha1",
        "kind": "ServiceLevelObjective",
        "metadata": {"name": slo.id, "labels": labels, "annotations": _notes(slo, timeline)},
        "spec": {"target": f"{slo.target:g}", "window": "4w", "description": service.title, "indicator": indicator},
    }


# -- Prometheus rules ------------------------------------------------------------------------------------------------


def rule_files() -> Files:
    """Alerts beside the SLOs: symptoms page, causes open tickets. One file a team, some as cluster objects."""
    for team in company().teams.values():
        groups = [_group(service) for service in observed() if service.team == team.key]
        if groups and team.key == _KUBERNETES:
            yield (
                f"rules/{team.key}.yaml",
                [
                    {
                        "apiVersion": "monitoring.coreos.com/v1",
                        "kind": "PrometheusRule",
                        "metadata": {"name": team.key, "namespace": "monitoring", "labels": {"team": team.key}},
                        "spec": {"groups": groups},
                    }
                ],
            )
        elif groups:
            yield f"rules/{team.key}.yaml", [{"groups": groups}]


def _group(service: Service) -> Document:
    job = service.called
    name = "".join(part.capitalize() for part in service.key.split("-"))
    errors = f'sum(rate(http_requests_total{{job="{job}",code=~"5.."}}[5m])) / sum(rate(http_requests_total{{job="{job}"}}[5m]))'
    slow = f'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{{job="{job}"}}[5m])))'
    rules = [
        _rule(f"{name}Errors", f"{errors} > 0.05", "page", "symptom", service),
        _rule(f"{name}Latency", f"{slow} > 1.5", "ticket", "symptom", service),
        _rule(
            f"{name}MemorySaturation", f'container_memory_usage_bytes{{job="{job}"}} > 3e9', "ticket", "cause", service
        ),
    ]
    return {"name": job, "rules": rules if service.key != "courier-app" else rules[2:]}


def _rule(name: str, expr: str, severity: str, kind: str, service: Service) -> Document:
    labels = {"severity": severity, "team": service.team, "service": service.called, "yudane_kind": kind}
    notes = {"summary": f"{service.title}: {name}", "runbook_url": f"{WIKI}/{service.key}/runbook"}
    return {"alert": name, "expr": expr, "for": "10m", "labels": labels, "annotations": notes}
