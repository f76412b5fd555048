"""Spreadsheets out and in. Writing happens here; a file that comes in is only ever opened in a child process with limits."""
