"""Addresses of practices."""

from django.urls import path

from practices.views import (
    adapting,
    browsing,
    collecting,
    contacting,
    municipality,
    reading,
    reviewing,
    writing,
)

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
    # What readers do with a practice.
    path("<int:pk>/apply/", adapting.AdaptationStartView.as_view(), name="adaptation_start"),
    path("adaptations/<int:pk>/", adapting.AdaptationEditView.as_view(), name="adaptation_edit"),
    path("adaptations/<int:pk>/undo/", adapting.AdaptationUndoView.as_view(), name="adaptation_undo"),
    path("<int:pk>/contact/", contacting.ContactView.as_view(), name="contact"),
    path("<int:pk>/contact/sent/", contacting.ContactSentView.as_view(), name="contact_sent"),
    path("<int:pk>/keep/", collecting.KeepView.as_view(), name="keep"),
    path("collections/", collecting.CollectionListView.as_view(), name="collection_list"),
    path("collections/<int:pk>/", collecting.CollectionDetailView.as_view(), name="collection_detail"),
    path(
        "collections/<int:pk>/arrange/", collecting.CollectionArrangeView.as_view(), name="collection_arrange"
    ),
    path("collections/<int:pk>/delete/", collecting.CollectionDeleteView.as_view(), name="collection_delete"),
    path("shared/<str:key>/", collecting.CollectionSharedView.as_view(), name="collection_shared"),
    path("for/", municipality.MunicipalityChooseView.as_view(), name="municipality_choose"),
    path("for/<slug:code>/", municipality.MunicipalityView.as_view(), name="for_municipality"),
]
