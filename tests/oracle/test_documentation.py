"""Document management."""

from tests.oracle import documentation
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company_documentation import company


class TestDocumentation(Agreeing):
    AGREEMENT = Agreement(frozenset({"documentation"}), documentation.CRITERIA, company)
