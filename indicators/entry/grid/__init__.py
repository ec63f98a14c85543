"""Tables of many values: years × indicators of a department, districts × years of an indicator.

cells        what the text of a cell means
blocks       a block copied from a spreadsheet, and where its cells fall
tables       which slots a page holds
sheets       what stands in them now
submissions  what a person sent back of a page
reviews      what that would do, and doing it
previews     what a pasted block would change
balances     the parts of the city held against its own value
forms        the choice of years, and the block with its first cell
wording      sentences
"""
