"""Addresses under /accounts/ that allauth doesn't have."""

from __future__ import annotations

from django.urls import path

from accounts.views import ProfileView

app_name = "accounts"
urlpatterns = [path("profile/", ProfileView.as_view(), name="profile")]
