"""A marketplace to try out: invented firms and a district, real public figures, drawn pictures.

`data/` says what there is, `artwork/` draws it, `reference/` holds public lists unchanged, and
`loading.load` brings all of it in through the product's own acts, except in production.
"""
