"""What any web server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault(
    "DJANGO_SETTINGS_MODULE", f"yudane.site.settings.{'server' if os.environ.get('YUDANE_URL') else 'local'}"
)

application = get_wsgi_application()
