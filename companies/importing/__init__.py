"""A bank's list of clients -> the register of firms: the columns as data, reading, checking, writing, the empty sheet to fill in."""
