"""What people say of what they bought, what they ask before, and what they looked at."""
