"""People and how they sign in: passphrase, second factor, sessions, invitations, rights."""
