"""Formulas over indicators: `MOB-02 / Einwohner * 1000`. Pure: text, numbers and codes only.

trees         what a formula is once it has been read
reading       from text to tree, or the place of the first mistake
writing       from tree to text, in the one spelling that is stored
evaluation    the value of a tree, exact until the last step
outcomes      what a computed row of the ledger says, also when inputs are missing
units         whether the units of the inputs fit each other and the result
ratios        numerator, denominator and factor of a rate
dependencies  which formula rests on which, circles, order of computing
checks        everything that must be true of a formula before it is stored
"""
