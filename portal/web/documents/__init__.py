"""Documents to keep: the same blocks as PDF (tagged, PDF/UA-1) and as DOCX, so that the two cannot say different things."""
