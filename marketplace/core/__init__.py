"""What every package stands on: database, clock, money, errors, permissions, pagination."""
