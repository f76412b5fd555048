"""Disclosure control: what may be published of small numbers, so that nobody can work out a client or an aanbieder."""
