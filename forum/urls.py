from __future__ import annotations

from django.urls import path

from forum import views

app_name = "forum"

urlpatterns = [
    path("", views.BoardListView.as_view(), name="board_list"),
    path("boards/<slug:slug>/", views.BoardDetailView.as_view(), name="board_detail"),
    path("mine/posts.json", views.OwnPostsView.as_view(), name="own_posts"),
    path("read/", views.MarkReadView.as_view(), name="mark_all_read"),
    path("boards/<slug:slug>/read/", views.MarkReadView.as_view(), name="mark_board_read"),
    path("boards/<slug:slug>/feed.atom", views.BoardFeedView.as_view(), name="board_feed"),
    path("threads/<int:pk>/unread/", views.ThreadUnreadView.as_view(), name="thread_unread"),
    path("threads/<int:pk>/go/", views.ThreadGoView.as_view(), name="thread_go"),
    path("threads/<int:pk>/vote/", views.PollVoteView.as_view(), name="poll_vote"),
    path("threads/<int:pk>/call/", views.CallEditView.as_view(), name="call_edit"),
    path("threads/<int:pk>/tags/", views.ThreadTagsView.as_view(), name="thread_tags"),
    path("posts/<int:pk>/answer/", views.AnswerDecideView.as_view(), name="answer_decide"),
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
