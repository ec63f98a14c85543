"""Statistical disclosure control: no published table lets anybody work out a small number.

`sensitivity` says which numbers are small, `inference` what a reader of everything that is public
can work out, `tables` which rows of a table may therefore be shown and since when. All three are
pure. `decisions` asks them whenever rows come into force, and stores the answer.
"""
