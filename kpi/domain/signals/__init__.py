"""The statistics of deviations: what stands out in a series of quarterly figures, and what could not have been seen.

Pure and exact where it can be: figures come as fractions, comparisons with means and limits of a value are made in fractions, and
only roots, quantiles and chances are floats (their precision stands with each function). Every function that a manager sees the
result of is in `judge`; the modules beside it each hold one rule. The rules keep the order in which they are to be read:

0 completeness, 1 questions at entry (for the aanbieder only), 2 the norm (contractual), 3 the own history, 4 the same quarter last
year, 5 the other aanbieders, 6 whether the norm is within reach, 7 how many findings are chance.
"""
