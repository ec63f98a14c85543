"""The catalogue as a workbook: goals, indicators and targets out, edited, and back in with a diff.

Rows are found by their code. Nothing is deleted: a row that is missing in a file stays as it is, a
column that is missing is not looked at, and an empty cell empties what may be empty.
"""
