"""Where a department's year is heading, what could be bought yet, and how others stand."""
