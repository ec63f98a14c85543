"""Values as files: a pre-filled workbook out, and back in as lines of a batch."""
