"""Addresses under /notifications/."""

from __future__ import annotations

from django.urls import path

from notifications import views

app_name = "notifications"
urlpatterns = [
    path("following/", views.FollowingView.as_view(), name="following"),
    path("follow/<slug:kind>/<slug:key>/", views.FollowView.as_view(), name="follow"),
    path("unsubscribe/<str:token>/", views.UnsubscribeView.as_view(), name="unsubscribe"),
]
