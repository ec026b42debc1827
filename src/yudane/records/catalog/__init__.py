"""The catalog as people here correct it: edits over what sources say, moves with a day, who looks after what, the roll-out."""
