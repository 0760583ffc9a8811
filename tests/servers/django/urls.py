"""The addresses of the blog: posts, comments with their interface, the feed of all comments."""

from blog.models import Post
from django.urls import include, path
from django.views.generic import DetailView
from django_comments.feeds import LatestCommentFeed

urlpatterns = [
    path("post/<int:pk>/", DetailView.as_view(model=Post)),
    path("comments/", include("django_comments_xtd.urls")),
    path("feeds/comments/", LatestCommentFeed()),
]
