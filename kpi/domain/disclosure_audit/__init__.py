"""The auditor: attacks everything that was ever published together, and says which small number, or which aanbieder's figure, comes out.

It shares with the protector (`kpi.domain.disclosure`) the plain facts of a table and nothing else: an import contract holds that. `published` is what
goes in, `audit` is the question, `docs/toets-tabellen.md` says what it means.
"""
