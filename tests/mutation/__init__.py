"""Mutation, silence and invariance of the whole pipeline: does ``check`` see a figure that was changed, and only that?

    PYTHONPATH=.:tests python -m mutation                     # all: about 20,000 mutants on two processes, 10 minutes
    PYTHONPATH=.:tests python -m mutation --each 3            # a sample: at most so many of each operator and place
    PYTHONPATH=.:tests python -m mutation --out FILE.jsonl    # where the results are kept; the same file goes on

    subjects    reports that agree: the invented ones in text layouts and HTML, the hand-written, the real
    places      from a span of the document's text to the characters of the source file
    figures     which figures stand in a report, and which of them some exact rule vouches for
    operators   what is done to a printed number
    mutants     every figure with every operator, in an order that depends on the seed alone
    judge       one mutant through reader, stages and rules: seen at its place, admissible, or missed
    report      the tables
    invariance  one report in other layouts, encodings and forms of digits

What counts. A figure counts as checkable where, in the unchanged report, a rule that compares for equality passed
with it: a cell of an identity that holds, a number of the prose among ``reconcile.coverage(...).checked`` that such
a rule weighed. Rules that only bound a number (``figures.BOUNDING``) cannot see every change and make nothing
checkable. A mutant is *seen* where a finding that was not there before, in state fail or uncertain, of the family of
a rule that vouched for the figure, names the cell or weighs the number. It is *admissible* where every rule that
vouched for the figure still passes with the changed value: then another reading of domain D.5 holds (受理 that now
equals 新收加结转), and no rule may speak. Admissible mutants are counted apart and told by rule. All else is missed.
"""
