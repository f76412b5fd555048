"""What every desk's screens share."""
