"""What any web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yudane.site.settings.local")

application = get_wsgi_application()
