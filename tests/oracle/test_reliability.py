"""SLI/SLO, incident response and postmortems."""

from tests.oracle import incident_response, postmortem, slo
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company import company


class TestReliability(Agreeing):
    AGREEMENT = Agreement(
        frozenset({"slo", "incident-response", "postmortem"}),
        {**slo.CRITERIA, **incident_response.CRITERIA, **postmortem.CRITERIA},
        company,
    )
