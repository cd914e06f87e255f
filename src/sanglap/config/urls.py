"""Where everything is found."""

from django.conf import settings
from django.urls import include, path
from django.views.i18n import set_language

from sanglap.offices.access import public
from sanglap.public.views import components

urlpatterns = [
    path("desk/", include("sanglap.desk.urls")),
    path("language/", public(set_language), name="set_language"),
    path("", include("sanglap.public.urls")),
]

if settings.DEBUG:
    # Every component with an example, for whoever works on them.
    urlpatterns.append(path("components/", components, name="components"))

handler400 = "sanglap.public.errors.bad_request"
handler403 = "sanglap.public.errors.forbidden"
handler404 = "sanglap.public.errors.not_found"
handler500 = "sanglap.public.errors.server_error"
