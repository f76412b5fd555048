"""`make bench`: the server's CPU time per request, beside what a handwritten server needs for the same content."""
