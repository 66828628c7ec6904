"""A plugin of pytest that counts how often networkx truly called each function of the backend.

A call that networkx answered by itself instead leaves no count. The file that COUNTS names gets the
numbers as JSON.
"""

import json
import os
from collections import Counter
from functools import wraps
from pathlib import Path

from weakties import nx_backend

COUNTS = Counter()


def counted(function):
    @wraps(function)
    def called(*args, **kwargs):
        try:
            result = function(*args, **kwargs)
        except NotImplementedError:  # networkx answers the call by itself then
            raise
        except Exception:
            COUNTS[function.__name__] += 1
            raise
        COUNTS[function.__name__] += 1
        return result

    return called


def pytest_configure(config):
    for function in nx_backend.FUNCTIONS:
        setattr(nx_backend, function.__name__, counted(function))


def pytest_unconfigure(config):
    Path(os.environ["COUNTS"]).write_text(json.dumps(COUNTS), encoding="utf-8")
