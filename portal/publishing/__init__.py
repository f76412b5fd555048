"""The desk where summaries for the klankbordgroep are made and published."""
