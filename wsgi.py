"""The application object for gunicorn and `flask --app wsgi`.

Reading the code makes a million objects and no garbage, so nothing is collected meanwhile (a
quarter of the time of starting). What was read stays for good: it is frozen, so that later
collections pass it by, forked workers share its memory, and stopping does not take it apart.
"""

import gc

gc.disable()

from marketplace import create_app  # noqa: E402

app = create_app()
gc.freeze()
gc.enable()
