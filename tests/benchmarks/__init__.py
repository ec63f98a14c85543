"""`make bench`: speed as ratios, measured in one run. Absolute times promise nothing."""
