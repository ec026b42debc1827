"""The company's own systems: what each of them would hand out, in a form of its own."""
