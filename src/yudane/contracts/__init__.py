"""The contracts between whoever delivers evidence and whoever judges by it: one for each table, columns, units, key, clock."""

from yudane.contracts.contract import PROVENANCE, Column, Contract, View, make_contract
from yudane.contracts.known import Contracts, shipped_contracts, views

__all__ = ["PROVENANCE", "Column", "Contract", "Contracts", "View", "make_contract", "shipped_contracts", "views"]
