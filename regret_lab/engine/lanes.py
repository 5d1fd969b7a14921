"""How many games share a block."""

LANES = 16
"""Games that share a block of a coordinate-wise rule: two to four vector registers' worth."""

WIDE = 64
"""From this dimension on one game fills the vector unit by itself: it plays alone in its block."""
