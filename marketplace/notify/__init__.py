"""Letters to people: queued with the deed, sent by a job, kept in the mail log."""
