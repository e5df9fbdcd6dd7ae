from __future__ import annotations

from django.urls import path

from forum import views

app_name = "forum"

urlpatterns = [
    path("", views.BoardListView.as_view(), name="board_list"),
    path("boards/<slug:slug>/", views.BoardDetailView.as_view(), name="board_detail"),
    path("new/", views.ThreadCreateView.as_view(), name="thread_create"),
    path("new/case/", views.CaseCreateView.as_view(), name="case_create"),
    path("new/<slug:kind>/<int:subject_id>/", views.ThreadCreateView.as_view(), name="thread_create_about"),
    path("threads/<int:pk>/", views.ThreadDetailView.as_view(), name="thread_detail"),
    path("threads/<int:pk>/case/", views.CaseEditView.as_view(), name="case_edit"),
    path("threads/<int:pk>/reply/", views.PostCreateView.as_view(), name="post_create"),
    path("threads/<int:pk>/moderate/", views.ThreadModerateView.as_view(), name="thread_moderate"),
    path("posts/<int:pk>/", views.PostPermalinkView.as_view(), name="post_permalink"),
    path("posts/<int:pk>/edit/", views.PostEditView.as_view(), name="post_edit"),
    path("posts/<int:pk>/remove/", views.PostRemoveView.as_view(), name="post_remove"),
    path("posts/<int:pk>/moderate/", views.PostModerateView.as_view(), name="post_moderate"),
    path("posts/<int:pk>/open/", views.PseudonymOpenView.as_view(), name="pseudonym_open"),
]
