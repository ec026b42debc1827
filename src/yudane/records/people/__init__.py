"""People: who they are, how they sign in, which teams they are of, and the tokens of their programs."""
