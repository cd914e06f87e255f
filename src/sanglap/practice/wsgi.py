"""What gunicorn serves. The tables are there before the first request is taken."""

from django.core.handlers.wsgi import WSGIHandler

from sanglap.practice import setup

setup()
application = WSGIHandler()
