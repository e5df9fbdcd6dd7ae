"""Addresses of practices."""

from django.urls import path

from practices import views

app_name = "practices"

urlpatterns = [
    path("", views.PracticeListView.as_view(), name="practice_list"),
    path("new/", views.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", views.MyPracticesView.as_view(), name="my_practices"),
    path("review/", views.ReviewQueueView.as_view(), name="review_queue"),
    path("<int:pk>/", views.PracticeDetailView.as_view(), name="practice_detail"),
    path("<int:pk>/edit/", views.PracticeEditView.as_view(), name="practice_edit"),
    path("<int:pk>/preview/", views.PracticePreviewView.as_view(), name="practice_preview"),
    path("<int:pk>/review/", views.PracticeReviewView.as_view(), name="practice_review"),
    path("<int:pk>/archive/", views.PracticeArchiveView.as_view(), name="practice_archive"),
]
