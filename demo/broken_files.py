"""What goes wrong in every company: broken files, and rows that name services nobody knows."""

from collections.abc import Iterator

from demo.rows import Row
from demo.timeline import Timeline

_NO_LIFECYCLE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: loyalty-points
  title: ポイント
spec:
  type: service
  owner: mikan
"""

_SECOND_CART = """\
# Left over from the old shop; the first one counts.
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: cart
spec:
  type: service
  lifecycle: deprecated
  owner: lantern
"""

_NOT_YAML = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: warehouse
  title: "倉庫
spec: {type: service, lifecycle: production, owner: suzume
"""

_TOO_NEW = """\
apiVersion: openslo.com/v2alpha
kind: SLO
metadata:
  name: invoices-latency
  labels:
    team: lantern
spec:
  service: invoices
  objectives:
    - target: 0.98
"""

_NO_SUCH_SERVICE = """\
apiVersion: pyrra.dev/v1alpha1
kind: ServiceLevelObjective
metadata:
  name: ghost-cache-availability
  labels:
    pyrra.dev/team: suzume
    pyrra.dev/service: ghost-cache
spec:
  target: "99"
  window: 4w
  indicator:
    ratio:
      errors:
        metric: cache_errors_total
      total:
        metric: cache_requests_total
"""

_NOTES = """\
# Minutes of the harbor team

We talked about the holidays. Nothing here looks back on an incident.
"""


def files(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """One of each kind of trouble, by path below the demo's folder."""
    yield "catalog/services/old/loyalty-points.yaml", _NO_LIFECYCLE
    yield "catalog/services/old/cart.yaml", _SECOND_CART
    yield "catalog/services/old/warehouse.yaml", _NOT_YAML
    yield "slo/openslo/lantern/invoices-latency.yaml", _TOO_NEW
    yield "slo/pyrra/suzume/ghost-cache.yaml", _NO_SUCH_SERVICE
    yield f"postmortems/harbor/{timeline.date(-33)}-minutes.md", _NOTES


def rows(timeline: Timeline) -> Iterator[tuple[str, Row]]:
    """Rows to refuse or to keep aside, by table."""
    for number, service in enumerate(("old-mailer", "old-mailer", "ghost-cache")):
        yield (
            "incidents",
            {
                "incident_id": f"INC-90{number}",
                "service_id": service,
                "severity": 3,
                "detected_by": "support",
                "detected_at": timeline.stamp(-20 - number * 31),
            },
        )
    yield (
        "incidents",
        {
            "incident_id": "INC-910",
            "service_id": "old-mailer",
            "severity": 9,
            "detected_by": "alert",
            "detected_at": timeline.stamp(-12),
        },
    )
    yield "incidents", {"incident_id": "INC-911", "service_id": "old-mailer", "severity": 2, "detected_at": "yesterday"}
    yield (
        "drills",
        {
            "drill_id": "DR-911",
            "service_id": "ghost-cache",
            "kind": "seance",
            "held_on": timeline.date(-40),
            "participants_count": 3,
        },
    )
