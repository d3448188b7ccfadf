"""What is published of a year in the forms other systems read."""
