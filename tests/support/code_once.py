"""Read by the process the programs of tests are forked from: the marketplace's code, frozen."""

import gc

gc.disable()

import flask.cli  # noqa: E402, F401
import gunicorn.app.wsgiapp  # noqa: E402, F401

import marketplace  # noqa: E402, F401

gc.freeze()
gc.enable()
