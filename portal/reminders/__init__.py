"""Reminders by e-mail: who is told what, once, and the outbox from which the mails go out."""
