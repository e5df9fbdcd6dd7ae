"""Addresses of practices."""

from django.urls import path

from practices.views import browsing, reading, reviewing, taking_along, writing

app_name = "practices"

urlpatterns = [
    path("", browsing.PracticeListView.as_view(), name="practice_list"),
    path("export.<str:form>", taking_along.PracticeExportView.as_view(), name="practice_export"),
    path("feed.atom", taking_along.PracticeFeedView.as_view(), name="practice_feed"),
    path("new/", writing.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", writing.MyPracticesView.as_view(), name="my_practices"),
    path("review/", reviewing.ReviewQueueView.as_view(), name="review_queue"),
    path("<int:pk>/", reading.PracticeDetailView.as_view(), name="practice_detail"),
    path("<int:pk>/edit/", writing.PracticeEditView.as_view(), name="practice_edit"),
    path("<int:pk>/pass-on/", writing.PracticePassOnView.as_view(), name="practice_pass_on"),
    path("<int:pk>/preview/", writing.PracticePreviewView.as_view(), name="practice_preview"),
    path("<int:pk>/review/", reviewing.PracticeReviewView.as_view(), name="practice_review"),
    path("<int:pk>/archive/", reading.PracticeArchiveView.as_view(), name="practice_archive"),
]
