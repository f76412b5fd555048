"""The klankbordgroep's window: published summaries, and nothing else."""
