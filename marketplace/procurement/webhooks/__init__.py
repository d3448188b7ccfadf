"""Other systems of an institution are told what happened: signed, tried again, logged."""
