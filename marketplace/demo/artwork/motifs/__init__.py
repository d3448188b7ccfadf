"""What a product picture can show. Each motif draws one kind of thing into a scene."""
