"""Measurements of the product against plain baselines in the same run; ``make bench`` prints their ratios."""
