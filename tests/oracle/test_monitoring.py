"""Monitoring."""

from tests.oracle import monitoring
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company_monitoring import company


class TestMonitoring(Agreeing):
    AGREEMENT = Agreement(frozenset({"monitoring"}), monitoring.CRITERIA, company)
