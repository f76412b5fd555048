"""The limit: the same pages by hand, with sqlite3, f-strings and html.escape. No framework, no layers, no templates.

Each does what any server must: finds the session by its hashed token, checks the role, checks the CSRF token of a change, reads in one
transaction, escapes every text, and sends the same headers. What it may spare itself is everything else.
"""
