"""What people write: one Django app for each thing, changed by verbs alone, one file each.

A verb asks who may, changes and adds to the audit in one transaction. Pages, commands and jobs call the same verbs.
"""
