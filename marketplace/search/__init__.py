"""Finding products: an embedded Korean index fed by an outbox, and the reads made on it."""
