"""What the stages cost. Run by hand: ``python -m tests.benchmarks.narrative`` prints a table.

Machines differ and are noisy, so figures that matter are ratios to a reference in the same run, and
each figure is the best of several rounds in which all contestants take turns.
"""
