"""Tables of many values: years × indicators of a department, districts × years of an indicator.

cells reads what stands in a cell, blocks what was pasted; tables says which slots a page holds,
sheets what stands in them now, submissions what a person sent back, reviews what that would do.
"""
