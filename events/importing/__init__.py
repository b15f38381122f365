"""One workbook makes one event: layout (the columns as data), reading, checking, writing, and the empty workbook to fill in."""
