import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.config.settings")
application = get_wsgi_application()
# What stands now stands until the end: the collector need not walk through it again, nor run every few requests.
gc.freeze()
gc.set_threshold(10_000, 20, 50)
