"""Pages of the forum: HTTP in, a queryset or an action, a template out. What is allowed is decided elsewhere."""

from forum.views.cases import CaseCreateView, CaseEditView
from forum.views.moderating import PostModerateView, PseudonymOpenView, ThreadModerateView
from forum.views.reading import BoardDetailView, BoardListView, PostPermalinkView, ThreadDetailView
from forum.views.writing import PostCreateView, PostEditView, PostRemoveView, ThreadCreateView

__all__ = [
    "BoardDetailView",
    "BoardListView",
    "CaseCreateView",
    "CaseEditView",
    "PostCreateView",
    "PostEditView",
    "PostModerateView",
    "PostPermalinkView",
    "PostRemoveView",
    "PseudonymOpenView",
    "ThreadCreateView",
    "ThreadDetailView",
    "ThreadModerateView",
]
