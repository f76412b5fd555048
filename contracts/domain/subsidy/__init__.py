"""A subsidie from application to recovery (Awb titel 4.2, domain paper B5).

What happened (`events`), where it stands (`standing`), what may follow (`moves`, `changes`, `afterwards`), the fold itself (`life`),
and what is due when, by whom (`deadlines`).
"""
