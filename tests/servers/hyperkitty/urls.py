"""The addresses of the archive."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("archives/", include("hyperkitty.urls")),
    path("", include("django_mailman3.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
