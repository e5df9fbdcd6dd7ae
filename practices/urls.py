"""Addresses of practices."""

from django.urls import path

from practices.views import browsing, media, reading, reviewing, writing

app_name = "practices"

urlpatterns = [
    path("", browsing.PracticeListView.as_view(), name="practice_list"),
    path("new/", writing.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", writing.MyPracticesView.as_view(), name="my_practices"),
    path("review/", reviewing.ReviewQueueView.as_view(), name="review_queue"),
    path("<int:pk>/", reading.PracticeDetailView.as_view(), name="practice_detail"),
    path("<int:pk>/edit/", writing.PracticeEditView.as_view(), name="practice_edit"),
    path("<int:pk>/pass-on/", writing.PracticePassOnView.as_view(), name="practice_pass_on"),
    path("<int:pk>/preview/", writing.PracticePreviewView.as_view(), name="practice_preview"),
    path("<int:pk>/review/", reviewing.PracticeReviewView.as_view(), name="practice_review"),
    path("<int:pk>/archive/", reading.PracticeArchiveView.as_view(), name="practice_archive"),
    path("<int:pk>/media/", media.MediaListView.as_view(), name="media_list"),
    path("<int:pk>/media/add/<slug:kind>/", media.MediaAddView.as_view(), name="media_add"),
    path("<int:pk>/media/<uuid:media_id>/", media.MediaEditView.as_view(), name="media_edit"),
    path("<int:pk>/media/<uuid:media_id>/move/", media.MediaMoveView.as_view(), name="media_move"),
    path("<int:pk>/media/<uuid:media_id>/remove/", media.MediaRemoveView.as_view(), name="media_remove"),
    path("media/<uuid:media_id>/<str:variant>", media.MediaFileView.as_view(), name="media_file"),
]
