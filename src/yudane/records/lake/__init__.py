"""What changes evidence and assessments: asked who may, and written down before it is done."""
