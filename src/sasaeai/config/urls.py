"""All addresses: the desk and the public pages at the root, signing in under /accounts/."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("sasaeai.web.signin_urls")),
    path("", include("sasaeai.web.urls")),
    path("", include("sasaeai.portal.urls")),
    path("field/", include("sasaeai.field.urls")),
    path("", include("sasaeai.desk.urls")),
]

handler404 = "sasaeai.web.views.not_found"
handler403 = "sasaeai.web.views.forbidden"
handler500 = "sasaeai.web.views.server_error"
