"""Pages of the forum: HTTP in, a queryset or an action, a template out. What is allowed is decided elsewhere."""

from forum.views.cases import CaseCreateView, CaseEditView
from forum.views.feeds import BoardFeedView
from forum.views.jumping import MarkReadView, ThreadGoView, ThreadUnreadView
from forum.views.moderating import PostModerateView, PseudonymOpenView, ThreadModerateView
from forum.views.own_posts import OwnPostsView
from forum.views.reading import BoardDetailView, BoardListView, PostPermalinkView, ThreadDetailView
from forum.views.thread_parts import AnswerDecideView, CallEditView, PollVoteView, ThreadTagsView
from forum.views.writing import PostCreateView, PostEditView, PostRemoveView, ThreadCreateView

__all__ = [
    "AnswerDecideView",
    "BoardDetailView",
    "BoardFeedView",
    "BoardListView",
    "CallEditView",
    "CaseCreateView",
    "CaseEditView",
    "MarkReadView",
    "OwnPostsView",
    "PollVoteView",
    "PostCreateView",
    "PostEditView",
    "PostModerateView",
    "PostPermalinkView",
    "PostRemoveView",
    "PseudonymOpenView",
    "ThreadCreateView",
    "ThreadDetailView",
    "ThreadGoView",
    "ThreadModerateView",
    "ThreadTagsView",
    "ThreadUnreadView",
]
