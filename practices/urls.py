"""Addresses of practices."""

from django.urls import path

from practices.views import browsing, history, labelling, reading, remarking, reviewing, updating, writing

app_name = "practices"

urlpatterns = [
    path("", browsing.PracticeListView.as_view(), name="practice_list"),
    path("new/", writing.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", writing.MyPracticesView.as_view(), name="my_practices"),
    path("review/", reviewing.ReviewQueueView.as_view(), name="review_queue"),
    path("review/scores/", labelling.ScoreQueueView.as_view(), name="score_queue"),
    path("labels/", labelling.QualityLabelsView.as_view(), name="quality_labels"),
    path("<int:pk>/", reading.PracticeDetailView.as_view(), name="practice_detail"),
    path("<int:pk>/edit/", writing.PracticeEditView.as_view(), name="practice_edit"),
    path("<int:pk>/pass-on/", writing.PracticePassOnView.as_view(), name="practice_pass_on"),
    path("<int:pk>/preview/", writing.PracticePreviewView.as_view(), name="practice_preview"),
    path("<int:pk>/review/", reviewing.PracticeReviewView.as_view(), name="practice_review"),
    path("<int:pk>/update/", updating.PracticeUpdateView.as_view(), name="practice_update"),
    path("<int:pk>/confirm/", updating.PracticeConfirmView.as_view(), name="practice_confirm"),
    path(
        "still-running/<str:token>/", updating.LetterConfirmView.as_view(), name="practice_confirm_by_letter"
    ),
    path("<int:pk>/archive/", updating.PracticeArchiveView.as_view(), name="practice_archive"),
    path("<int:pk>/restore/", updating.PracticeRestoreView.as_view(), name="practice_restore"),
    path("<int:pk>/revisions/", history.RevisionListView.as_view(), name="revision_list"),
    path("<int:pk>/revisions/compare/", history.RevisionCompareView.as_view(), name="revision_compare"),
    path("<int:pk>/claim/", reviewing.PracticeClaimView.as_view(), name="practice_claim"),
    path("<int:pk>/score/", labelling.PracticeScoreView.as_view(), name="practice_score"),
    path(
        "<int:pk>/remarks/<int:remark_id>/answer/", remarking.RemarkAnswerView.as_view(), name="remark_answer"
    ),
]
