"""Toil elimination."""

from tests.oracle import toil
from tests.oracle.agree import Agreeing, Agreement
from tests.oracle.company_toil import company


class TestToil(Agreeing):
    AGREEMENT = Agreement(frozenset({"toil"}), toil.CRITERIA, company)
