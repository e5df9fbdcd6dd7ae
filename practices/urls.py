"""Addresses of practices."""

from django.urls import path

from practices.views import (
    adapting,
    browsing,
    collecting,
    contacting,
    exchanging,
    history,
    labelling,
    media,
    municipality,
    reading,
    remarking,
    reviewing,
    sharing,
    taking_along,
    updating,
    writing,
)

app_name = "practices"

urlpatterns = [
    path("", browsing.PracticeListView.as_view(), name="practice_list"),
    path("export.<str:form>", taking_along.PracticeExportView.as_view(), name="practice_export"),
    path("feed.atom", taking_along.PracticeFeedView.as_view(), name="practice_feed"),
    path("new/", writing.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", writing.MyPracticesView.as_view(), name="my_practices"),
    path("mine/practices.json", exchanging.MyPracticesJsonView.as_view(), name="my_practices_json"),
    path("mine/practices.xlsx", exchanging.MyPracticesXlsxView.as_view(), name="my_practices_xlsx"),
    path("import/", exchanging.PracticeImportView.as_view(), name="practice_import"),
    path("import/template.xlsx", exchanging.ImportTemplateView.as_view(), name="import_template"),
    path("import/<uuid:token>/", exchanging.ImportCheckView.as_view(), name="import_check"),
    path("card.schema.json", exchanging.CardSchemaView.as_view(), name="card_schema"),
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
    path("shared/<slug:key>/", collecting.CollectionSharedView.as_view(), name="collection_shared"),
    path("for/", municipality.MunicipalityChooseView.as_view(), name="municipality_choose"),
    path("for/<slug:code>/", municipality.MunicipalityView.as_view(), name="for_municipality"),
    path("<int:pk>/card.pdf", sharing.PracticePdfView.as_view(), name="practice_pdf"),
    path(
        "<int:pk>/preview-<slug:version>.png",
        sharing.PracticeShareImageView.as_view(),
        name="practice_share_image",
    ),
    path("<int:pk>/citation.ris", sharing.PracticeReferenceView.as_view(), name="practice_ris"),
    path(
        "<int:pk>/citation.bib",
        sharing.PracticeReferenceView.as_view(style="bibtex"),
        name="practice_bibtex",
    ),
    path("<int:pk>/card.json", exchanging.PracticeCardJsonView.as_view(), name="practice_card_json"),
    path("<int:pk>/card.xlsx", exchanging.PracticeCardXlsxView.as_view(), name="practice_card_xlsx"),
    path("<int:pk>/import-note/", exchanging.ImportNoteForgetView.as_view(), name="import_note_forget"),
    path("<int:pk>/media/", media.MediaListView.as_view(), name="media_list"),
    path("<int:pk>/media/add/<slug:kind>/", media.MediaAddView.as_view(), name="media_add"),
    path("<int:pk>/media/<uuid:media_id>/", media.MediaEditView.as_view(), name="media_edit"),
    path("<int:pk>/media/<uuid:media_id>/move/", media.MediaMoveView.as_view(), name="media_move"),
    path("<int:pk>/media/<uuid:media_id>/remove/", media.MediaRemoveView.as_view(), name="media_remove"),
    path("media/<uuid:media_id>/<str:variant>", media.MediaFileView.as_view(), name="media_file"),
]
