"""WSGI entry for gunicorn and its kin."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sasaeai.config.settings")
application = get_wsgi_application()

# Everything a page needs is read now, in the process that the workers are forked from, and left
# alone by their garbage collectors: what nobody writes to is held once for all of them.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
