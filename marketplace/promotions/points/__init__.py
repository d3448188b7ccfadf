"""Points: earned by buying, spent at checkout, off until the centre turns them on."""
