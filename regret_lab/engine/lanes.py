"""How many games share a block, and where a sum over coordinates changes its order."""

LANES = 16
"""Games that share a block of a coordinate-wise rule: two to four vector registers' worth."""

WIDE = 64
"""From this dimension on one game fills the vector unit by itself, and plays alone."""

STRANDS = 8
"""Partial sums of a wide game: an addition need not wait for the one before it."""
