"""How gunicorn serves the practice network: `gunicorn -c python:sanglap.practice.gunicorn_conf
--bind 127.0.0.1:8001 sanglap.practice.wsgi:application`.

One process only: faults, rate limits and the list of calls are kept in its memory.
"""

workers = 1
worker_class = "gthread"
threads = 16
keepalive = 15
# A worker that dies is replaced; one that merely hangs on purpose (a fault) is not mistaken for dead.
timeout = 120
# What hangs on purpose does not hold up the end.
graceful_timeout = 1
loglevel = "warning"
accesslog = None
