"""A Stripe that answers from this machine, for demonstrations and tests; never in production.

It plays the outside world, so its state lives in a file of its own and it speaks to the shop
over HTTP alone: requests come in through the real library, events go out as signed webhooks.
"""
