"""Addresses of practices."""

from django.urls import path

from practices.views import browsing, exchanging, reading, reviewing, writing

app_name = "practices"

urlpatterns = [
    path("", browsing.PracticeListView.as_view(), name="practice_list"),
    path("new/", writing.PracticeCreateView.as_view(), name="practice_create"),
    path("mine/", writing.MyPracticesView.as_view(), name="my_practices"),
    path("mine/practices.json", exchanging.MyPracticesJsonView.as_view(), name="my_practices_json"),
    path("mine/practices.xlsx", exchanging.MyPracticesXlsxView.as_view(), name="my_practices_xlsx"),
    path("import/", exchanging.PracticeImportView.as_view(), name="practice_import"),
    path("import/template.xlsx", exchanging.ImportTemplateView.as_view(), name="import_template"),
    path("import/<uuid:token>/", exchanging.ImportCheckView.as_view(), name="import_check"),
    path("card.schema.json", exchanging.CardSchemaView.as_view(), name="card_schema"),
    path("review/", reviewing.ReviewQueueView.as_view(), name="review_queue"),
    path("<int:pk>/", reading.PracticeDetailView.as_view(), name="practice_detail"),
    path("<int:pk>/edit/", writing.PracticeEditView.as_view(), name="practice_edit"),
    path("<int:pk>/pass-on/", writing.PracticePassOnView.as_view(), name="practice_pass_on"),
    path("<int:pk>/preview/", writing.PracticePreviewView.as_view(), name="practice_preview"),
    path("<int:pk>/review/", reviewing.PracticeReviewView.as_view(), name="practice_review"),
    path("<int:pk>/card.json", exchanging.PracticeCardJsonView.as_view(), name="practice_card_json"),
    path("<int:pk>/card.xlsx", exchanging.PracticeCardXlsxView.as_view(), name="practice_card_xlsx"),
    path("<int:pk>/import-note/", exchanging.ImportNoteForgetView.as_view(), name="import_note_forget"),
    path("<int:pk>/archive/", reading.PracticeArchiveView.as_view(), name="practice_archive"),
]
